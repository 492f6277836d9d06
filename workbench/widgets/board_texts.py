"""The words of the board that its browser part shows, in the reader's language."""

from __future__ import annotations

from workbench.i18n import _


def board_texts(kind: str) -> dict[str, str]:
    """Return the interface texts; ``{named}`` places are filled in the browser.

    Args:
        kind: ``progress`` or ``stages``.
    """
    return {
        "board": _("Opportunity Stages") if kind == "stages" else _("Opportunity Progress"),
        "total": _("Total of the board"),
        "card": _("deal"),
        "keys": _(
            "Arrow keys go from card to card. Shift with left or right moves a card. M lists the columns it can go to. "
            "Enter opens it."
        ),
        **_bar_texts(),
        **_card_texts(),
        **_talk_texts(),
    }


def _bar_texts() -> dict[str, str]:
    return {
        "weighted": _("{amount} weighted"),
        "weighted_why": _("Expected revenue (where none is given, net) × probability, in each deal's base amount"),
        "workflow": _("Workflow"),
        "sort": _("Sort by"),
        "density": _("Density"),
        "collapse": _("Collapse {column}"),
        "expand": _("Expand {column}"),
        "more": _("Load more ({count} remaining)"),
        "loading": _("Loading…"),
        "empty_column": _("No deals here"),
        "days": _("in stage: median {median}, p90 {p90}"),
    }


def _card_texts() -> dict[str, str]:
    return {
        "move_to": _("Move to"),
        "move_card": _("Move “{title}”"),
        "not_allowed": _("Not possible from here"),
        "possible": _("Not possible from here. Possible: {columns}."),
        "here": _("It is here"),
        "locked": _("You may look at this deal but not change it."),
        "no_way": _("No column in that direction takes this deal."),
        "owner": _("Owner: {name}"),
        "entered": _("Entered by {name}"),
        "due": _("Expected to close on {date}"),
        "overdue": _("Overdue: expected to close on {date}"),
        "rotting": _("Longer in this stage than expected"),
    }


def _talk_texts() -> dict[str, str]:
    return {
        "moved": _("Moved to {column}"),
        "undo": _("Undo"),
        "undone": _("Undone"),
        "returned": _("“{title}” is back in {column}"),
        "waiting": _("Being saved"),
        "confirm": _("Confirm"),
        "cancel": _("Cancel"),
        "reason": _("Closing reason"),
        "note": _("Note (optional)"),
        "dismiss": _("Dismiss"),
        "late": _("The workbench does not answer."),
        "late_move": _("The workbench does not answer. The card is back where it was."),
        "try_again": _("Try again"),
        "reload": _("Reload"),
    }
