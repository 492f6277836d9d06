"""Home: the key figures, what closes next, what is overdue, what changed last; at the first start, how to begin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import traitlets

from workbench.domain.filters import Filters
from workbench.i18n import _, formats, ngettext
from workbench.services.home import ChangedDeal, HomeSummary
from workbench.services.listing import ListRow
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply

if TYPE_CHECKING:
    from workbench.app import Workbench

ROWS = 7
Projection = dict[str, object]
FIGURES = ("open", "weighted", "won", "lost", "overdue")


class Home(Conversation):
    """Shows where the person's deals stand.

    Args:
        workbench: the services of the person at work.
        filters: which deals.
        open_deal: called with a deal's id.
        on_show: called with the figure or list whose deals the person wants to see: ``open``, ``weighted``, ``won``,
            ``lost``, ``overdue``, ``closing``, ``changed``.
        begin: what the buttons of the first start do, by offer: ``demo``, ``new``; an absent one has no button.
    """

    _esm = bundle("home.js")
    _css = bundle("home.css")
    shown = traitlets.Dict().tag(sync=True)
    job = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, workbench: Workbench, *, filters: Filters | None = None,
        open_deal: Callable[[UUID], object] | None = None, on_show: Callable[[str], object] | None = None,
        begin: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:  # fmt: skip
        self._workbench, self._open_deal, self._on_show = workbench, open_deal, on_show
        self._begin = dict(begin or {})
        self.filters = filters or Filters()
        late = _("The workbench does not answer. Try again or reload the page.")
        texts = {"late": late, "working": _("Working …"), "progress": _("Progress of {title}")}
        super().__init__(shown=self._read(), texts=texts)

    @property
    def is_empty(self) -> bool:
        """Whether the store holds no deal, so that ways to begin are offered."""
        return bool(self.shown["offers"])

    def show(self, filters: Filters) -> None:
        """Show the figures of other deals."""
        self.filters = filters
        self.refresh()

    def refresh(self) -> None:
        """Read the figures again."""
        self.shown = self._read()

    def show_job(self, job: Projection | None) -> None:
        """Show how far the work is that fills the store; with none, nothing is shown of it."""
        self.job = job or {}

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: ``open``, ``show``, ``begin``."""
        return {"open": self._open, "show": self._show, "begin": self._start}

    def _open(self, intent: Intent) -> None:
        key = intent.key("opportunity")
        if self._open_deal is not None:
            self._open_deal(key)

    def _show(self, intent: Intent) -> None:
        figure = intent.text("figure", longest=20)
        if self._on_show is not None and figure in {*FIGURES, "closing", "changed"}:
            self._on_show(figure)

    def _start(self, intent: Intent) -> None:
        begin = self._begin.get(intent.text("offer", longest=20))
        if begin is not None:
            begin()

    def _read(self) -> Projection:
        summary = self._workbench.home.summary(self.filters, rows=ROWS)
        empty = summary.count == 0 and self._workbench.listing.totals(Filters()).count == 0
        name = self._workbench.user.name
        return {
            "greeting": _("Welcome, {name}").format(name=name),
            "subtitle": _("This workbench holds no deal yet. Choose how to begin.") if empty
            else _("Where the filtered deals stand on {day}.").format(day=formats.day(self._workbench.today)),
            "note": "",
            "figures": figures(summary),
            "lists": [] if empty else self._lists(summary),
            "offers": offers(self._begin) if empty else [],
        }  # fmt: skip

    def _lists(self, summary: HomeSummary) -> list[Projection]:
        overdue = [self._row(row) for row in self._overdue(summary)]
        closing = [self._row(row) for row in self._closing(summary)]
        changed = [self._changed(deal) for deal in summary.changed_last]
        late = _("Overdue")
        return [
            _list("closing", _("Closing next"), _("No open deal has an expected close date ahead."), closing),
            *([_list("overdue", late, "", overdue)] if overdue else []),
            _list("changed", _("Changed last"), _("Nothing was changed in the last 30 days."), changed, more=""),
        ]

    def _overdue(self, summary: HomeSummary) -> list[ListRow]:
        return summary.closing_next[: summary.overdue_count]

    def _closing(self, summary: HomeSummary) -> list[ListRow]:
        if not summary.overdue_count:
            return [row for row in summary.closing_next if row.expected_close_date is not None]
        ahead = self.filters.narrowed(status="open", expected_close=(self._workbench.today, None))
        if ahead is None:
            return []
        return self._workbench.listing.rows(ahead, sort="expected_close_date", descending=False, limit=ROWS)

    def _row(self, row: ListRow) -> Projection:
        close, today = row.expected_close_date, self._workbench.today
        return {
            "id": str(row.id),
            "title": row.title,
            "detail": " · ".join(filter(None, (row.contact, row.owner, row.stage))),
            "amount": formats.money(row.net, row.currency, cents=False),
            "when": formats.day(close),
            "colour": row.colour,
            "late": close is not None and close < today,
        }

    def _changed(self, deal: ChangedDeal) -> Projection:
        people = {user.login: user.name for user in self._workbench.settings.lookups().users}
        who = people.get(deal.user_login or "", deal.user_login or "")
        return {
            "id": str(deal.id),
            "title": deal.title,
            "detail": " · ".join(filter(None, (_("No. {number}").format(number=deal.number), who))),
            "amount": formats.money(deal.net, deal.currency, cents=False),
            "when": _ago(deal.recorded_at, self._workbench.now()),
            "colour": "#94a3b8",
            "late": False,
        }


def figures(summary: HomeSummary) -> list[Projection]:
    """Return the key figures in words: sums in the base currency, counts below."""

    def figure(key: str, label: str, amount: str, count: int, tone: str = "plain") -> Projection:
        deals = ngettext("{count} deal", "{count} deals", count).format(count=formats.number(count))
        return {"view": key, "label": label, "amount": amount, "count": deals, "tone": tone}

    def money(amount: object) -> str:
        return formats.money(amount, summary.currency, cents=False)  # pyright: ignore[reportArgumentType]

    return [
        figure("open", _("Open"), money(summary.open_net), summary.open_count),
        figure("weighted", _("Weighted"), money(summary.open_weighted), summary.open_count),
        figure("won", _("Won this quarter"), money(summary.won_net), summary.won_count, "won"),
        figure("lost", _("Lost this quarter"), money(summary.lost_net), summary.lost_count),
        figure(
            "overdue", _("Overdue"), money(summary.overdue_net), summary.overdue_count,
            "bad" if summary.overdue_count else "plain",
        ),
    ]  # fmt: skip


def offers(begin: Mapping[str, object]) -> list[Projection]:
    """Return the ways to begin, each with the command that does it and a button where one works."""
    return [
        {
            "key": "demo",
            "title": _("Look around with a demo company"),
            "text": _("2,000 invented deals of a European company, with contacts, stages and history."),
            "command": "workbench demo --opportunities 2000",
            "button": _("Load the demo company") if "demo" in begin else "",
        },
        {
            "key": "import",
            "title": _("Import a file"),
            "text": _("CSV, Excel or Parquet. A dry run shows what would happen before anything is written."),
            "command": "workbench import deals.csv --dry-run",
            "button": "",
        },
        {
            "key": "new",
            "title": _("Start empty"),
            "text": _("Enter the first deal by hand; everything else can follow later."),
            "command": "",
            "button": _("New opportunity") if "new" in begin else "",
        },
    ]


def _list(key: str, title: str, empty: str, items: list[Projection], *, more: str | None = None) -> Projection:
    shown = _("Show all") if more is None else more
    return {"key": key, "title": title, "empty": empty, "more": shown if items else "", "items": items}


def _ago(moment: datetime, now: datetime) -> str:
    days = max(0, (now.date() - moment.date()).days)
    return formats.age(days)
