"""Fill an empty store with the demo company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import numpy as np
import pandas as pd

from workbench.errors import InvalidValueError, StoreError
from workbench.i18n import _
from workbench.services.demo.journeys import LOST, OPEN, WON
from workbench.services.demo.keys import single_keys
from workbench.services.demo.rows import contact_rows, deal_rows
from workbench.services.demo.setup import Setup, add_base_settings, add_company_settings, read_setup
from workbench.services.demo.states import outcomes
from workbench.services.demo.story import Story, draw_rates, draw_story, start_of
from workbench.store import Batch, Store

MOST = 1_000_000
LOGIN = "demo"
Progress = Callable[[str, float], None]


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


def load_demo(
    store: Store, *, opportunities: int = 2000, seed: int = 7, as_of: date, now: datetime | None = None,
    progress: Progress | None = None,
) -> DemoSummary:  # fmt: skip
    """Fill a store that holds no deals and no contacts with the demo company.

    Args:
        store: the store; its users and other settings stay, its company is renamed.
        opportunities: how many deals, 1 to 1,000,000.
        seed: the same seed and day make the same data.
        as_of: the day the story ends; everything happened before it.
        now: when the store learns the settings, UTC without a zone; the beginning of ``as_of`` when absent.
        progress: called with what is being done and the share done so far.

    Returns:
        How much was made.

    Raises:
        InvalidValueError: the number of deals is out of range.
        StoreError: the store already holds deals or contacts.
    """
    _check(store, opportunities)
    tell = progress or _silent
    cut = np.datetime64(datetime.combine(as_of, time()), "s")
    work = _Work(
        store, now or datetime.combine(as_of, time()), single_keys(start_of(cut), np.random.default_rng([seed, 1]))
    )
    tell(_("Settings"), 0.0)
    setup = _settle(work, seed, cut)
    tell(_("Deals"), 0.05)
    story = draw_story(opportunities, seed, cut, setup)
    rng = np.random.default_rng([seed, 8])
    tell(_("Contacts"), 0.25)
    contacts = contact_rows(story, setup, rng)
    tell(_("History"), 0.35)
    deals = deal_rows(story, setup, rng)
    tell(_("Writing"), 0.6)
    work.write("load", contacts, deals, last_number=opportunities)
    tell(_("Done"), 1.0)
    return _summary(story, contacts, deals)


@dataclass(frozen=True)
class _Work:
    store: Store
    recorded_at: datetime
    keys: Iterator[UUID]

    def batch(self, kind: str) -> Batch:
        return Batch(unit=next(self.keys), user_login=LOGIN, origin=LOGIN, kind=kind, recorded_at=self.recorded_at)

    def write(self, kind: str, *parts: dict[str, pd.DataFrame], last_number: int) -> None:
        batch = self.batch(kind)
        for tables in parts:
            for table, frame in tables.items():
                batch.bulk(table, frame)
        batch.add("opportunity/take_number", number=last_number)
        self.store.write(batch)


def _check(store: Store, opportunities: int) -> None:
    if not 1 <= opportunities <= MOST:
        raise InvalidValueError("opportunities", _("The demo company has 1 to {most} opportunities.").format(most=MOST))
    deals, contacts = store.rows("demo/held")[0]
    if deals or contacts:
        message = _(
            "This store is not empty (deals: {deals}, contacts: {contacts}). The demo company needs an empty one."
        )
        raise StoreError(message.format(deals=deals, contacts=contacts))


def _settle(work: _Work, seed: int, cut: np.datetime64) -> Setup:
    since: datetime = start_of(cut).astype(datetime)
    base = work.batch("settings")
    add_base_settings(base, work.store, since=since, keys=work.keys)
    work.store.write(base)
    own = work.batch("settings")
    add_company_settings(own, work.store, since=since, keys=work.keys, rates=draw_rates(seed, cut))
    work.store.write(own)
    return read_setup(work.store)


def _summary(story: Story, contacts: dict[str, pd.DataFrame], deals: dict[str, pd.DataFrame]) -> DemoSummary:
    found = np.bincount(outcomes(story.events), minlength=3).tolist()
    return DemoSummary(
        opportunities=len(story.deals), open=found[OPEN], won=found[WON], lost=found[LOST],
        contacts=len(contacts["contact"]), lines=len(deals["line"]), versions=len(story.events),
    )  # fmt: skip


def _silent(_what: str, _share: float) -> None:
    return None
