"""Groups of the list: deals that have a stage, an owner, a month … in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from workbench.errors import InvalidValueError
from workbench.i18n import _, formats
from workbench.services.boards import OUTCOME_COLOURS
from workbench.services.settings import Lookups
from workbench.services.words import STATUS_NAMES

GROUPS = ("stage", "workflow", "owner", "team", "percent", "type", "origin", "country", "month", "status")
WORDS = frozenset({"status", "country"})
COUNTRY = re.compile(r"[^\x00-\x1f]{1,100}")


@dataclass(frozen=True)
class Member:
    """One group: what the list is grouped by, and the key; no key for the deals that have nothing there.

    Args:
        by: one of ``GROUPS``.
        key: the id of a record, the first day of a month, a status or a country.

    Raises:
        InvalidValueError: the list cannot be grouped this way, or that is no key.
    """

    by: str
    key: str | None = None

    def __post_init__(self) -> None:
        self.parameters()

    def parameters(self) -> dict[str, object]:
        """Return the named parameters that leave the deals of this group."""
        known: dict[str, object] = {"group_key": None, "group_word": None, "group_month": None, "one_group": True}
        try:
            if self.key is not None and self.by == "month":
                known["group_month"] = date.fromisoformat(self.key)
            elif self.key is not None and self.by in WORDS:
                known["group_word"] = COUNTRY.fullmatch(self.key).group()  # type: ignore[union-attr]
            elif self.key is not None:
                known["group_key"] = UUID(self.key)
        except (ValueError, AttributeError, TypeError) as error:
            raise InvalidValueError("group", _("There is no such group.")) from error
        return known | by_parameters(self.by)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group with what all its deals come to, in the base currency; ``unconverted`` ones are in no sum."""

    key: str | None
    label: str
    colour: str | None
    count: int
    net: Decimal
    weighted: Decimal
    unconverted: int


NO_GROUP: dict[str, object] = {
    "group_key": None, "group_word": None, "group_month": None, "one_group": None, "group_by": None,
    "group_contact": None,
}  # fmt: skip


def by_parameters(by: str) -> dict[str, object]:
    """Return the named parameters that say what the list is grouped by.

    Raises:
        InvalidValueError: the list cannot be grouped this way.
    """
    if by not in GROUPS:
        raise InvalidValueError("group", _("The list cannot be grouped this way."))
    return {"group_by": by, "group_contact": True if by == "country" else None}


def groups_from(by: str, rows: list[dict[str, Any]], lookups: Lookups, names: dict[UUID, str]) -> list[Group]:
    """Return the groups of the rows of ``listing/groups.sql`` in the order in which people know them.

    Args:
        by: what the list is grouped by.
        rows: the rows.
        lookups: the settings.
        names: of types, origins and teams that may have been retired.
    """
    known = _known(by, lookups)
    found: list[tuple[tuple[bool, Any], Group]] = []
    for row in rows:
        value = row["group_key"] or row["group_word"] or row["group_month"]
        place, label, colour = known.get(value) or _unknown(by, value, names)
        group = Group(
            key=None if value is None else str(value), label=label, colour=colour, count=row["count"],
            net=row["net"], weighted=row["weighted"], unconverted=row["unconverted"],
        )  # fmt: skip
        found.append(((value is None, place), group))
    return [group for _place, group in sorted(found, key=lambda pair: pair[0])]


Known = dict[Any, tuple[Any, str, str | None]]


def _known(by: str, lookups: Lookups) -> Known:
    """Return place, label and colour of each group whose order the settings know."""
    sources: dict[str, Callable[[], Known]] = {
        "stage": lambda: {
            stage.id: ((f"{place:06}", f"{stage.position:06}"), _of(flow.name, stage.name), stage.colour)
            for place, flow in enumerate(lookups.workflows) for stage in flow.stages
        },
        "workflow": lambda: {
            flow.id: ((f"{place:06}", ""), flow.name, None) for place, flow in enumerate(lookups.workflows)
        },
        "percent": lambda: {
            row.id: ((f"{place:06}", ""), row.name, OUTCOME_COLOURS[row.outcome])
            for place, row in enumerate(lookups.probabilities.rows)
        },
        "owner": lambda: {user.id: ((user.name.casefold(), user.login), user.name, None) for user in lookups.users},
        "status": lambda: {
            code: ((f"{place}", ""), _(name), None) for place, (code, name) in enumerate(STATUS_NAMES.items())
        },
    }  # fmt: skip
    return sources[by]() if by in sources else {}


def _of(flow: str, stage: str) -> str:
    return f"{flow} › {stage}"


def _unknown(by: str, value: object, names: dict[UUID, str]) -> tuple[Any, str, str | None]:
    if value is None:
        return ("", ""), _("None"), None
    if isinstance(value, date):
        return (value.isoformat(), ""), formats.month(value), None
    name = names.get(value, "–") if isinstance(value, UUID) else str(value)
    return (("~" if by in {"stage", "workflow", "percent"} else name.casefold(), str(value))), name, None
