"""The opportunity workbench: sales opportunities for people who live in Jupyter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.domain.filters import Filters

if TYPE_CHECKING:
    from workbench.app import Workbench, open_workbench

__all__ = ["Filters", "Workbench", "open_workbench"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in {"Workbench", "open_workbench"}:
        from workbench import app  # noqa: PLC0415 - the services are imported when first used

        return getattr(app, name)
    raise AttributeError(name)
