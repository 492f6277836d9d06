"""What is seen: the workbench's page and its parts, each made on first use so that importing one loads only that one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.widgets.activities import Activities
    from workbench.widgets.board import Board
    from workbench.widgets.editor import Editor
    from workbench.widgets.filter_bar import FilterBar
    from workbench.widgets.grid import Grid
    from workbench.widgets.job_progress import JobProgress
    from workbench.widgets.shell import Workbench

__all__ = ["Activities", "Board", "Editor", "FilterBar", "Grid", "JobProgress", "Workbench"]
_MODULES = {
    "Activities": "activities", "Board": "board", "Editor": "editor", "FilterBar": "filter_bar", "Grid": "grid", "JobProgress": "job_progress",
    "Workbench": "shell",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Import the module of a widget when the widget is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
