"""The composition root: ``open_workbench`` makes a store and the services over it into one workbench."""

from __future__ import annotations

import getpass
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import platformdirs

from workbench.domain.events import Event
from workbench.domain.people import Right, User, require
from workbench.errors import NotAllowedError
from workbench.i18n import _, use_language
from workbench.services.activities import Activities
from workbench.services.audit import Audit
from workbench.services.boards import Boards
from workbench.services.bulk import Bulk
from workbench.services.changes import Changes
from workbench.services.configuration import Configuration
from workbench.services.configuration.transfer import Transfer
from workbench.services.contact_list import ContactList
from workbench.services.contacts import Contacts
from workbench.services.deal_merging import DealMerging
from workbench.services.duplicates import Duplicates
from workbench.services.exports import Exports
from workbench.services.home import Home
from workbench.services.imports import Imports
from workbench.services.interactions import Interactions
from workbench.services.jobs import Jobs
from workbench.services.leads import Leads
from workbench.services.listing import Listing
from workbench.services.merging import Merging
from workbench.services.opening import open_for_business
from workbench.services.opportunities import Opportunities
from workbench.services.outbox import Channels, Outbox
from workbench.services.people import People
from workbench.services.pivots import Pivots
from workbench.services.redaction import Redaction
from workbench.services.reports import Reports
from workbench.services.schedules import Schedules
from workbench.services.session import Session
from workbench.services.settings import Settings
from workbench.services.stage_times import StageTimes
from workbench.services.views import Views
from workbench.store import Store, open_store

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd

log = logging.getLogger(__name__)
Listener = Callable[[Event], None]


@dataclass(frozen=True, kw_only=True)
class Workbench:
    """The services of one person over one store. Close it, or use it in a ``with`` block."""

    session: Session
    opportunities: Opportunities
    activities: Activities
    interactions: Interactions
    bulk: Bulk
    views: Views
    boards: Boards
    listing: Listing
    contacts: Contacts
    contact_list: ContactList
    leads: Leads
    duplicates: Duplicates
    merging: Merging
    deal_merging: DealMerging
    redaction: Redaction
    home: Home
    settings: Settings
    configuration: Configuration
    transfer: Transfer
    people: People
    imports: Imports
    exports: Exports
    jobs: Jobs
    changes: Changes
    pivots: Pivots
    stage_times: StageTimes
    reports: Reports
    channels: Channels
    outbox: Outbox
    schedules: Schedules
    audit: Audit
    listeners: list[Listener] = field(default_factory=list[Listener], repr=False)

    @property
    def store(self) -> Store:
        """The store; services read and write it, widgets never do."""
        return self.session.store

    @property
    def user(self) -> User:
        """Who is working."""
        return self.session.user

    @property
    def today(self) -> date:
        """The local business day."""
        return self.session.today

    def now(self) -> datetime:
        """Return the present moment in UTC, without a zone."""
        return self.session.clock()

    def sql(self, text: str) -> pd.DataFrame:
        """Run one read-only statement over the store, for analysts.

        Raises:
            NotAllowedError: the role may not, or does not see all deals: SQL knows no scope.
            StoreError: the text is not one read-only statement, or the engine refused it.
        """
        require(self.user, Right.SQL)
        if self.user.sees.value != "all":
            raise NotAllowedError(_("SQL is for people who may see all deals."))
        return self.store.select(text)

    def close(self) -> None:
        """Let the store go."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_workbench(
    url: str | Path | None = None, user: str | None = None, today: date | None = None, *,
    origin: str = "notebook", lang: str | None = None, door: str | None = None,
    clock: Callable[[], datetime] | None = None, company: str | None = None,
) -> Workbench:  # fmt: skip
    """Open a store and everything the workbench can do with it.

    Args:
        url: path of the DuckDB file, ``:memory:``, or ``postgres://…``; default ``default_store()``.
        user: login; default ``$WORKBENCH_USER``, else the operating system's user. In a new store this login becomes
            the administrator.
        today: the business day; default the clock's, which goes on while a page stays open.
        origin: where changes come from, for the history: ``page``, ``notebook``, ``command``.
        lang: ``en``, ``it`` or ``ro``; default ``$WORKBENCH_LANG``, else English.
        door: ``served`` or ``exclusive``; default served for a path.
        clock: returns naive UTC; default the system's clock.
        company: name of the company in a new store.

    Raises:
        StoreUnavailableError: the store cannot be opened; the message says why and what to do.
        NotAllowedError: the login is not a user of this store.
    """
    use_language(lang or os.environ.get("WORKBENCH_LANG", "en"))
    now = clock or _utc_now
    store = open_store(str(url or default_store()), door=door)
    try:
        named = user or os.environ.get("WORKBENCH_USER")
        login = named or getpass.getuser()
        open_for_business(store, now=now(), login=login, known_only=bool(named), company_name=company)
        session = Session(
            store=store,
            settings=Settings(store),
            login=login,
            origin=origin,
            clock=now,
            day=_local_today if today is None else lambda: today,
        )
        require_known(session)
        return _assemble(session)
    except BaseException:
        store.close()
        raise


def default_store() -> str:
    """Return ``$WORKBENCH_STORE``, else ``data/workbench.duckdb`` of the checkout, else the user's data folder."""
    named = os.environ.get("WORKBENCH_STORE")
    if named:
        return named
    checkout = Path(__file__).resolve().parents[1]
    if (checkout / "pyproject.toml").is_file():
        return str(checkout / "data" / "workbench.duckdb")
    return str(platformdirs.user_data_path("workbench", ensure_exists=True) / "workbench.duckdb")


def require_known(session: Session) -> User:
    """Refuse a login that is not an active user of the store.

    Raises:
        NotAllowedError: the message names the login.
    """
    return session.user


def _assemble(session: Session) -> Workbench:
    listeners: list[Listener] = []

    def emit(event: Event) -> None:
        """Tell everybody; what they make of it can no longer undo what was written."""
        for listener in tuple(listeners):
            try:
                listener(event)
            except Exception:
                log.exception("a listener failed after a change that is saved")

    channels, contacts, configuration = Channels(session), Contacts(session), Configuration(session)
    opportunities, activities = Opportunities(session, emit=emit), Activities(session, emit=emit)
    bulk, merging = Bulk(session, emit=emit), Merging(session, contacts)
    deal_merging = DealMerging(session, opportunities)
    audit = Audit(
        session,
        opportunities=opportunities,
        bulk=bulk,
        contacts=contacts,
        activities=activities,
        merging=merging,
        deal_merging=deal_merging,
    )
    return Workbench(
        session=session, settings=session.settings, configuration=configuration,
        transfer=Transfer(session, configuration), opportunities=opportunities,
        activities=activities, audit=audit, interactions=Interactions(session, emit=emit),
        bulk=bulk, views=Views(session),
        boards=Boards(session), listing=Listing(session), contacts=contacts, home=Home(session), people=People(session),
        imports=Imports(session), exports=Exports(session), jobs=Jobs(session), changes=Changes(session), pivots=Pivots(session), stage_times=StageTimes(session), reports=Reports(session),
        contact_list=ContactList(session), leads=Leads(session, contacts), duplicates=Duplicates(session),
        merging=merging, deal_merging=deal_merging, redaction=Redaction(session, contacts), channels=channels, outbox=Outbox(session, channels), schedules=Schedules(session),
        listeners=listeners,
    )  # fmt: skip


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)  # noqa: TID251 - the one place that reads the clock


def _local_today() -> date:
    return datetime.now(UTC).astimezone().date()  # noqa: TID251 - the one place that reads the clock
