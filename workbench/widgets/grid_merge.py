"""Two deals of the list become one: the two side by side, the merge, and its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from workbench.domain.opportunity import Opportunity
from workbench.errors import InvalidValueError
from workbench.i18n import _, formats, ngettext
from workbench.services.deal_merging import DealPreview
from workbench.services.history import FieldChange
from workbench.widgets.contact_projection import MOVING
from workbench.widgets.conversation import Intent, Reply
from workbench.widgets.editor_history import Words, label_of_deal

if TYPE_CHECKING:
    from workbench.app import Workbench


class MergeDeals:
    """Answers what the list asks about merging deals.

    Args:
        workbench: the services of the person at work.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    def preview(self, intent: Intent) -> Reply:
        """Return two deals side by side."""
        found = self._workbench.deal_merging.preview(intent.key("keep"), intent.key("drop"))
        return {"kind": "merge_preview", "preview": self._projection(found), "refused": found.refused}

    def merge(self, intent: Intent) -> Reply:
        """Merge two deals as the person chose."""
        choices = intent.mapping("choices")
        if not all(isinstance(side, str) for side in choices.values()):
            raise InvalidValueError("choices", _("There is no such choice."))
        merged = self._workbench.deal_merging.merge(
            intent.key("keep"), intent.key("drop"), choices=cast("dict[str, str]", choices),
            lines=intent.text("lines", longest=10) or None, why=intent.text("why") or None,
            seen=(intent.whole("seen_keep"), intent.whole("seen_drop")),
        )  # fmt: skip
        text = _("Merged: {name}, {net}").format(
            name=merged.opportunity.title, net=formats.money(merged.opportunity.net, merged.opportunity.currency)
        )
        return {"kind": "merged", "text": text, "unit": str(merged.unit)}

    def undo(self, unit: UUID) -> Reply | None:
        """Take a merge back; ``None`` where the unit of work is none."""
        if not self._workbench.deal_merging.is_merge(unit):
            return None
        self._workbench.deal_merging.undo(unit)
        return {"kind": "undone", "text": _("The merge was taken back; both deals are as they were."), "refused": []}

    def _projection(self, found: DealPreview) -> dict[str, object]:
        words = Words(self._workbench, self._workbench.settings.lookups())
        fields: list[dict[str, object]] = []
        for choice in found.fields:
            told = words.change(FieldChange(field=choice.field, before=choice.keep, after=choice.drop))
            label = label_of_deal(choice.field)
            fields.append(
                {"key": choice.field, "label": _(label) if label else choice.field, "keep": told["before"],
                 "drop": told["after"], "proposed": choice.proposed}
            )  # fmt: skip
        if (found.keep.lines, found.keep.totals) != (found.drop.lines, found.drop.totals):
            both = {"both": self._both(found)} if "both" in found.lines else {}
            amounts: dict[str, object] = {
                "key": "lines", "label": _("Lines and amounts"), "keep": _amount(found.keep), "drop": _amount(found.drop),
                "proposed": found.lines[0],
            }  # fmt: skip
            fields.insert(0, amounts | both)
        return {
            "keep": _named(found.keep), "drop": _named(found.drop), "fields": fields,
            "moving": [_(MOVING[entity]).format(count=formats.number(count)) for entity, count in sorted(found.moving.items())],
            "possible": not found.refused,
        }  # fmt: skip

    def _both(self, found: DealPreview) -> str:
        net = formats.money(found.keep.net + found.drop.net, found.keep.currency)
        count = len(found.keep.lines) + len(found.drop.lines)
        return _("all {count} lines: {net}").format(count=formats.number(count), net=net)


def _named(deal: Opportunity) -> dict[str, object]:
    return {"id": str(deal.id), "name": f"{deal.number} · {deal.title}", "version": deal.version}


def _amount(deal: Opportunity) -> str:
    count = len(deal.lines)
    lines = (
        ngettext("{count} line", "{count} lines", count).format(count=formats.number(count)) if count else _("no lines")
    )
    return f"{formats.money(deal.net, deal.currency)} · {lines}"
