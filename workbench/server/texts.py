"""The few texts that the page shows by itself, before its kernel speaks and after it fell silent."""

from __future__ import annotations

from workbench.i18n import LANGUAGES, _, language, use_language


def page_texts() -> dict[str, dict[str, str]]:
    """Return the template's texts in every language: language → name → text."""
    in_use = language()
    texts: dict[str, dict[str, str]] = {}
    for code in LANGUAGES:
        use_language(code)
        texts[code] = {
            "title": _("Opportunity workbench"),
            "loading": _("Opening the workbench…"),
            "slow": _("This takes longer than usual. The workbench is still starting."),
            "failed": _("The workbench could not be opened. What was saved is kept. Reload the page to try again."),
            "lost": _("The connection to the workbench is lost. What was confirmed is saved."),
            "ended": _("This page's session has ended. What was confirmed is saved."),
            "reload": _("Reload"),
            "script": _("The workbench needs JavaScript. Allow it for this address and reload the page."),
        }
    use_language(in_use)
    return texts
