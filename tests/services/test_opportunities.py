"""What can be done with a deal, on a real store."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.domain.probability import Outcome
from workbench.errors import (
    AnswerNeededError,
    ChangedMeanwhileError,
    InvalidValueError,
    NotAllowedError,
    NotFoundError,
    StoreError,
    TransitionRefusedError,
)
from workbench.store import stop_owner

LINES = [{"quantity": Decimal(2), "unit_price": Decimal("10.50")}, {"unit_price": Decimal(5), "discount": Decimal(1)}]


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24)) as opened:
        yield opened
        assert opened.store.check() == []


def stage(wb, code):
    return next(stage for stage in wb.settings.lookups().workflow("sales").stages if stage.code == code)


def row(wb, code):
    return next(row for row in wb.settings.lookups().probabilities.rows if row.code == code)


def reason(wb, verdict):
    return next(reason for reason in wb.settings.lookups().reasons if reason.verdict == verdict)


def test_a_new_deal_gets_the_next_number_the_first_stage_and_the_sums_of_its_lines(wb):
    first = wb.opportunities.create(title="One", lines=LINES).opportunity
    second = wb.opportunities.create(title="Two", net=Decimal(7)).opportunity
    assert (first.number, second.number) == (1, 2)
    assert first.stage_id == stage(wb, "lead").id
    assert (first.gross, first.discount, first.net) == (26, 1, 25)
    assert wb.opportunities.get(first.id) == first


def test_a_move_is_written_with_its_history_and_can_be_undone(wb):
    deal = wb.opportunities.create(title="One", net=Decimal(7)).opportunity
    moved = wb.opportunities.move(deal.id, stage=stage(wb, "qualified").id, seen=1)
    assert wb.opportunities.get(deal.id) == moved.opportunity
    restored = wb.opportunities.undo(moved.unit).opportunity
    assert (restored.version, restored.stage_id, restored.probability_id) == (3, deal.stage_id, deal.probability_id)
    assert [entry.kind for entry in wb.opportunities.history(deal.id)] == ["create", "move", "undo"]


def test_undo_of_one_change_keeps_later_changes_of_other_fields(wb):
    deal = wb.opportunities.create(title="One", net=Decimal(7)).opportunity
    moved = wb.opportunities.move(deal.id, stage=stage(wb, "qualified").id)
    wb.opportunities.update(deal.id, title="Renamed")
    restored = wb.opportunities.undo(moved.unit).opportunity
    assert (restored.stage_id, restored.title) == (deal.stage_id, "Renamed")


def test_undo_refuses_where_the_same_field_changed_again(wb):
    deal = wb.opportunities.create(title="One").opportunity
    moved = wb.opportunities.update(deal.id, title="Two")
    wb.opportunities.update(deal.id, title="Three")
    with pytest.raises(ChangedMeanwhileError) as told:
        wb.opportunities.undo(moved.unit)
    assert told.value.differing == {"title": ("Two", "Three")}


def test_undo_brings_lines_back(wb):
    deal = wb.opportunities.create(title="One", lines=LINES).opportunity
    changed = wb.opportunities.update(deal.id, lines=[{"unit_price": Decimal(3)}])
    assert changed.opportunity.net == 3
    restored = wb.opportunities.undo(changed.unit).opportunity
    assert restored.net == 25
    assert wb.opportunities.get(deal.id).lines == deal.lines


def test_undo_of_a_creation_puts_the_deal_away(wb):
    created = wb.opportunities.create(title="One")
    assert wb.opportunities.undo(created.unit).opportunity.archived
    assert wb.listing.totals().count == 0
    assert wb.listing.totals(Filters(archived=True)).count == 1


def test_closing_asks_and_then_closes_and_reopening_goes_back_to_the_stage_before(wb):
    deal = wb.opportunities.create(title="One", net=Decimal(7)).opportunity
    wb.opportunities.move(deal.id, stage=stage(wb, "proposal").id)
    with pytest.raises(AnswerNeededError):
        wb.opportunities.set_probability(deal.id, probability=row(wb, "WON").id)
    won = wb.opportunities.close(deal.id, won=True, reason=reason(wb, "positive").id, note="good").opportunity
    assert (won.status, won.closed_date, won.stage_id) == (Outcome.WON, wb.today, stage(wb, "won").id)
    again = wb.opportunities.set_probability(deal.id, probability=row(wb, "50").id).opportunity
    assert (again.status, again.closed_date, again.stage_id) == (Outcome.OPEN, None, stage(wb, "proposal").id)


def test_a_forbidden_transition_is_refused_below_every_page(wb):
    deal = wb.opportunities.create(title="One").opportunity
    with pytest.raises(TransitionRefusedError):
        wb.opportunities.move(deal.id, stage=stage(wb, "won").id, reason=reason(wb, "positive").id)


def test_the_second_of_two_people_is_told_what_changed(wb):
    deal = wb.opportunities.create(title="One").opportunity
    wb.opportunities.update(deal.id, seen=1, title="Hers")
    with pytest.raises(ChangedMeanwhileError) as told:
        wb.opportunities.update(deal.id, seen=1, title="His")
    assert told.value.differing == {"title": ("One", "Hers")}
    assert wb.opportunities.get(deal.id).title == "Hers"


@pytest.mark.parametrize(
    "bad", [{"title": " "}, {"currency": "EURO"}, {"status": "won"}, {"net": Decimal("1e30")}, {"quality": 9}, {"x": 1}]
)
def test_a_bad_value_changes_nothing(wb, bad):
    deal = wb.opportunities.create(title="One").opportunity
    with pytest.raises(InvalidValueError):
        wb.opportunities.update(deal.id, **bad)
    assert wb.opportunities.get(deal.id) == deal


def test_an_unknown_rate_is_kept_unknown(wb):
    deal = wb.opportunities.create(title="One", currency="CHF", net=Decimal(7)).opportunity
    assert (deal.rate, deal.base_net) == (None, None)


def test_listeners_hear_of_every_change(wb):
    heard = []
    wb.listeners.append(heard.append)
    wb.opportunities.create(title="One")
    assert [type(event).__name__ for event in heard] == ["OpportunityCreated"]


def test_sql_reads_and_only_reads(wb):
    wb.opportunities.create(title="One", net=Decimal("7.10"))
    assert list(wb.sql("select sum(net) as net from opportunity")["net"]) == [Decimal("7.10")]
    with pytest.raises(StoreError):
        wb.sql("update opportunity set net = 0")


@pytest.fixture
def people(tmp_path) -> Iterator[tuple[Workbench, Workbench, Workbench]]:
    path = tmp_path / "store.duckdb"
    with open_workbench(path, user="ana") as boss:
        own = {"role": Role.SALESPERSON, "sees": Reach.OWN, "changes": Reach.OWN}
        boss.people.add(login="ben", name="Ben", **own)
        boss.people.add(login="eva", name="Eva", role=Role.VIEWER, sees=Reach.ALL, changes=Reach.ALL)
        boss.settings.lookups(fresh=True)
        with open_workbench(path, user="ben") as ben, open_workbench(path, user="eva") as eva:
            yield boss, ben, eva
    stop_owner(str(path))


def test_a_salesperson_with_own_scope_neither_sees_nor_changes_the_deals_of_others(people):
    boss, ben, _eva = people
    hers = boss.opportunities.create(title="Hers", net=Decimal(5)).opportunity
    his = ben.opportunities.create(title="His", net=Decimal(3)).opportunity
    assert ben.boards.progress().count == ben.listing.totals().count == len(ben.opportunities.find()) == 1
    assert ben.home.summary().open_net == ben.boards.stages("sales").net == 3
    for forbidden in (
        lambda: ben.opportunities.get(hers.id),
        lambda: ben.opportunities.history(hers.id),
        lambda: ben.boards.card(hers.id),
        lambda: ben.opportunities.update(hers.id, title="x"),
        lambda: ben.opportunities.archive(hers.id),
    ):
        with pytest.raises(NotFoundError):
            forbidden()
    with pytest.raises(NotAllowedError):
        ben.opportunities.update(his.id, owner_id=boss.user.id)
    with pytest.raises(NotAllowedError):
        ben.sql("select 1")


def test_a_viewer_looks_and_changes_nothing(people):
    boss, _ben, eva = people
    deal = boss.opportunities.create(title="Hers").opportunity
    assert eva.opportunities.get(deal.id).title == "Hers"
    for forbidden in (
        lambda: eva.opportunities.create(title="x"),
        lambda: eva.opportunities.update(deal.id, title="x"),
        lambda: eva.people.add(login="z", name="Z", role=Role.VIEWER, sees=Reach.OWN, changes=Reach.OWN),
    ):
        with pytest.raises(NotAllowedError):
            forbidden()


def test_only_the_author_or_an_administrator_undoes(people):
    boss, ben, _eva = people
    done = ben.opportunities.create(title="His")
    moved = boss.opportunities.update(done.opportunity.id, title="Renamed by the boss")
    with pytest.raises(NotAllowedError):
        ben.opportunities.undo(moved.unit)
    assert boss.opportunities.undo(done.unit).opportunity.archived


@pytest.mark.usefixtures("people")
def test_a_login_that_nobody_added_may_not_work_here(tmp_path):
    with pytest.raises(NotAllowedError):
        open_workbench(tmp_path / "store.duckdb", user="mallory")


def test_the_last_administrator_keeps_the_role(people):
    boss, _ben, _eva = people
    with pytest.raises(InvalidValueError):
        boss.people.change_role("ana", role=Role.VIEWER, sees=Reach.ALL, changes=Reach.ALL)
