"""The desk that the views of a page share: the filters, the chosen view and workflow."""

from __future__ import annotations

from typing import Any

import traitlets

from workbench.domain.filters import Filters
from workbench.domain.periods import quarter_of

__all__ = ["Desk", "quarter_of"]


class Desk(traitlets.HasTraits):
    """What the person looks at now. Views do not know each other; each observes the desk."""

    filters = traitlets.Instance(Filters)
    view = traitlets.Unicode("home")
    workflow = traitlets.Unicode(None, allow_none=True)

    def __init__(self, *, filters: Filters | None = None, **traits: Any) -> None:  # noqa: ANN401 - traits of any kind
        super().__init__(filters=filters or Filters(), **traits)
