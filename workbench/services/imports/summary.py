"""What an import did or would do, for people and for machines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from workbench.domain.opportunity import Opportunity
from workbench.i18n import _, formats, ngettext
from workbench.services.imports.drafts import Rejected
from workbench.services.imports.plan import Plan

ENTITIES = ("user", "team", "product_family", "workflow", "closing_reason")


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many records of a kind are new, changed and unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The outcome of an import.

    ``statuses`` are the file's deals by status: count and net total in the file's currency; ``stages`` by stage.
    ``kept`` counts fields that people changed here and the file did not. ``loaded`` is false for a dry run.
    """

    format: str
    file: str
    loaded: bool
    counts: dict[str, Count]
    statuses: dict[str, tuple[int, Decimal]]
    stages: dict[str, int]
    currency: str
    rejected: tuple[Rejected, ...]
    repairs: dict[str, int]
    notes: tuple[str, ...]
    kept: int
    unconverted: int

    def facts(self) -> dict[str, object]:
        """Return the summary as plain values, for JSON."""
        return {
            "format": self.format,
            "file": self.file,
            "loaded": self.loaded,
            "counts": {
                name: {"new": c.new, "changed": c.changed, "unchanged": c.unchanged} for name, c in self.counts.items()
            },
            "statuses": {name: {"count": count, "net": str(net)} for name, (count, net) in self.statuses.items()},
            "stages": self.stages,
            "currency": self.currency,
            "rejected": len(self.rejected),
            "repairs": self.repairs,
            "decisions": list(self.notes),
            "kept_local_changes": self.kept,
            "unconverted": self.unconverted,
        }

    def __str__(self) -> str:
        head = (
            _("Imported {file} ({format}).") if self.loaded else _("Dry run of {file} ({format}): nothing was loaded.")
        )
        lines = [head.format(file=self.file, format=self.format)]
        for name, count in self.counts.items():
            lines.append(
                _("{entity}: {new} new, {changed} changed, {unchanged} unchanged").format(
                    entity=_entity(name), new=formats.number(count.new), changed=formats.number(count.changed),
                    unchanged=formats.number(count.unchanged),
                )
            )  # fmt: skip
        for status, (count, net) in self.statuses.items():
            amount = formats.money(net, self.currency)
            lines.append(
                "  "
                + ngettext("{status}: {count} deal, {amount}", "{status}: {count} deals, {amount}", count).format(
                    status=_status(status), count=formats.number(count), amount=amount
                )
            )
        for stage, count in self.stages.items():
            lines.append("    " + _("{stage}: {count}").format(stage=stage, count=formats.number(count)))
        lines += [
            "  " + _("Repaired: {count} {what}").format(count=formats.number(count), what=_(what))
            for what, count in self.repairs.items()
        ]
        lines += [f"  {note}" for note in self.notes]
        if self.kept:
            lines.append(
                "  "
                + ngettext(
                    "{count} change made here was kept.", "{count} changes made here were kept.", self.kept
                ).format(count=formats.number(self.kept))
            )
        lines.append(
            ngettext("{count} row was set aside.", "{count} rows were set aside.", len(self.rejected)).format(
                count=formats.number(len(self.rejected))
            )
        )
        return "\n".join(lines)


def summarise(plan: Plan, *, loaded: bool) -> Summary:
    """Count what a plan holds.

    Args:
        plan: the plan.
        loaded: whether it was written.
    """
    counts = {
        "opportunity": Count(new=len(plan.new_deals), changed=len(plan.changed_deals), unchanged=len(plan.same_deals)),
        "contact": Count(new=len(plan.new_contacts), changed=len(plan.changed_contacts), unchanged=plan.same_contacts),
    }
    added = Counter(entity for entity, _values in plan.catalogue.added)
    counts |= {entity: Count(new=added[entity]) for entity in ENTITIES if added[entity]}
    return Summary(
        format=plan.intake.format, file=plan.intake.file, loaded=loaded, counts=counts, statuses=_statuses(plan.deals),
        stages=_stages(plan), currency=plan.intake.currency or plan.new_currency or plan.company.currency,
        rejected=tuple(plan.rejected), repairs=dict(plan.repairs), notes=tuple(plan.notes), kept=plan.kept,
        unconverted=plan.unconverted,
    )  # fmt: skip


def _statuses(deals: list[Opportunity]) -> dict[str, tuple[int, Decimal]]:
    totals: dict[str, tuple[int, Decimal]] = {}
    for status in ("won", "lost", "open"):
        found = [deal.net for deal in deals if deal.status == status]
        if found:
            totals[status] = (len(found), sum(found, Decimal("0.00")))
    return totals


def _stages(plan: Plan) -> dict[str, int]:
    counts = Counter(deal.stage_id for deal in plan.deals)
    return {stage.name: counts[stage.id] for stage in plan.catalogue.stages() if counts[stage.id]}


def _entity(name: str) -> str:
    return {
        "opportunity": _("Opportunities"),
        "contact": _("Contacts"),
        "user": _("Users"),
        "team": _("Teams"),
        "product_family": _("Product families"),
        "workflow": _("Workflows"),
        "closing_reason": _("Closing reasons"),
    }[name]


def _status(name: str) -> str:
    return {"won": _("Won"), "lost": _("Lost"), "open": _("Open")}[name]
