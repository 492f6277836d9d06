"""The words of activities and interactions, in the reader's language."""

from __future__ import annotations

from workbench.i18n import N_, _

PARTS = {
    "overdue": N_("Overdue"), "today": N_("Today"), "tomorrow": N_("Tomorrow"), "week": N_("This week"),
    "later": N_("Later"), "undated": N_("Without a date"), "planned": N_("Planned"), "ended": N_("Done and cancelled"),
}  # fmt: skip
HORIZONS = {"day": N_("Day"), "week": N_("Week"), "all": N_("All")}
KINDS = {
    "call": N_("Call"), "mail": N_("E-mail"), "meeting": N_("Meeting"), "visit": N_("Visit report"),
    "note": N_("Note"),
}  # fmt: skip
DIRECTIONS = {"out": N_("outgoing"), "in": N_("incoming"), "none": N_("no direction")}
OUTCOMES = (N_("Reached"), N_("No answer"), N_("Interested"), N_("Postponed"), N_("Not interested"))
KEPT_OUTCOMES = {
    "reached": N_("Reached"), "no_answer": N_("No answer"), "interested": N_("Interested"),
    "postponed": N_("Postponed"),
}  # fmt: skip


def outcome_text(outcome: str | None) -> str:
    """Return what came of something; a code that the demo or another system wrote becomes words."""
    return _(KEPT_OUTCOMES[outcome]) if outcome in KEPT_OUTCOMES else outcome or ""


def activity_texts() -> dict[str, str]:
    """Return the texts of a list of activities."""
    return {
        "list": _("Activities"),
        "quick": _("Plan an activity"),
        "quick_hint": _("call Rossi tomorrow 14:30 about price"),
        "quick_help": _("Type, day and time are understood; #12 is a deal, @rossi a contact."),
        "add": _("Plan"),
        "tick": _("Mark “{subject}” as done"),
        "done": _("Done"),
        "outcome": _("Outcome"),
        "note": _("Note"),
        "minutes": _("Minutes"),
        "log": _("Keep as interaction"),
        "cancel": _("Cancel"),
        "next": _("Next: {type}, {day}"),
        "plan_next": _("Plan it"),
        "undo": _("Undo"),
        "dismiss": _("Close"),
        "day_later": _("+1 day"),
        "week_later": _("+1 week"),
        "later": _("Put off"),
        "edit": _("Edit"),
        "save": _("Save"),
        "subject": _("Subject"),
        "type": _("Type"),
        "day": _("Day"),
        "time": _("Time"),
        "notes": _("Notes"),
        "assignee": _("Assigned to"),
        "mandatory": _("Mandatory"),
        "give_up": _("Will not be done"),
        "why": _("Why it will not be done"),
        "reopen": _("Plan again"),
        "open": _("Open the deal"),
        "more": _("Show more"),
        "late": _("The workbench does not answer. Try again or reload the page."),
        "keys": _("n new · space done · e edit · arrows move"),
        "nothing": _("Nothing is planned for this deal. Say what comes next."),
    }


def interaction_texts() -> dict[str, str]:
    """Return the texts of a timeline."""
    return {
        "list": _("Interactions"),
        "log": _("Write down"),
        "kind": _("Kind"),
        "direction": _("Direction"),
        "subject": _("Subject"),
        "body": _("What was said"),
        "outcome": _("Outcome"),
        "minutes": _("Minutes"),
        "day": _("Day"),
        "time": _("Time"),
        "save": _("Save"),
        "cancel": _("Cancel"),
        "edit": _("Edit"),
        "archive": _("Archive"),
        "undo": _("Undo"),
        "dismiss": _("Close"),
        "more": _("Show older"),
        "nothing": _("Nothing was written down yet. Calls, mails, meetings and notes stand here, latest first."),
        "late": _("The workbench does not answer. Try again or reload the page."),
    }
