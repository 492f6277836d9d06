"""An interaction: what was said or done with a customer, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from uuid import UUID

from workbench.domain.activity import Activity
from workbench.domain.events import InteractionChanged
from workbench.domain.moments import read_given
from workbench.domain.text import required_line
from workbench.errors import InvalidValueError
from workbench.i18n import _

EDITABLE = frozenset({
    "kind", "direction", "opportunity_id", "contact_id", "person_id", "user_id", "happened_at", "minutes", "subject",
    "body", "outcome",
})  # fmt: skip
NEVER_EMPTY = frozenset({"kind", "direction", "user_id", "happened_at", "subject"})
CLOCKS_DIFFER = timedelta(minutes=10)


class Kind(StrEnum):
    """What kind of interaction."""

    CALL = "call"
    MAIL = "mail"
    MEETING = "meeting"
    NOTE = "note"
    VISIT = "visit"


class Direction(StrEnum):
    """Who began: they (in), we (out), or nobody in particular."""

    IN = "in"
    OUT = "out"
    NONE = "none"


BEGUN_BY_US = frozenset({Kind.CALL, Kind.MAIL})


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """``user_id`` is who did it, ``happened_at`` when (UTC without a zone), ``activity_id`` the activity it came from."""

    id: UUID
    version: int = 1
    kind: Kind
    direction: Direction = Direction.NONE
    opportunity_id: UUID | None = None
    contact_id: UUID | None = None
    person_id: UUID | None = None
    user_id: UUID
    happened_at: datetime
    minutes: int | None = None
    subject: str
    body: str | None = None
    outcome: str | None = None
    activity_id: UUID | None = None
    external_source: str | None = None
    external_id: str | None = None
    archived: bool = False

    def __post_init__(self) -> None:
        required_line("subject", self.subject)
        if self.opportunity_id is None and self.contact_id is None and self.person_id is None:
            raise InvalidValueError("contact_id", _("An interaction belongs to a deal or to a contact."))

    def changed(self, *, now: datetime, **changes: object) -> tuple[Interaction, InteractionChanged]:
        """Set plain fields.

        Args:
            now: the present moment, UTC: an interaction does not lie in the future.
            changes: names out of ``EDITABLE`` and new values.

        Raises:
            InvalidValueError: an unknown field or a value against a rule.
        """
        new = read_fields(changes, now=now)
        after = replace(self, version=self.version + 1, **new)  # pyright: ignore[reportArgumentType]
        return after, self._change(after)

    def put_away(self, *, archived: bool) -> tuple[Interaction, InteractionChanged]:
        """Archive it, or take it back."""
        after = replace(self, version=self.version + 1, archived=archived)
        return after, self._change(after)

    def restored_from(self, earlier: Interaction) -> tuple[Interaction, InteractionChanged]:
        """Become again what an earlier version was, as a new version."""
        after = replace(earlier, version=self.version + 1)
        return after, self._change(after)

    def _change(self, after: Interaction) -> InteractionChanged:
        return InteractionChanged(
            interaction_id=self.id, version=after.version, opportunity_id=after.opportunity_id,
            fields=tuple(name for name in _compared() if getattr(self, name) != getattr(after, name)),
        )  # fmt: skip


def read_fields(given: dict[str, object], *, now: datetime) -> dict[str, object]:
    """Return given fields as the domain keeps them.

    Raises:
        InvalidValueError: an unknown field, or a value against a rule; ``field`` names it.
    """
    unknown = set(given) - EDITABLE
    if unknown:
        raise InvalidValueError(min(unknown), _("“{field}” cannot be set directly.").format(field=min(unknown)))
    new = {name: read_given(name, value, never_empty=NEVER_EMPTY) for name, value in given.items()}
    if "kind" in new:
        new["kind"] = _one_of(Kind, "kind", new["kind"])
    if "direction" in new:
        new["direction"] = _one_of(Direction, "direction", new["direction"])
    happened = new.get("happened_at")
    if isinstance(happened, datetime) and happened > now + CLOCKS_DIFFER:
        raise InvalidValueError("happened_at", _("What has not happened yet is planned as an activity."))
    return new


def out_of(activity: Activity, kind: Kind, *, key: UUID) -> Interaction | None:
    """Return the interaction that a done activity is; none where it belongs neither to a deal nor to a contact.

    Args:
        activity: as it was done.
        kind: what its type counts as.
        key: the interaction's own key.
    """
    if activity.done_at is None or not (activity.opportunity_id or activity.contact_id or activity.person_id):
        return None
    return Interaction(
        id=key, kind=kind, direction=usual_direction(kind), opportunity_id=activity.opportunity_id,
        contact_id=activity.contact_id, person_id=activity.person_id, user_id=activity.assignee_id,
        happened_at=activity.done_at, minutes=activity.minutes, subject=activity.subject, body=activity.notes,
        outcome=activity.outcome, activity_id=activity.id,
    )  # fmt: skip


def usual_direction(kind: Kind) -> Direction:
    """Return who usually begins an interaction of a kind."""
    return Direction.OUT if kind in BEGUN_BY_US else Direction.NONE


def _one_of(kinds: type[Kind | Direction], field: str, value: object) -> Kind | Direction:
    try:
        return kinds(str(value))
    except ValueError as error:
        raise InvalidValueError(
            field, _("“{value}” is none of {known}.").format(value=value, known=", ".join(kinds))
        ) from error


@cache
def _compared() -> tuple[str, ...]:
    return tuple(item.name for item in fields(Interaction) if item.name != "version")
