"""The shared filter bar: quick search, chips, and a panel with every search field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import traitlets

from workbench.domain.filters import Filters
from workbench.i18n import _, formats, ngettext
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply
from workbench.widgets.filter_fields import chips, field_specs

if TYPE_CHECKING:
    from workbench.app import Workbench


class FilterBar(Conversation):
    """Shows and changes filters.

    Args:
        workbench: the services of the person at work.
        filters: the conditions shown first.
        on_filters: called with the new filters after the person changed them.
    """

    _esm = bundle("filter_bar.js")
    _css = bundle("filter_bar.css")
    fields = traitlets.List(traitlets.Dict()).tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    separators = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, filters: Filters | None = None,
        on_filters: Callable[[Filters], object] | None = None,
    ) -> None:  # fmt: skip
        self._workbench = workbench
        self._on_filters = on_filters
        self.filters = filters or Filters()
        super().__init__(
            fields=field_specs(workbench.settings.lookups()), separators=formats.separators(), texts=_texts(),
            shown=self._projection(self.filters),
        )  # fmt: skip

    def show(self, filters: Filters) -> None:
        """Show other filters, or the same ones with a fresh count."""
        self.filters = filters
        self.shown = self._projection(filters)

    def recount(self, news: str = "", *, count: int | None = None) -> None:
        """Show a fresh count, and a short notice beside it; what is being typed stays.

        Args:
            news: who changed what, in a few words; it fades by itself.
            count: how many deals the filters let through, where somebody knows it already.
        """
        self.tell({"kind": "news", "count": self._count(self.filters, count), "news": news})

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: only ``filter``."""
        return {"filter": self._filter}

    def _filter(self, intent: Intent) -> Reply:
        filters = Filters.from_fields(intent.mapping("conditions"))
        shown = self._projection(filters)
        self.filters, self.shown = filters, shown
        if self._on_filters is not None:
            self._on_filters(filters)
        return {"kind": "filtered", **self.shown}

    def _projection(self, filters: Filters) -> dict[str, object]:
        return {
            "conditions": filters.set_fields(),
            "chips": chips(filters, self._workbench.settings.lookups()),
            "count": self._count(filters),
        }

    def _count(self, filters: Filters, known: int | None = None) -> str:
        count = self._workbench.listing.totals(filters).count if known is None else known
        return ngettext("{count} deal", "{count} deals", count).format(count=formats.number(count))


def _texts() -> dict[str, str]:
    return {
        "search": _("Search title, number, contact, tag, notes"),
        "filters": _("Filters"),
        "clear": _("Clear all"),
        "remove": _("Remove condition {field}"),
        "close": _("Close"),
        "show": _("Show results"),
        "any": _("Any"),
        "find": _("Find in the list"),
        "nothing": _("Nothing found"),
        "from": _("from"),
        "to": _("to"),
        "late": _(
            "The workbench does not answer. Your change may not have been applied; try again or reload the page."
        ),
    }
