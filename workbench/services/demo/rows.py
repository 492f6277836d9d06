"""The drawn story as rows of the store's tables, with a unit of work and a change row for every version."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.services.demo import company
from workbench.services.demo.contacts import contact_frame
from workbench.services.demo.events import KINDS, OFFERED
from workbench.services.demo.journeys import WON
from workbench.services.demo.keys import Texts, keys_at
from workbench.services.demo.offers import Amounts
from workbench.services.demo.setup import Setup
from workbench.services.demo.states import cautious_revenue, choice, happened, history_frame, line_amounts, money
from workbench.services.demo.story import Story

Tables = dict[str, pd.DataFrame]
Moments = NDArray[np.datetime64]
LOGINS = [person.login for person in company.PEOPLE]
ORIGIN = "demo"


def deal_rows(story: Story, setup: Setup, rng: np.random.Generator) -> Tables:
    """Lay out deals, lines, their histories, units of work and changes."""
    events = story.events
    history = history_frame(story.deals, events, story.details, setup)
    recorded = _recorded(events.at, story.cut, rng)
    units = keys_at(recorded, rng)
    history.insert(0, "unit_id", units)
    history.insert(1, "recorded_at", recorded)
    present = history[events.newest].drop(columns=["unit_id", "recorded_at", "effective_at"])
    work = pd.DataFrame(
        {
            "id": units, "recorded_at": recorded, "user_login": choice(story.deals.owner[events.deal], [*LOGINS]),
            "origin": ORIGIN, "kind": np.array(KINDS, dtype=object)[events.kind],
            "why": None,
        }
    )  # fmt: skip
    return {
        "unit_of_work": work, "change": _changes(history, "opportunity"), "opportunity": present,
        "opportunity_history": history, **_line_rows(story, setup, units, recorded, rng),
    }  # fmt: skip


def contact_rows(story: Story, setup: Setup, rng: np.random.Generator) -> Tables:
    """Lay out contacts: a first version when they became a lead, a second one with the first order."""
    firms, deals, events = story.firms, story.deals, story.events
    born = pd.Series(deals.born).groupby(deals.firm).min().reindex(range(len(firms))).fillna(pd.Timestamp(story.cut))
    first = born.to_numpy().astype("datetime64[s]") - rng.integers(3_600, 40 * 86_400, len(firms)).astype(
        "timedelta64[s]"
    )
    won = events.outcome == WON
    order = pd.Series(events.at[won]).groupby(deals.firm[events.deal[won]]).min().reindex(range(len(firms)))
    origins = pd.Series(deals.origin).groupby(deals.firm).first().reindex(range(len(firms))).fillna("website")
    keys = np.array([str(setup.origins[code]) for code in origins], dtype=object)
    frame = contact_frame(firms, setup, _days(pd.Series(first)), _days(order), keys)
    people = np.flatnonzero(frame["kind"] == "person")
    born_at = np.r_[first, first[_rows_with_person(story)]]
    early = frame.assign(
        version=1, customer_since=pd.NaT, category=frame["category"].where(frame["category"] == "A", "C")
    )
    early.loc[people, "category"] = None
    early["effective_at"] = born_at
    later = frame[frame["version"] == 2].assign(effective_at=order.to_numpy()[np.flatnonzero(frame["version"] == 2)])
    history = pd.concat([early, later], ignore_index=True)
    recorded = _recorded(history["effective_at"].to_numpy().astype("datetime64[s]"), story.cut, rng)
    history["unit_id"], history["recorded_at"] = keys_at(recorded, rng), recorded
    owner = np.r_[firms.owner, firms.owner[_rows_with_person(story)]]
    work = pd.DataFrame(
        {
            "id": history["unit_id"], "recorded_at": recorded,
            "user_login": choice(np.r_[owner, owner[np.flatnonzero(frame["version"] == 2)]], [*LOGINS]),
            "origin": ORIGIN, "kind": np.where(history["version"] == 1, "create", "update"), "why": None,
        }
    )  # fmt: skip
    return {"unit_of_work": work, "change": _changes(history, "contact"), "contact": frame, "contact_history": history}


def _line_rows(story: Story, setup: Setup, units: Texts, recorded: Moments, rng: np.random.Generator) -> Tables:
    deals, events, lines = story.deals, story.events, story.deals.lines
    starts, ends = np.flatnonzero(events.first), np.flatnonzero(events.newest)
    made = happened(events, OFFERED)[ends][lines.deal]
    fixed = _fixed_lines(story, setup, keys_at(deals.born[lines.deal], rng))
    early = _lines(story, fixed, line_amounts(deals, offer_made=np.zeros(len(lines.deal), dtype=bool)))
    present = _lines(story, fixed, line_amounts(deals, offer_made=made))
    offers = np.full(len(deals), -1)
    offers[events.deal[events.kind == OFFERED]] = np.flatnonzero(events.kind == OFFERED)
    changed = np.flatnonzero(made & lines.differs & (offers[lines.deal] >= 0))
    history = pd.concat([early, present.iloc[changed]], ignore_index=True)
    source = np.r_[starts[lines.deal], offers[lines.deal[changed]]]
    history["unit_id"], history["recorded_at"] = units[source], recorded[source]
    history["effective_at"], history["opportunity_version"] = events.at[source], events.version[source]
    return {"line": present, "line_history": history}


def _fixed_lines(story: Story, setup: Setup, keys: Texts) -> pd.DataFrame:
    deals, lines = story.deals, story.deals.lines
    families = [setup.families[family.code] for family in company.FAMILIES]
    articles = [family.articles for family in company.FAMILIES]
    dated = story.dated[lines.deal]
    dates = {
        f"expected_{name}_date": _known(getattr(deals.plan, name)[lines.deal], dated)
        for name in ("order", "delivery", "invoice")
    }
    drawn = zip(lines.family.tolist(), lines.article.tolist(), strict=True)
    return pd.DataFrame(
        {
            "id": keys, "opportunity_id": deals.ids[lines.deal], "position": lines.position,
            "family_id": choice(lines.family, [*families]),
            "article": [articles[family][draw % len(articles[family])] for family, draw in drawn],
            "description": None, "unit_price": lines.price / 100, **dates, "closed_date": None, "note": None,
            "archived": False,
        }
    )  # fmt: skip


def _lines(story: Story, fixed: pd.DataFrame, amounts: Amounts) -> pd.DataFrame:
    cautious = story.details.cautious[story.deals.lines.deal]
    return fixed.assign(
        quantity=amounts.quantity, gross=money(amounts.gross), discount=money(amounts.discount),
        net=money(amounts.net), expected_revenue=money(cautious_revenue(amounts.net), cautious),
    )  # fmt: skip


def _changes(history: pd.DataFrame, entity: str) -> pd.DataFrame:
    changes = history[["unit_id", "recorded_at", "id", "version"]].rename(columns={"id": "entity_id"})
    return changes.assign(entity=entity)


def _recorded(at: Moments, cut: np.datetime64, rng: np.random.Generator) -> Moments:
    return np.minimum(at + rng.integers(5, 1_800, len(at)).astype("timedelta64[s]"), cut)


def _known(days: Moments, known: NDArray[np.bool_]) -> Moments:
    return np.where(known, days.astype("datetime64[s]"), np.datetime64("NaT", "s"))


def _days(moments: pd.Series) -> pd.Series:
    return moments.astype("datetime64[s]").dt.normalize()


def _rows_with_person(story: Story) -> NDArray[np.int64]:
    return np.flatnonzero(story.firms.person_ids != None)  # noqa: E711 - element by element
