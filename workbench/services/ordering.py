"""The order of the list: by one column, and by a second where the first is the same."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import InvalidValueError
from workbench.i18n import _

BY_AMOUNT = ("number", "net", "weighted", "created_date", "expected_close_date", "closed_date")
BY_NAME = ("contact", "country", "owner", "team", "type", "origin", "workflow", "stage", "percent")
SORTS = (*BY_AMOUNT, "title", "status", "currency", *BY_NAME)
NEEDED = {"country": "contact"}  # what stands in another table, by the table's name


@dataclass(frozen=True, kw_only=True)
class Order:
    """By which column the list is sorted, and by which one rows that are alike there; the largest first where descending.

    Raises:
        InvalidValueError: the list cannot be sorted this way.
    """

    sort: str = "number"
    descending: bool = True
    then: str | None = None
    then_descending: bool = False

    def __post_init__(self) -> None:
        if self.sort not in SORTS or not (self.then is None or self.then in SORTS):
            raise InvalidValueError("sort", _("The list cannot be sorted this way."))

    def parameters(self) -> dict[str, object]:
        """Return the named parameters of ``listing/ordered.sql`` and of what sorts by it."""
        second = self.then if self.then != self.sort else None
        tables = {NEEDED.get(name, name) for name in (self.sort, second) if name in BY_NAME}
        found: dict[str, object] = {
            "sort": self.sort, "rising": None if self.descending else True,
            "falling": True if self.descending else None,
            "then": second, "then_rising": True if second and not self.then_descending else None,
            "then_falling": True if second and self.then_descending else None,
        }  # fmt: skip
        return found | {f"by_{name}": True if name in tables else None for name in BY_NAME if name not in NEEDED}
