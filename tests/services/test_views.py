"""Saved views: one's own, shared with roles, and which opens first; all rights are the service's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.test_listing import as_user
from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.looks import Look
from workbench.domain.people import Reach, Role
from workbench.errors import InvalidValueError, NotAllowedError, NotFoundError

LOOK = Look(
    filters=Filters(status=("open",)), columns=(("title", 0), ("net", 140)), sort="net", group="owner", funnel=True
)


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24)) as opened:
        for login, role in (("mia", Role.MANAGER), ("ben", Role.SALESPERSON), ("vic", Role.VIEWER)):
            opened.people.add(login=login, name=login, role=role, sees=Reach.ALL, changes=Reach.ALL)
        yield opened
        assert opened.store.check() == []


def names(wb: Workbench) -> list[str]:
    return [view.name for view in wb.views.list()]


def test_a_saved_view_comes_back_as_it_was(wb: Workbench) -> None:
    view = wb.views.save("  Open by   owner ", LOOK)
    assert (view.name, wb.views.get(view.id)) == ("Open by owner", view)
    assert wb.views.get(view.id).look == LOOK
    other = wb.views.change(view.id, Look())
    assert (other.version, wb.views.get(view.id).look) == (2, Look())


def test_everybody_saves_views_and_sees_only_own_and_shared_ones(wb: Workbench) -> None:
    ben, vic, mia = (as_user(wb, login) for login in ("ben", "vic", "mia"))
    own = vic.views.save("Vic's", LOOK)
    shared = mia.views.save("Team", LOOK)
    mia.views.share(shared.id, ["salesperson"])
    assert (names(vic), names(ben), names(mia)) == (["Vic's"], ["Team"], ["Team"])
    with pytest.raises(NotFoundError):
        ben.views.get(own.id)
    with pytest.raises(NotAllowedError):
        ben.views.rename(shared.id, "Mine now")
    with pytest.raises(NotAllowedError):
        ben.views.remove(shared.id)
    mia.views.share(shared.id, [])
    assert names(ben) == []


def test_only_managers_and_administrators_share(wb: Workbench) -> None:
    ben = as_user(wb, "ben")
    view = ben.views.save("Own", LOOK)
    with pytest.raises(NotAllowedError):
        ben.views.share(view.id, ["viewer"])
    with pytest.raises(NotAllowedError):
        ben.views.make_default(view.id, role=Role.SALESPERSON)
    with pytest.raises(NotFoundError):
        as_user(wb, "mia").views.share(view.id, ["viewer"])
    assert wb.views.share(view.id, ["viewer"]).roles == ("viewer",)


def test_the_own_default_wins_over_that_of_the_role(wb: Workbench) -> None:
    ben, mia = as_user(wb, "ben"), as_user(wb, "mia")
    team = mia.views.share(mia.views.save("Team", LOOK).id, ["salesperson"])
    assert ben.views.default() is None
    mia.views.make_default(team.id, role=Role.SALESPERSON)
    assert ben.views.default().id == team.id
    own = ben.views.save("Own", Look())
    ben.views.make_default(own.id)
    assert ben.views.default().id == own.id
    ben.views.make_default(team.id)
    assert ben.views.default().id == team.id
    ben.views.make_default(None)
    assert ben.views.default().id == team.id, "the role's is left"
    mia.views.share(team.id, [])
    assert ben.views.default() is None


def test_one_view_at_most_opens_first(wb: Workbench) -> None:
    views = [wb.views.save(f"View {row}", LOOK) for row in range(3)]
    for view in views:
        wb.views.make_default(view.id)
    assert [str(wb.user.id) in view.default_for for view in wb.views.list()] == [False, False, True]


def test_a_name_is_taken_once_and_a_removed_view_lets_it_go(wb: Workbench) -> None:
    view = wb.views.save("Pipeline", LOOK)
    for name in ("pipeline", " "):
        with pytest.raises(InvalidValueError):
            wb.views.save(name, LOOK)
    as_user(wb, "ben").views.save("Pipeline", LOOK)
    wb.views.remove(view.id)
    with pytest.raises(NotFoundError):
        wb.views.get(view.id)
    assert wb.views.save("Pipeline", LOOK).version == 1


@given(
    st.text(max_size=60).filter(lambda text: "{}" not in text)
    | st.sampled_from(['{"sort": 5}', '{"columns": [["a"]]}', '{"funnel": "yes"}', "[]", '{"x": 1}'])
)
def test_what_is_no_view_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        Look.from_json(text)


@given(
    st.builds(
        Look, sort=st.sampled_from(["net", "title"]), descending=st.booleans(), then=st.none() | st.just("owner"),
        columns=st.lists(st.tuples(st.sampled_from("abc"), st.integers(48, 900)), unique_by=lambda pair: pair[0]).map(tuple),
        group=st.none() | st.just("stage"), filters=st.just(Filters(text="ü'\"")),
    )
)  # fmt: skip
def test_a_look_travels_as_text(look: Look) -> None:
    assert Look.from_json(look.to_json()) == look
