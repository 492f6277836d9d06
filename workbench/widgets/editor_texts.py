"""The words of the editor."""

from __future__ import annotations

from workbench.i18n import _


def editor_texts() -> dict[str, str]:
    """Return the editor's texts in the language in use."""
    return {
        "close": _("Close"),
        "cancel": _("Cancel"),
        "save": _("Save"),
        "create": _("Create"),
        "archive": _("Archive"),
        "restore": _("Restore"),
        "archived": _("Archived"),
        "none": _("– none –"),
        "choose": _("– choose –"),
        "reason": _("Reason"),
        "note": _("Note"),
        "why_won": _("Why was it won?"),
        "why_lost": _("Why was it lost?"),
        "close_won": _("Close as won"),
        "close_lost": _("Close as lost"),
        "choose_reason": _("Choose a reason."),
        "why_first": _("This probability closes the deal: say why, then it is saved."),
        "not_allowed": _("Not possible from here"),
        "possible": _("Not possible from here. Possible: {columns}."),
        "show_new": _("Show the new values"),
        "save_first": _("Save or cancel your changes first."),
        "unsaved": _("Your changes are not saved."),
        "discard": _("Discard changes"),
        "stay": _("Keep editing"),
        "not_amount": _("This is not an amount."),
        "stars": _("{count} of 5 stars"),
        "find_contact": _("Search name or city"),
        "no_contact": _("No contact found"),
        "lines": _("Lines"),
        "history": _("History"),
        "undo": _("Undo last change"),
        "both": _("You and somebody else changed this. Which value counts?"),
        "mine": _("Mine"),
        "theirs": _("Stored now"),
        "taken": _("Their new values are shown for: {fields}."),
        "kept": _("This page's session has ended before this was saved. Copy it before you reload the page."),
        "typed": _("What you typed"),
        "late": _("The workbench does not answer. Your change may not have been saved; try again or reload the page."),
    }
