"""The history of activities: planned, then done or cancelled; or written down when they were done."""

from __future__ import annotations

import numpy as np

from workbench.services.demo import company
from workbench.services.demo.arrays import NEVER, Flags, Ints, Moments, Table, coded, day
from workbench.services.demo.documents.activities import DONE, PLANNED, STATES
from workbench.services.demo.documents.activity_types import ACTIVITY_KINDS, CODES, OUTCOMES
from workbench.services.demo.documents.activity_words import MINUTES, subjects
from workbench.services.demo.documents.history import ENDED
from workbench.services.demo.documents.papers import Papers, Part, between, versioned

TIMED = np.array([kind.timed for kind in ACTIVITY_KINDS])
FROM_DEAL = ("contact_id", "person_id")


def activity_history(papers: Papers, part: Part) -> tuple[Table, Flags]:
    """Lay out the activities' history, and tell which versions are the present."""
    activities, story = papers.activities, papers.facts.story
    here = between(activities.deal, part.start, part.end)
    versions = papers.history.activities.part(here.start, here.stop)
    place, over = versions.place, versions.kind == ENDED
    deal, kind, drawn = activities.deal[place], activities.kind[place], activities.drawn[place]
    state = np.where(over, activities.state[place], PLANNED)
    done, due = state == DONE, activities.due[place]
    owner = coded(story.deals.owner[deal], [papers.setup.people[person.login] for person in company.PEOPLE])
    outcomes = coded(drawn // 4 % len(OUTCOMES), OUTCOMES)
    return {
        **versioned(part, papers, versions), "id": part.activities.of(place),
        "type_id": coded(kind, [papers.setup.activity_types[code] for code in CODES]),
        "opportunity_id": story.deals.ids[deal], **{name: story.details.fixed[name][deal] for name in FROM_DEAL},
        "assignee_id": owner, "entered_by": owner,
        "subject": subjects(kind, drawn),
        "state": coded(state, STATES), "mandatory": activities.mandatory[place],
        "created_date": day(activities.created[place]), "due_date": due, **_times(kind, drawn, due),
        "done_at": np.where(done, activities.ended[place], NEVER),
        "minutes": np.where(done, MINUTES[kind] * (2 + drawn % 5) // 4, np.nan),
        "outcome": coded(np.where(done & (kind == CODES.index("call")), outcomes.codes, -1), OUTCOMES),
        "follows_id": part.activities.of(activities.follows[place]), "archived": np.zeros(len(place), dtype=bool),
    }, versions.newest  # fmt: skip


def _times(kind: Ints, drawn: Ints, due: Moments) -> Table:
    hour = (8 + drawn // 16 % 8).astype("timedelta64[h]")
    remind = due + np.timedelta64(-16, "h")
    return {
        "due_at": np.where(TIMED[kind], due + hour, NEVER), "remind_at": np.where(drawn % 5 < 2, remind, NEVER),
    }  # fmt: skip
