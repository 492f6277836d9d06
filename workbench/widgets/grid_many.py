"""Many deals changed from the list: the form, the preview, the change and its undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, cast
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.domain.probability import Outcome
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _, formats, ngettext
from workbench.services.bulk import AT_ONCE, Change, Chosen, Preview, Refused, Sample
from workbench.services.settings import Lookups
from workbench.services.words import STATUS_NAMES
from workbench.widgets.conversation import Intent, Reply, UnreadableIntentError
from workbench.widgets.grid_cells import options, read_text, reasons

if TYPE_CHECKING:
    from workbench.app import Workbench

MOST_IDS = 4_000
SHOWN_REFUSED = 50
FIELDS: dict[str, tuple[str, str]] = {
    "owner_id": (N_("Owner"), "choice"),
    "team_id": (N_("Team"), "choice"),
    "agent_id": (N_("Agent"), "choice"),
    "stage_id": (N_("Stage"), "choice"),
    "probability_id": (N_("Probability"), "choice"),
    "type_id": (N_("Type"), "choice"),
    "origin_id": (N_("Origin"), "choice"),
    "expected_close_date": (N_("Expected close"), "date"),
    "expected_order_date": (N_("Expected order"), "date"),
    "expected_delivery_date": (N_("Expected delivery"), "date"),
    "expected_invoice_date": (N_("Expected invoice"), "date"),
    "add_tags": (N_("Add tags"), "tags"),
    "remove_tags": (N_("Remove tags"), "tags"),
    "tags": (N_("Replace all tags"), "tags"),
    "campaign": (N_("Campaign"), "text"),
    "competitors": (N_("Competitors"), "text"),
    "quality": (N_("Contact quality"), "stars"),
    "archived": (N_("Archived"), "flag"),
}  # fmt: skip
REQUIRED = frozenset({"owner_id", "stage_id", "probability_id"})
EXTRA_LABELS = {
    "status": N_("Status"), "closed_date": N_("Closed"), "reason_id": N_("Reason"), "reason_note": N_("Note"),
}  # fmt: skip


class StartJob(Protocol):
    """Starts a job."""

    def __call__(self, kind: str, title: str, **arguments: object) -> object:
        """Start a job of a kind, under a title."""


class ManyDeals:
    """Answers what a page asks about changes of many deals.

    Args:
        workbench: the services of the person at work.
        filters: returns the filters of the list, which say what “all” means.
        start_job: starts a job for what takes longer than a page should wait; without it all is done at once.
    """

    def __init__(
        self, workbench: Workbench, *, filters: Callable[[], Filters], start_job: StartJob | None = None
    ) -> None:
        self._workbench, self._filters, self._start_job = workbench, filters, start_job
        self._previewed: tuple[Change, Preview, Chosen] | None = None

    def form(self, _intent: Intent) -> Reply:
        """Return the fields that can be changed, what can be chosen in them, and the closing reasons."""
        lookups = self._workbench.settings.lookups()
        fields = [
            {"key": key, "label": _(label), "control": control, "options": _options(key, lookups),
             "required": key in REQUIRED}
            for key, (label, control) in FIELDS.items()
        ]  # fmt: skip
        return {"kind": "form", "fields": fields, "reasons": reasons(lookups), "closing": closing(lookups)}

    def preview(self, intent: Intent) -> Reply:
        """Say what a change would do; remember it, so that exactly this can be applied."""
        change, chosen = read_change(intent.mapping("changes")), self._chosen(intent)
        preview = self._workbench.bulk.preview(change, chosen, most=AT_ONCE if self._start_job else None)
        self._previewed = change, preview, chosen
        return {"kind": "preview", **_preview(self._workbench, preview)}

    def apply(self, _intent: Intent) -> Reply:
        """Make the change that was previewed last.

        Raises:
            InvalidValueError: there was no preview.
        """
        if self._previewed is None:
            raise InvalidValueError("changes", _("Look at the preview first."))
        change, preview, chosen = self._previewed
        self._previewed = None
        if self._start_job is not None and len(preview.ids) > AT_ONCE:
            title = ngettext("Change of {count} deal", "Change of {count} deals", len(preview.ids)).format(
                count=formats.number(len(preview.ids))
            )
            self._start_job("change_many", title, changes=change.plain(), **_arguments(chosen))
            return {"kind": "queued", "text": _("A job changes these deals; you will be told when it is done.")}
        done = self._workbench.bulk.change(change, Chosen(ids=preview.ids))
        text = ngettext("{count} deal changed", "{count} deals changed", done.changed).format(
            count=formats.number(done.changed)
        )
        return {
            "kind": "applied", "text": _with_refused(text, done.refused), "unit": str(done.unit) if done.unit else None,
            "refused": _refused(done.refused),
        }  # fmt: skip

    def undo(self, intent: Intent) -> Reply:
        """Take a change back: of one deal, or of many."""
        unit = intent.key("unit")
        undone = self._workbench.bulk.undo(unit) if intent.flag("many") else None
        if undone is None:
            self._workbench.opportunities.undo(unit)
            return {"kind": "undone", "text": _("The change was taken back"), "refused": []}
        text = ngettext("{count} deal is as it was", "{count} deals are as they were", undone.restored).format(
            count=formats.number(undone.restored)
        )
        return {"kind": "undone", "text": _with_refused(text, undone.refused), "refused": _refused(undone.refused)}

    def _chosen(self, intent: Intent) -> Chosen:
        every = intent.flag("all")
        ids, but = _ids(intent.fields.get("ids")), _ids(intent.fields.get("but"))
        return Chosen(filters=self._filters(), but=frozenset(but)) if every else Chosen(ids=ids)


def read_change(given: Mapping[str, object]) -> Change:
    """Read what the page sends as new values.

    Raises:
        InvalidValueError: a field that cannot be changed so, or a value of the wrong kind; ``field`` names it.
    """
    plain: dict[str, object] = {}
    for name, value in given.items():
        if name not in FIELDS and name not in {"reason_id", "note"}:
            raise InvalidValueError("changes", _("“{field}” cannot be changed in many deals.").format(field=name[:60]))
        if not isinstance(value, str):
            raise InvalidValueError(name, _("This value cannot be read."))
        if name == "archived":
            plain[name] = value == "yes"
        elif name in {"add_tags", "remove_tags"}:
            plain[name] = read_text("tags", value)
        elif name == "note":
            plain[name] = value
        else:
            plain[name] = read_text(name, value)
        if name in REQUIRED and plain[name] is None:
            raise InvalidValueError(name, _("Choose a value."))
    return Change.read(plain)


def closing(lookups: Lookups) -> dict[str, str]:
    """Return the stages and probabilities that close a deal, and how."""
    stages = [stage for flow in lookups.workflows for stage in flow.stages]
    rows = [(each.id, each.outcome.value) for each in (*lookups.probabilities.rows, *stages)]
    return {str(key): outcome for key, outcome in rows if outcome != "open"}


def _options(key: str, lookups: Lookups) -> list[dict[str, str]]:
    if key == "archived":
        return [{"value": "yes", "label": _("yes")}, {"value": "no", "label": _("no")}]
    if key == "quality":
        return [{"value": "", "label": "–"}, *({"value": str(stars), "label": "★" * stars} for stars in range(1, 6))]
    return options(key, lookups, required=key in REQUIRED)


def _ids(given: object) -> tuple[UUID, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or len(cast("list[object]", given)) > MOST_IDS:
        raise UnreadableIntentError
    try:
        return tuple(UUID(cast("str", key)) for key in cast("list[object]", given))
    except (ValueError, AttributeError, TypeError) as error:
        raise UnreadableIntentError from error


def _arguments(chosen: Chosen) -> dict[str, object]:
    if chosen.filters is not None:
        return {"filters": chosen.filters, "but": [str(key) for key in sorted(chosen.but)]}
    return {"ids": [str(key) for key in chosen.ids]}


def _preview(workbench: Workbench, preview: Preview) -> dict[str, object]:
    looked_at = preview.changing + preview.unchanged + len(preview.refused)
    names = _names(workbench.settings.lookups())
    return {
        "count": len(preview.ids), "looked_at": looked_at, "changing": preview.changing,
        "unchanged": preview.unchanged,
        "refused_count": len(preview.refused),
        "counts": {
            "changing": formats.number(preview.changing), "unchanged": formats.number(preview.unchanged),
            "refused": formats.number(len(preview.refused)), "all": formats.number(len(preview.ids)),
            "looked_at": formats.number(looked_at),
        },
        "reasons": _by_reason(preview.refused), "refused": _refused(preview.refused),
        "samples": [_sample(sample, names) for sample in preview.samples],
        "effect": [
            {"label": label, "before": formats.money(before, preview.currency),
             "after": formats.money(after, preview.currency), "difference": formats.money(after - before, preview.currency)}
            for label, (before, after) in ((_("Net amount"), preview.net), (_("Weighted"), preview.weighted))
        ],
    }  # fmt: skip


def _by_reason(refused: Sequence[Refused]) -> list[dict[str, str]]:
    counts: dict[str, int] = {}
    for one in refused:
        counts[one.why] = counts.get(one.why, 0) + 1
    most = sorted(counts.items(), key=lambda pair: -pair[1])[:10]
    return [{"why": why, "count": formats.number(count)} for why, count in most]


def _refused(refused: Sequence[Refused]) -> list[dict[str, str]]:
    return [
        {"number": "" if one.number is None else str(one.number), "title": one.title, "why": one.why}
        for one in refused[:SHOWN_REFUSED]
    ]


def _with_refused(text: str, refused: Sequence[Refused]) -> str:
    if not refused:
        return text
    stays = ngettext("{count} stays as it is", "{count} stay as they are", len(refused))
    return f"{text}; {stays.format(count=formats.number(len(refused)))}: {refused[0].why}"


def _sample(sample: Sample, names: Mapping[UUID, str]) -> dict[str, object]:
    shown = [name for name in sample.differing if name in FIELDS or name in EXTRA_LABELS]
    return {
        "number": str(sample.number), "title": sample.title,
        "fields": [
            {"label": _(FIELDS[name][0] if name in FIELDS and name != "tags" else EXTRA_LABELS.get(name, N_("Tags"))),
             "before": _words(sample.differing[name][0], names), "after": _words(sample.differing[name][1], names)}
            for name in shown
        ],
    }  # fmt: skip


def _words(value: object, names: Mapping[UUID, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in {"", ()} or isinstance(value, UUID):
        return names.get(value, "–") if isinstance(value, UUID) else "–"
    if isinstance(value, tuple):
        return ", ".join(cast("tuple[str, ...]", value))
    if isinstance(value, Outcome):
        return _(STATUS_NAMES[value.value])
    if isinstance(value, Decimal | int):
        return formats.number(value)
    return formats.day(value) if isinstance(value, date) else str(value)


def _names(lookups: Lookups) -> dict[UUID, str]:
    tables = (lookups.users, lookups.teams, lookups.types, lookups.origins, lookups.reasons)
    names = {row.id: row.name for table in tables for row in table}
    names |= {stage.id: stage.name for flow in lookups.workflows for stage in flow.stages}
    return names | {row.id: f"{formats.percent(row.percent)} · {row.name}" for row in lookups.probabilities.rows}
