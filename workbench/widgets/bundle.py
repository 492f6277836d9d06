"""Where a widget's built browser files are: ``static/<name>``, made from ``js/src`` by ``npm run build``."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"


def bundle(name: str) -> Path:
    """Return the built file of a widget, as ``_esm`` and ``_css`` take it.

    Args:
        name: file name in ``workbench/widgets/static``, such as ``board.js``.

    Returns:
        The path; anywidget reads the file when the widget class is made.

    Raises:
        FileNotFoundError: the bundle was not built; the message says how.
    """
    path = STATIC / name
    if not path.is_file():
        raise FileNotFoundError(f"{name} is not built: run `npm ci && npm run build` in workbench/widgets/js")
    return path
