"""Where the page's notebook and template lie."""

from __future__ import annotations

from pathlib import Path

from workbench.services.notebooks import installed_folder

TEMPLATES = Path(__file__).resolve().parent / "template"


def page_notebook() -> Path:
    """Return the notebook that is served as the page.

    Raises:
        NotFoundError: the installation lacks it.
    """
    return installed_folder("dashboards") / "workbench.ipynb"
