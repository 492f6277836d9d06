"""The words of the settings."""

from __future__ import annotations

from workbench.i18n import N_, _

STEPS = {
    "add": N_("is added"), "change": N_("is changed"), "retire": N_("is retired"), "bring back": N_("is offered again"),
    "allow": N_("becomes possible"), "forbid": N_("is possible no more"),
}  # fmt: skip


def settings_texts() -> dict[str, str]:
    """Return the texts of the settings in the language in use."""
    return {
        "settings": _("Settings"),
        "tables": _("Tables"),
        "add": _("Add a row"),
        "edit": _("Edit"),
        "save": _("Save"),
        "create": _("Add"),
        "cancel": _("Cancel"),
        "retire": _("Retire"),
        "bring_back": _("Offer again"),
        "retired": _("Retired"),
        "show_retired": _("Show retired rows"),
        "used": _("Used by"),
        "up": _("Up"),
        "down": _("Down"),
        "actions": _("Actions"),
        "none": _("– none –"),
        "undo": _("Undo"),
        "group": _("Workflow"),
        "ways": _("Which stage can follow which"),
        "ways_from": _("From"),
        "ways_hint": _("A mark says that a deal may go from the stage of the row to the stage of the column."),
        "way": _("From “{source}” to “{target}”"),
        "changes": _("Last changes"),
        "added": _("added"),
        "export": _("Export all settings"),
        "import": _("Import a file"),
        "import_title": _("What the file would change"),
        "import_nothing": _("The settings are as the file says already."),
        "import_apply": _("Take it over"),
        "file_too_large": _("This file is too large for the page. Use the command: workbench settings import FILE"),
        "empty": _("No rows yet"),
        "empty_why": _("Add the first row here, or import a file of settings."),
        "late": _("The workbench does not answer. Your change may not have been saved; try again or reload the page."),
    }
