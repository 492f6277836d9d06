"""What activities of the demo company are about, how long they take, and which became interactions."""

from __future__ import annotations

import numpy as np

from workbench.services.demo.arrays import Coded, Ints, coded
from workbench.services.demo.documents.activities import DONE, Activities
from workbench.services.demo.documents.activity_types import ACTIVITY_KINDS

SUBJECTS = [subject for kind in ACTIVITY_KINDS for subject in kind.subjects]
MANY = np.array([len(kind.subjects) for kind in ACTIVITY_KINDS])
MINUTES = np.array([kind.plan.minutes for kind in ACTIVITY_KINDS])
KINDS = ("call", "mail", "meeting", "visit")
COUNTS_AS = np.array([KINDS.index(kind.plan.counts_as) if kind.plan.counts_as else -1 for kind in ACTIVITY_KINDS])


def spoken_of(activities: Activities) -> Ints:
    """Return the places of the activities that became interactions."""
    counts = (activities.state == DONE) & (COUNTS_AS[activities.kind] >= 0)
    return np.flatnonzero(counts & (activities.drawn % 16 < 6))


def subjects(kind: Ints, drawn: Ints) -> Coded:
    """Return a subject that fits each activity's kind."""
    return coded((np.cumsum(MANY) - MANY)[kind] + drawn % MANY[kind], SUBJECTS)
