"""What answers the intents about activities and interactions, in the activities view and in a deal's tabs alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, cast
from uuid import UUID

from workbench.domain.activity import State
from workbench.domain.text import one_line
from workbench.errors import ChangedMeanwhileError, InvalidValueError
from workbench.i18n import _, formats
from workbench.services.activities import ActivityResult
from workbench.services.interactions import InteractionResult
from workbench.widgets.activity_projection import (
    entries_projection,
    suggestion_projection,
    understood_projection,
)
from workbench.widgets.conversation import Intent, Reply, UnreadableIntentError

if TYPE_CHECKING:
    from workbench.app import Workbench

LONGEST_NOTE = 20_000
MOST_DAYS = 366
Answer = Callable[[Intent], Reply | None]
EDITED = frozenset({"subject", "type_id", "notes", "mandatory", "minutes", "outcome"})
CORRECTED = frozenset({"kind", "direction", "subject", "body", "outcome", "minutes"})


class ActivityAnswers:
    """Answers to intents that begin with ``activity-``.

    Args:
        workbench: the services of the person at work.
        refresh: called after every change; returns what the page's list is to show now, which travels in the answer
            as ``data``, or ``None`` where it travels otherwise.
        opportunity: returns the deal to which new activities belong, if there is one.
    """

    def __init__(
        self, workbench: Workbench, *, refresh: Callable[[], object | None],
        opportunity: Callable[[], UUID | None] = lambda: None,
    ) -> None:  # fmt: skip
        self._workbench, self._refresh, self._opportunity = workbench, refresh, opportunity

    def answers(self) -> dict[str, Answer]:
        """Return what answers each intent."""
        acts: dict[str, Answer] = {
            "activity-quick": self._quick, "activity-follow": self._follow, "activity-done": self._done,
            "activity-shift": self._shift, "activity-save": self._save, "activity-assign": self._assign,
            "activity-cancel": self._cancel, "activity-reopen": self._reopen, "activity-undo": self._undo,
        }  # fmt: skip
        return {"activity-understand": self._understand, **{kind: self._kept(act) for kind, act in acts.items()}}

    def _kept(self, act: Answer) -> Answer:
        """Show the present state also where somebody else was quicker."""

        def answer(intent: Intent) -> Reply | None:
            try:
                return act(intent)
            except ChangedMeanwhileError:
                self._refresh()
                raise

        return answer

    def _understand(self, intent: Intent) -> Reply:
        text = intent.text("text", longest=2000)
        entry = self._workbench.activities.understood(text, opportunity=self._opportunity())
        return {"kind": "understood", "text": text, **understood_projection(entry, self._workbench.today)}

    def _quick(self, intent: Intent) -> Reply:
        text = intent.text("text", longest=2000)
        return self._acted(self._workbench.activities.quick(text, opportunity=self._opportunity()), _("Planned."))

    def _follow(self, intent: Intent) -> Reply:
        """Plan what a done activity suggests."""
        activities = self._workbench.activities
        done = activities.get(intent.key("activity"))
        suggestion = activities.suggestion(done)
        if suggestion is None:
            raise InvalidValueError("activity", _("Nothing is suggested after this activity."))
        result = activities.plan(
            type=suggestion.type.id, subject=one_line(intent.text("subject")), due=suggestion.due_date,
            opportunity=done.opportunity_id, contact=done.contact_id, person=done.person_id, assignee=done.assignee_id,
            follows=done.id,
        )  # fmt: skip
        return self._acted(result, _("Planned."))

    def _done(self, intent: Intent) -> Reply:
        log = intent.flag("log") if "log" in intent.fields else None
        minutes = intent.whole("minutes", high=100_000) if intent.fields.get("minutes") is not None else None
        result = self._workbench.activities.done(
            intent.key("activity"), seen=intent.whole("seen"), outcome=intent.text("outcome", longest=200) or None,
            note=intent.text("note", longest=LONGEST_NOTE) or None, minutes=minutes, log=log,
        )  # fmt: skip
        message = _("Done, and kept as interaction.") if result.interaction is not None else _("Done.")
        return {
            **self._acted(result, message), "kind": "activity-done",
            "suggestion": suggestion_projection(result.suggestion),
        }  # fmt: skip

    def _shift(self, intent: Intent) -> Reply:
        """Put off by so many days from today or the due day, whichever is later."""
        days = intent.whole("days", low=1, high=MOST_DAYS)
        activity = self._workbench.activities.get(intent.key("activity"))
        start = max(activity.due_date or self._workbench.today, self._workbench.today)
        due = date.fromordinal(start.toordinal() + days)
        result = self._workbench.activities.reschedule(activity.id, due=due, seen=intent.whole("seen"))
        return self._acted(result, _("Put off to {day}.").format(day=formats.weekday(due)))

    def _save(self, intent: Intent) -> Reply:
        given = dict(intent.mapping("changes"))
        known = self._workbench.activities.get(intent.key("activity"))
        wanted: dict[str, object] = {name: value for name, value in given.items() if name in EDITED}
        if "due" in given or "time" in given:
            day = _day(given.get("due", "" if known.due_date is None else known.due_date.isoformat()))
            clock = _time(given.get("time", ""))
            if clock is not None and day is None:
                raise InvalidValueError("due", _("What has a time has a day."))
            wanted |= {
                "due_date": day, "due_at": None if day is None or clock is None else formats.utc_moment(day, clock),
            }  # fmt: skip
        if known.state is not State.PLANNED:
            wanted = {name: value for name, value in wanted.items() if name in {"outcome", "notes", "minutes"}}
        return self._acted(
            self._workbench.activities.update(known.id, seen=intent.whole("seen"), **wanted), _("Saved.")
        )

    def _assign(self, intent: Intent) -> Reply:
        user = self._workbench.settings.lookups().user(intent.text("assignee", longest=200))
        result = self._workbench.activities.reassign(
            intent.key("activity"), assignee=user.id, seen=intent.whole("seen")
        )
        return self._acted(result, _("Handed over to {name}.").format(name=user.name))

    def _cancel(self, intent: Intent) -> Reply:
        why = intent.text("why", longest=LONGEST_NOTE) or None
        result = self._workbench.activities.cancel(intent.key("activity"), why=why, seen=intent.whole("seen"))
        return self._acted(result, _("It will not be done."))

    def _reopen(self, intent: Intent) -> Reply:
        result = self._workbench.activities.reopen(intent.key("activity"), seen=intent.whole("seen"))
        return self._acted(result, _("Planned again."))

    def _undo(self, intent: Intent) -> Reply:
        return self._acted(
            self._workbench.activities.undo(intent.key("unit")), _("The last change was taken back."), again=False
        )

    def _acted(self, result: ActivityResult, message: str, *, again: bool = True) -> Reply:
        data = self._refresh()
        return {
            "kind": "acted", "message": message, "activity": str(result.activity.id),
            "unit": str(result.unit) if again else "", "subject": result.activity.subject, "data": data,
        }  # fmt: skip


class InteractionAnswers:
    """Answers to intents that begin with ``interaction-``; arguments as for ``ActivityAnswers``, the deal is needed."""

    def __init__(
        self, workbench: Workbench, *, refresh: Callable[[], object | None], opportunity: Callable[[], UUID]
    ) -> None:
        self._workbench, self._refresh, self._opportunity = workbench, refresh, opportunity

    def answers(self) -> dict[str, Answer]:
        """Return what answers each intent."""
        return {
            "interaction-log": self._log, "interaction-save": self._save, "interaction-archive": self._archive,
            "interaction-more": self._more,
        }  # fmt: skip

    def _log(self, intent: Intent) -> Reply:
        given = _corrections(intent.mapping("values"))
        kind = given.pop("kind", None)
        result = self._workbench.interactions.log(
            kind=str(kind or ""), subject=str(given.pop("subject", "") or ""), opportunity=self._opportunity(),
            **given,  # pyright: ignore[reportArgumentType]
        )  # fmt: skip
        return self._written(result, _("Written down."))

    def _save(self, intent: Intent) -> Reply:
        result = self._workbench.interactions.update(
            intent.key("interaction"), seen=intent.whole("seen"), **_corrections(intent.mapping("values"))
        )
        return self._written(result, _("Saved."))

    def _archive(self, intent: Intent) -> Reply:
        archived = intent.flag("archived")
        result = self._workbench.interactions.archive(
            intent.key("interaction"), archived=archived, seen=intent.whole("seen")
        )
        return self._written(result, _("Archived.") if archived else _("Restored."))

    def _more(self, intent: Intent) -> Reply:
        timeline = self._workbench.interactions.timeline(
            opportunity=self._opportunity(), after=intent.whole("shown", high=1_000_000)
        )
        return {
            "kind": "entries",
            "entries": entries_projection(self._workbench, timeline.entries),
            "more": timeline.more,
        }

    def _written(self, result: InteractionResult, message: str) -> Reply:
        return {
            "kind": "acted", "message": message, "interaction": str(result.interaction.id),
            "version": result.interaction.version, "archived": result.interaction.archived, "data": self._refresh(),
        }  # fmt: skip


def _corrections(given: Mapping[str, object]) -> dict[str, object]:
    """Read the fields of an interaction as the page sends them; day and time become one moment."""
    unknown = set(given) - CORRECTED - {"day", "time"}
    if unknown:
        raise UnreadableIntentError
    values: dict[str, object] = {name: value for name, value in given.items() if name in CORRECTED}
    if given.get("day"):
        values["happened_at"] = formats.utc_moment(
            cast("date", _day(given["day"])), _time(given.get("time", "")) or time(12)
        )
    return values


def _day(value: object) -> date | None:
    if value in {None, ""}:
        return None
    try:
        return date.fromisoformat(cast("str", value))
    except (ValueError, TypeError) as error:
        raise InvalidValueError("due", _("This is not a date.")) from error


def _time(value: object) -> time | None:
    if value in {None, ""}:
        return None
    try:
        return datetime.strptime(cast("str", value), "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
    except (ValueError, TypeError) as error:
        raise InvalidValueError("time", _("This is not a time of day.")) from error
