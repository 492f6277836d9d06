"""Fill an empty store with the demo company."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from uuid import UUID

import numpy as np
import pandas as pd

from workbench.errors import GuardFailedError, InvalidValueError, StoreError
from workbench.i18n import _
from workbench.i18n.formats import number
from workbench.services.demo.documents.papers import Papers, draw_papers
from workbench.services.demo.documents.rows import paper_rows
from workbench.services.demo.journeys import LOST, OPEN, WON
from workbench.services.demo.keys import single_keys
from workbench.services.demo.rehearsal import rehearsal
from workbench.services.demo.rows import Rows, contact_rows, deal_rows, draw_marks
from workbench.services.demo.setup import Setup, add_base_settings, add_company_settings, read_setup
from workbench.services.demo.states import outcomes
from workbench.services.demo.story import Story, draw_rates, draw_story, start_of
from workbench.services.demo.telling import Progress, Pulse
from workbench.store import Batch, Store

MOST = 1_000_000
PART = 50_000
CONTACTS, STAGED = 0.12, 0.62
LOGIN = "demo"


@dataclass(frozen=True, kw_only=True)
class DemoSummary:
    """What the demo company holds."""

    opportunities: int
    open: int
    won: int
    lost: int
    contacts: int
    lines: int
    versions: int
    activities: int
    interactions: int
    offers: int
    orders: int
    invoices: int
    credit_notes: int
    payments: int


def load_demo(
    store: Store, *, opportunities: int = 2000, seed: int = 7, as_of: date, now: datetime | None = None,
    progress: Progress | None = None,
) -> DemoSummary:  # fmt: skip
    """Fill a store that holds no deals and no contacts with the demo company.

    Args:
        store: the store; its users and other settings stay, its company is renamed.
        opportunities: how many deals, 1 to 1,000,000.
        seed: the same seed and day make the same data.
        as_of: the day the story ends; everything happened before it, only what is planned lies after it.
        now: when the store learns the settings, UTC without a zone; the beginning of ``as_of`` when absent.
        progress: called with what is being done and the share done so far.

    Returns:
        How much was made.

    Raises:
        InvalidValueError: the number of deals is out of range.
        StoreError: the store already holds deals or contacts.
    """
    _check(store, opportunities)
    cut = np.datetime64(datetime.combine(as_of, time()), "s")
    keys = single_keys(start_of(cut), np.random.default_rng([seed, 1]))
    work = _Work(store, now or datetime.combine(as_of, time()), keys, next(keys))
    with Pulse(progress) as pulse:
        pulse.say(_("Settings"), 0.0)
        setup, settings = _settled(work, seed, cut)
        rows, summary = _drawn(opportunities, seed, cut, setup, pulse)
        work.write("load", rows, summary, settings)
        pulse.say(_("Done"), 1.0)
    return summary


@dataclass(frozen=True)
class _Work:
    store: Store
    recorded_at: datetime
    keys: Iterator[UUID]
    unit: UUID

    def batch(self, kind: str, *, tried: bool = False) -> Batch:
        return Batch(
            unit=self.unit, silent=tried, user_login=LOGIN, origin=LOGIN, kind=kind, recorded_at=self.recorded_at
        )

    def write(self, kind: str, rows: Rows, summary: DemoSummary, settings: list[Batch]) -> None:
        """Write all as one unit of work, so that who stops it halfway finds the store as before."""
        batch = self.batch(kind)
        batch.guard("demo/guard_empty")
        for part in settings:
            batch.steps += part.steps
        batch.stream(rows)
        batch.add("opportunity/take_number", number=summary.opportunities)
        numbers = {
            "offer": summary.offers, "sales_order": summary.orders, "invoice": summary.invoices,
            "credit_note": summary.credit_notes,
        }  # fmt: skip
        for document, last in numbers.items():
            batch.add("documents/take_number", kind=document, number=last)
        try:
            self.store.write(batch)
        except GuardFailedError:
            _require_empty(self.store)
            raise


def _check(store: Store, opportunities: int) -> None:
    if not 1 <= opportunities <= MOST:
        raise InvalidValueError("opportunities", _("The demo company has 1 to {most} opportunities.").format(most=MOST))
    _require_empty(store)


def _require_empty(store: Store) -> None:
    deals, contacts = store.rows("demo/held")[0]
    if deals or contacts:
        message = _(
            "This store is not empty (deals: {deals}, contacts: {contacts}). The demo company needs an empty one."
        )
        raise StoreError(message.format(deals=deals, contacts=contacts))


def _settled(work: _Work, seed: int, cut: np.datetime64) -> tuple[Setup, list[Batch]]:
    """Return the settings with their keys, and the parts of a unit of work that write them."""
    since: datetime = start_of(cut).astype(datetime)
    with rehearsal(work.store, work.recorded_at) as tried:
        base = work.batch("settings", tried=True)
        add_base_settings(base, tried, since=since, keys=work.keys)
        tried.write(base)
        own = work.batch("settings", tried=True)
        add_company_settings(own, tried, since=since, keys=work.keys, rates=draw_rates(seed, cut))
        tried.write(own)
        return read_setup(tried), [base, own]


def _drawn(opportunities: int, seed: int, cut: np.datetime64, setup: Setup, pulse: Pulse) -> tuple[Rows, DemoSummary]:
    """Draw everything; only the rows hold on to it, so that it is gone when they have been handed over."""
    pulse.say(_("Deals"), 0.01, upto=0.08, seconds=opportunities / 50_000 + 1)
    story = draw_story(opportunities, seed, cut, setup, step=pulse.step)
    pulse.say(_("Documents"), 0.08, upto=0.1)
    papers = draw_papers(story, setup, draw_rates(seed, cut), seed, step=pulse.step)
    pulse.say(_("Contacts"), 0.1, upto=0.12)
    rng = np.random.default_rng([seed, 8])
    contacts = contact_rows(story, setup, rng)
    summary = _summary(story, papers, contacts=len(contacts["contact"]))
    return _rows(story, setup, contacts, papers, rng, pulse), summary


def _rows(
    story: Story, setup: Setup, contacts: dict[str, pd.DataFrame], papers: Papers, rng: np.random.Generator,
    pulse: Pulse,
) -> Rows:  # fmt: skip
    """Yield all rows in parts of so many deals that memory holds them, telling how far it is."""
    while contacts:
        yield contacts.popitem()
        pulse.step()
    marks = draw_marks(story, rng)
    count = len(story.deals)
    for start in range(0, count, PART):
        end = min(start + PART, count)
        done = CONTACTS + (STAGED - CONTACTS) * start / count
        what = _("Deals {first} to {last}").format(first=number(start + 1), last=number(end))
        pulse.say(what, done, upto=CONTACTS + (STAGED - CONTACTS) * end / count, seconds=10)
        for row in chain(deal_rows(story, setup, marks, start, end), paper_rows(papers, start, end)):
            yield row
            pulse.step()
    pulse.say(_("Writing"), STAGED, upto=1.0, seconds=count / 10_000 + 1)


def _summary(story: Story, papers: Papers, *, contacts: int) -> DemoSummary:
    found = np.bincount(outcomes(story.events), minlength=3).tolist()
    credit_notes = int((papers.invoices.credit > 0).sum())
    return DemoSummary(
        opportunities=len(story.deals), open=found[OPEN], won=found[WON], lost=found[LOST], contacts=contacts,
        lines=len(story.deals.lines.deal), versions=len(story.events), activities=len(papers.activities),
        interactions=len(papers.spoken),
        offers=len(papers.offers), orders=len(papers.orders), invoices=len(papers.invoices) - credit_notes,
        credit_notes=credit_notes, payments=len(papers.payments),
    )  # fmt: skip
