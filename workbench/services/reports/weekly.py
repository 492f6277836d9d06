"""The weekly pipeline report: the figures of the boards and the list, as a manager reads them on Monday."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from babel.dates import LOCALTZ

from workbench.domain.filters import Filters
from workbench.domain.periods import Period, quarter_of, week_of
from workbench.i18n import _, ngettext
from workbench.i18n.formats import day, local_moment, moment, money, number, percent, separators
from workbench.services import filtering
from workbench.services.boards import Board, Boards
from workbench.services.home import Home
from workbench.services.listing import Listing, ListRow
from workbench.services.reports import paper
from workbench.services.session import Session
from workbench.services.words import filters_in_words

MOST_ROWS = 100
DEAL_NUMBERS = frozenset({0, 5, 6})
BOARD_NUMBERS = frozenset({1, 2, 3})


class WeeklyPipeline:
    """What a week's report shows; each method is one section.

    Args:
        session: of the person who reads; only deals in their scope are counted.
        filters: which deals; boards and lists take the same.
        zone: in which the week begins and ends; default that of the place where the workbench runs.
    """

    def __init__(self, session: Session, filters: Filters | None = None, *, zone: tzinfo = LOCALTZ) -> None:
        self._session = session
        self._zone = zone
        self._filters = filters or Filters()
        self._boards = Boards(session)
        self._listing = Listing(session)
        self._week = week_of(session.today)
        self._quarter = quarter_of(session.today)

    def title(self) -> paper.Piece:
        """Return the title: company, week, filter."""
        lookups = self._session.lookups
        company, last = lookups.company, self._week.end - timedelta(days=1)
        conditions = filters_in_words(self._filters, lookups) or _("all deals")
        return paper.title(
            _("Weekly pipeline"),
            under=[
                _("{company} · week from {first} to {last}").format(
                    company=company.name, first=day(self._week.start), last=day(last)
                ),
                _("Deals: {conditions} · amounts in {currency}").format(
                    conditions=conditions, currency=company.currency
                ),
            ],
        )

    def headline(self) -> paper.Piece:
        """Return the key figures: open, weighted, won and lost this quarter, overdue."""
        summary = Home(self._session).summary(self._filters, rows=1)
        return paper.figures(
            [
                (_("Open"), self._money(summary.open_net), _deals(summary.open_count)),
                (_("Weighted"), self._money(summary.open_weighted), _("expected amount × probability")),
                (_("Won this quarter"), self._money(summary.won_net), _deals(summary.won_count)),
                (_("Lost this quarter"), self._money(summary.lost_net), _deals(summary.lost_count)),
                (_("Overdue"), self._money(summary.overdue_net), _deals(summary.overdue_count)),
            ]
        )

    def progress(self) -> paper.Piece:
        """Return count, net and weighted per probability: the totals of the progress board."""
        return self._board_table(
            _("Progress by probability"), _("Probability"), self._boards.headers("progress", self._filters)
        )

    def chart(self) -> paper.Chart | paper.Piece:
        """Return the open deals per probability as bars."""
        board = self._boards.headers("progress", self._filters)
        columns = [column for column in board.columns if column.outcome == "open"]
        heading = _("Open deals by probability ({currency})").format(currency=board.currency)
        if not any(column.net for column in columns):
            return paper.nothing(heading, _("The open deals have no amounts to draw."))
        return paper.bars(
            heading,
            [column.label for column in columns],
            {
                _("Net"): [float(column.net) for column in columns],
                _("Weighted"): [float(column.weighted) for column in columns],
            },
            ["#3b5bdb", "#a5b4fc"],
            separators="".join(separators().values()),
        )

    def stages(self) -> paper.Piece:
        """Return count, net and weighted per stage, a table per workflow."""
        tables = [
            self._board_table(
                _("Stages: {workflow}").format(workflow=workflow.name), _("Stage"),
                self._boards.headers("stages", self._filters, workflow=workflow.id),
            )
            for workflow in self._session.lookups.workflows
        ]  # fmt: skip
        return paper.Piece("".join(piece.html for piece in tables))

    def closed(self) -> paper.Piece:
        """Return what was won and lost this week and this quarter."""
        rows = [
            [label, *self._outcome("won", period), *self._outcome("lost", period)]
            for label, period in ((_("This week"), self._week), (_("This quarter"), self._quarter))
        ]
        columns = [_("Period"), _("Won"), _("Won net"), _("Lost"), _("Lost net")]
        return paper.table(_("Won and lost"), columns, rows, numbers=frozenset({1, 2, 3, 4}))

    def largest(self, rows: int = 10) -> paper.Piece:
        """Return the largest open deals."""
        found, _left = self._deals({"status": "open"}, sort="net", limit=rows)
        return self._deal_table(_("Largest open deals"), found, _("There are no open deals."))

    def new(self) -> paper.Piece:
        """Return the deals that were created this week."""
        found, left = self._deals({"created": _days(self._week)}, sort="created_date", limit=MOST_ROWS)
        return self._deal_table(_("New this week"), found, _("No deal was created this week."), left=left)

    def changed(self, rows: int = 20) -> paper.Piece:
        """Return the deals that were changed this week, the last first."""
        since, until = _moments(self._week, self._zone)
        where = filtering.parameters(self._filters, self._session.lookups, self._session.user)
        deals = self._session.store.records("reports/changed", **where, since=since, until=until, limit=rows)
        found = [
            [
                str(deal["number"]), deal["title"], money(deal["net"], deal["currency"]),
                local_moment(deal["recorded_at"]), deal["user_login"] or "–",
            ]
            for deal in deals
        ]  # fmt: skip
        columns = [_("Number"), _("Title"), _("Net"), _("Changed"), _("By")]
        return paper.table(
            _("Changed this week"), columns, found, numbers=frozenset({0, 2}), empty=_("No deal was changed this week."),
            remark=_more(deals[0]["total"] - len(deals)) if deals else "",
        )  # fmt: skip

    def overdue(self) -> paper.Piece:
        """Return open deals whose expected close date has passed, the oldest first."""
        found, _left = self._deals({"status": "open"}, sort="expected_close_date", descending=False, limit=MOST_ROWS)
        late = [row for row in found if row.expected_close_date and row.expected_close_date < self._session.today]
        left = Home(self._session).summary(self._filters, rows=1).overdue_count - len(late)
        return self._deal_table(_("Overdue"), late, _("No open deal is overdue."), left=left)

    def footer(self) -> paper.Piece:
        """Return which data the report saw, and what is missing from its sums."""
        version = self._session.store.records("reports/data_version")[0]
        totals = self._listing.totals(self._filters)
        seen = _("Data version {units}, last change {moment} UTC. {count} in {net} net over all deals.").format(
            units=number(version["units"]), moment=moment(version["recorded_at"]) if version["recorded_at"] else "–",
            count=_deals(totals.count), net=self._money(totals.net),
        )  # fmt: skip
        missing = totals.unconverted.count
        if missing:
            told = ngettext(
                "{count} deal without exchange rate ({currencies}) is counted but in no sum.",
                "{count} deals without exchange rate ({currencies}) are counted but in no sum.",
                missing,
            )
            codes = ", ".join(code for code, _count in totals.unconverted.currencies)
            seen += " " + told.format(count=number(missing), currencies=codes)
        return paper.note(seen)

    def _board_table(self, heading: str, first: str, board: Board) -> paper.Piece:
        rows = [self._sums(column.label, column.count, column.net, column.weighted) for column in board.columns]
        return paper.table(
            heading, [first, _("Deals"), _("Net"), _("Weighted")], rows, numbers=BOARD_NUMBERS,
            total=self._sums(_("Total"), board.count, board.net, board.weighted),
        )  # fmt: skip

    def _deals(
        self, conditions: dict[str, object], *, sort: str, limit: int, descending: bool = True
    ) -> tuple[list[ListRow], int]:
        """Return the first deals that meet the report's filters and these conditions, and how many more there are."""
        filters = self._filters.narrowed(**conditions)
        if filters is None:
            return [], 0
        rows = self._listing.rows(filters, sort=sort, descending=descending, limit=limit)
        return rows, self._listing.totals(filters).count - len(rows)

    def _deal_table(self, heading: str, deals: Iterable[ListRow], empty: str, *, left: int = 0) -> paper.Piece:
        rows = [
            [
                str(deal.number), deal.title, deal.contact or "–", deal.owner or "–", deal.stage, percent(deal.percent),
                money(deal.net, deal.currency), day(deal.expected_close_date),
            ]
            for deal in deals
        ]  # fmt: skip
        columns = [
            _("Number"), _("Title"), _("Contact"), _("Owner"), _("Stage"), _("Probability"), _("Net"), _("Expected close"),
        ]  # fmt: skip
        return paper.table(heading, columns, rows, numbers=DEAL_NUMBERS, empty=empty, remark=_more(left))

    def _outcome(self, status: str, period: Period) -> list[str]:
        filters = self._filters.narrowed(status=status, closed=_days(period))
        if filters is None:
            return [number(0), self._money(Decimal("0.00"))]
        totals = self._listing.totals(filters)
        return [number(totals.count), self._money(totals.net)]

    def _sums(self, label: str, count: int, net: Decimal, weighted: Decimal) -> list[str]:
        return [label, number(count), self._money(net), self._money(weighted)]

    def _money(self, amount: Decimal) -> str:
        return money(amount, self._session.lookups.company.currency)


def _days(period: Period) -> tuple[date, date]:
    return period.start, period.end - timedelta(days=1)


def _moments(period: Period, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the period's first moment and the one that ends it, in UTC without a zone as the store keeps them."""
    first, last = (
        datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        for day in (period.start, period.end)
    )
    return first, last


def _more(left: int) -> str:
    if left <= 0:
        return ""
    return ngettext("{count} more is not shown.", "{count} more are not shown.", left).format(count=number(left))


def _deals(count: int) -> str:
    return ngettext("{count} deal", "{count} deals", count).format(count=number(count))
