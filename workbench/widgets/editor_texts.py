"""The words of the editor."""

from __future__ import annotations

from workbench.i18n import _


def editor_texts() -> dict[str, str]:
    """Return the editor's texts in the language in use."""
    return _actions() | _questions() | _places()


def _actions() -> dict[str, str]:
    return {
        "close": _("Close"),
        "cancel": _("Cancel"),
        "reset": _("Discard changes"),
        "save": _("Save"),
        "create": _("Create"),
        "archive": _("Archive"),
        "restore": _("Restore"),
        "duplicate": _("Duplicate"),
        "link": _("Copy link"),
        "linked": _("The link is in the clipboard."),
        "before": _("Previous deal"),
        "after": _("Next deal"),
        "undo": _("Undo"),
        "undo_many": _("Undo in all its deals"),
        "undo_sure": _("Take this change back?"),
        "show_new": _("Show the new values"),
        "discard": _("Discard changes"),
        "stay": _("Keep editing"),
        "again": _("Try again"),
        "open_contact": _("Open contact"),
        "open_merged": _("Open it"),
        "alike": _("This deal may be here already:"),
    }


def _questions() -> dict[str, str]:
    return {
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
        "save_first": _("Save or cancel your changes first."),
        "unsaved": _("Your changes are not saved."),
        "not_amount": _("This is not an amount."),
        "both": _("You and somebody else changed this. Which value counts?"),
        "mine": _("Mine"),
        "theirs": _("Stored now"),
        "removed": _("removed"),
        "taken": _("Their new values are shown for: {fields}."),
        "kept": _("This page's session has ended before this was saved. Copy it before you reload the page."),
        "typed": _("What you typed"),
        "late": _("The workbench does not answer. Your change may not have been saved; try again or reload the page."),
        "wrong": _("Correct first: {fields}."),
    }


def _places() -> dict[str, str]:
    return {
        "archived": _("Archived"),
        "tabs": _("Parts of the deal"),
        "facts": _("The deal in short"),
        "in_stage": _("{stage}: {time}, since {day}"),
        "late_stage": _("longer than expected"),
        "changed": _("not saved"),
        "stars": _("{count} of 5 stars"),
        "find_contact": _("Search name or city"),
        "no_contact": _("No contact found"),
        "locked": _("The amounts are the sums of the lines."),
        "lines": _("Lines"),
        "history": _("History"),
        "no_history": _("Nothing was changed yet."),
        "reading": _("Reading…"),
        "no_holder": _("No contact holds this deal yet."),
        "choose_holder": _("Choose the contact under “Details”."),
        "person": _("Contact person"),
        "people": _("People"),
        "other_deals": _("Other deals of this contact"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "website": _("Website"),
        "notes": _("Notes"),
        "line_disputes": _("Lines that you and somebody else changed"),
    }
