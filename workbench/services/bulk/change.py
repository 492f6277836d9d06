"""What shall change in many deals: the same fields of each, a stage or a probability, and whether they are put away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from workbench.domain.kinds import LONGEST, read_value
from workbench.domain.text import tag_list
from workbench.errors import InvalidValueError
from workbench.i18n import _

FIELDS = frozenset({
    "owner_id", "team_id", "agent_id", "type_id", "origin_id", "campaign", "tags", "quality", "competitors",
    "expected_order_date", "expected_delivery_date", "expected_invoice_date", "expected_close_date",
})  # fmt: skip
KEYS = ("probability_id", "stage_id", "reason_id")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of many deals.

    Args:
        fields: plain fields, of ``FIELDS``, and their new values.
        add_tags: tags that each deal gets beside its own.
        remove_tags: tags that each deal loses.
        stage_id: the stage to which each deal moves.
        probability_id: the probability that each deal gets by hand.
        reason_id: why deals are closed, where the stage or the probability closes them.
        note: a sentence beside the reason.
        archived: puts the deals away, or takes them back.

    Raises:
        InvalidValueError: nothing would change, or a stage and a probability are wanted at once.
    """

    fields: Mapping[str, object] = field(default_factory=dict[str, object])
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    stage_id: UUID | None = None
    probability_id: UUID | None = None
    reason_id: UUID | None = None
    note: str | None = None
    archived: bool | None = None

    def __post_init__(self) -> None:
        wanted = (self.fields, self.add_tags, self.remove_tags, self.stage_id, self.probability_id)
        if not any(wanted) and self.archived is None:
            raise InvalidValueError("changes", _("Choose what shall change."))
        if self.stage_id is not None and self.probability_id is not None:
            raise InvalidValueError("probability_id", _("Choose a stage or a probability, not both."))

    @classmethod
    def read(cls, given: Mapping[str, object]) -> Change:
        """Read a change from plain values, as a page or a job sends them.

        Raises:
            InvalidValueError: a field that cannot be changed in many deals, or a value of the wrong kind.
        """
        values: dict[str, object] = {}
        fields: dict[str, object] = {}
        for name, value in given.items():
            if name in FIELDS:
                fields[name] = tag_list(value) if name == "tags" else read_value(name, value)
            elif name in KEYS:
                values[name] = read_value(name, value)
            elif name in {"add_tags", "remove_tags"}:
                values[name] = tag_list(value)
            elif name == "archived" and isinstance(value, bool):
                values[name] = value
            elif name == "note" and (value is None or (isinstance(value, str) and len(value) <= LONGEST)):
                values[name] = value or None
            else:
                raise InvalidValueError(name, _("“{field}” cannot be changed in many deals.").format(field=name[:60]))
        return cls(fields=fields, **values)  # type: ignore[arg-type]

    def plain(self) -> dict[str, object]:
        """Return the change as plain JSON values, which ``read`` takes."""
        named = {name: getattr(self, name) for name in (*KEYS, "add_tags", "remove_tags", "note", "archived")}
        given = {name: value for name, value in named.items() if value is not None and value != ()}
        return {name: _plain(value) for name, value in {**given, **self.fields}.items()}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [str(part) for part in cast("tuple[object, ...]", value)]
    return value if value is None or isinstance(value, bool | int) else str(value)
