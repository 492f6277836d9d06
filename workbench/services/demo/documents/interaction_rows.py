"""Interactions: what some done activities became, written down in the same unit of work."""

from __future__ import annotations

import numpy as np

from workbench.services.demo import company
from workbench.services.demo.arrays import Table, coded
from workbench.services.demo.documents.activity_types import CODES, OUTCOMES
from workbench.services.demo.documents.activity_words import COUNTS_AS, KINDS, MINUTES, subjects
from workbench.services.demo.documents.history import ENDED
from workbench.services.demo.documents.papers import Papers, Part, between

DIRECTIONS = ("out", "in", "none")
BODIES = (
    "They compare three suppliers; delivery time matters more than price.",
    "The technician is satisfied; purchasing wants the payment terms in writing.",
    "Asked to come back after the budget meeting.",
    "Wants references from the same trade, and a visit to a running line.",
    "Price is fine; installation before the summer stop is the condition.",
)


def interaction_history(papers: Papers, part: Part) -> Table:
    """Lay out the interactions with the first version of each, which is the present one."""
    activities, story = papers.activities, papers.facts.story
    here = between(activities.deal[papers.spoken], part.start, part.end)
    place = papers.spoken[here]
    versions = papers.history.activities
    own = between(activities.deal, part.start, part.end)
    ends = versions.part(own.start, own.stop)
    over = np.flatnonzero(ends.kind == ENDED)
    unit = ends.unit[over[np.searchsorted(ends.place[over], place)]]
    deal, kind, drawn = activities.deal[place], activities.kind[place], activities.drawn[place]
    what = COUNTS_AS[kind]
    begun = np.where(what <= KINDS.index("mail"), (drawn // 256 % 4 == 0).astype(np.int64), DIRECTIONS.index("none"))
    outcome = np.where(kind == CODES.index("call"), drawn // 4 % len(OUTCOMES), -1)
    return {
        "unit_id": part.unit(unit), "recorded_at": papers.history.units.recorded[unit],
        "effective_at": activities.ended[place], "version": np.ones(len(place), dtype=np.int64),
        "id": papers.keys["interaction"][here].spelled(), "kind": coded(what, KINDS),
        "direction": coded(begun, DIRECTIONS), "opportunity_id": story.deals.ids[deal],
        **{name: story.details.fixed[name][deal] for name in ("contact_id", "person_id")},
        "user_id": coded(story.deals.owner[deal], [papers.setup.people[person.login] for person in company.PEOPLE]),
        "happened_at": activities.ended[place], "minutes": MINUTES[kind] * (2 + drawn % 5) // 4,
        "subject": subjects(kind, drawn),
        "body": coded(np.where(drawn // 32 % 2 == 0, drawn // 64 % len(BODIES), -1), BODIES),
        "outcome": coded(outcome, OUTCOMES), "activity_id": part.activities.of(place),
        "archived": np.zeros(len(place), dtype=bool),
    }  # fmt: skip
