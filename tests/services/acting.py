"""What tests of activities share: people with reaches, as somebody else at the same store, and deals of theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from workbench.app import Workbench
from workbench.domain.events import Event
from workbench.domain.people import Reach, Role
from workbench.services.activities import Activities
from workbench.services.interactions import Interactions
from workbench.services.settings import Settings

TODAY = date(2026, 11, 24)  # a Tuesday
NOON = datetime(2026, 11, 24, 12)
PEOPLE = {
    "sara": (Role.SALESPERSON, Reach.OWN, Reach.OWN), "luca": (Role.SALESPERSON, Reach.TEAM, Reach.OWN),
    "marco": (Role.MANAGER, Reach.TEAM, Reach.TEAM), "paolo": (Role.VIEWER, Reach.ALL, Reach.ALL),
}  # fmt: skip


class Person:
    """Somebody at the same store."""

    def __init__(self, wb: Workbench, login: str) -> None:
        self.heard: list[Event] = []
        session = replace(wb.session, settings=Settings(wb.store), login=login)
        self.id: UUID = session.user.id
        self.activities = Activities(session, emit=self.heard.append)
        self.interactions = Interactions(session, emit=self.heard.append)


def people(wb: Workbench) -> dict[str, Person]:
    """Add everybody of ``PEOPLE`` to the first team, and ``anna``, who sees her own team, to none."""
    team = wb.settings.lookups().teams[0].code
    for login, (role, sees, changes) in PEOPLE.items():
        wb.people.add(login=login, name=login.title(), role=role, sees=sees, changes=changes, team=team)
    wb.people.add(login="anna", name="Anna", role=Role.SALESPERSON, sees=Reach.TEAM, changes=Reach.OWN)
    wb.settings.lookups(fresh=True)
    return {login: Person(wb, login) for login in (*PEOPLE, "anna")}


def deal(wb: Workbench, owner: str = "ana", title: str = "Deal") -> UUID:
    """Create a deal of somebody, in their team."""
    user = wb.settings.lookups().user(owner)
    return wb.opportunities.create(title=title, owner=owner, team_id=user.team_id).opportunity.id
