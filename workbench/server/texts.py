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
            "lost": _("The connection to the workbench is lost. What was confirmed is saved; the page tries again."),
            "ended": _("This page's session has ended. What was confirmed is saved. Reload the page to go on."),
            "as_of": _("as of {time}"),
            "reload": _("Reload"),
            "script": _("The workbench needs JavaScript. Allow it for this address and reload the page."),
        }
    use_language(in_use)
    return texts


def refusal_texts(code: str) -> dict[str, str]:
    """Return the texts of the pages that refuse: reason → text, with a title and a link's words."""
    in_use = language()
    use_language(code)
    texts = {
        "title": _("Opportunity workbench"),
        "stranger": _(
            "This page opens with the link that “workbench up” prints. Type “workbench up” again to see it. "
            "A link from an earlier start no longer works."
        ),
        "host": _("The workbench does not answer under this name. Use the link that “workbench up” prints."),
        "elsewhere": _("Another page asked for this. The workbench answers only to its own pages."),
        "full": _("Too many pages of the workbench are open. Close some of them, wait a minute and reload this page."),
        "go_on": _("I have opened the workbench in this browser before: go on"),
    }
    use_language(in_use)
    return texts
