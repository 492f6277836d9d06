"""Lines of a deal through the service: one version with the header, named refusals, two people at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.lines import Line
from workbench.domain.people import Reach, Role
from workbench.errors import ChangedMeanwhileError, InvalidValueError
from workbench.store import stop_owner

TODAY = date(2026, 11, 24)
LINES = [{"article": "Ribbon", "unit_price": 10, "quantity": 2}, {"article": "Head", "unit_price": 90}]


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, lang="en") as opened:
        yield opened
        assert opened.store.check() == []


@pytest.fixture
def two(tmp_path) -> Iterator[tuple[Workbench, Workbench]]:
    path = tmp_path / "store.duckdb"
    with open_workbench(path, user="boss", today=TODAY, lang="en") as boss:
        boss.people.add(login="bob", name="Bob", role=Role.SALESPERSON, sees=Reach.ALL, changes=Reach.ALL)
        with open_workbench(path, user="bob", today=TODAY, lang="en") as bob:
            yield boss, bob
    stop_owner(str(path))


def names(wb: Workbench, key: UUID) -> list[str | None]:
    return [line.article for line in wb.opportunities.get(key).lines]


def test_header_and_lines_are_one_version(wb: Workbench) -> None:
    deal = wb.opportunities.create(title="One", lines=LINES).opportunity
    kept = {"id": deal.lines[1].id, "article": "Head", "unit_price": 80}
    after = wb.opportunities.update(deal.id, seen=1, title="Two", lines=[kept, {"article": "Label"}]).opportunity
    assert (after.version, after.title, after.net) == (2, "Two", Decimal("80.00"))
    assert [line.id == deal.lines[1].id for line in after.lines] == [True, False]
    assert wb.opportunities.get(deal.id) == after
    stored = wb.sql("select id, archived from line")
    assert dict(zip(stored["id"].map(str), stored["archived"], strict=True)) == {
        str(deal.lines[0].id): True, **{str(line.id): False for line in after.lines},
    }  # fmt: skip


def test_lines_stand_in_the_order_they_are_given(wb: Workbench) -> None:
    deal = wb.opportunities.create(title="One", lines=[{"article": name} for name in "cab"]).opportunity
    assert names(wb, deal.id) == ["c", "a", "b"]
    wb.opportunities.update(deal.id, lines=[deal.lines[1], {"id": deal.lines[2].id, "article": "b"}, deal.lines[0]])
    assert names(wb, deal.id) == ["a", "b", "c"]


def test_a_product_family_that_exists_is_kept(wb: Workbench) -> None:
    family = wb.settings.lookups().families[0].id
    deal = wb.opportunities.create(title="One", lines=[{"family_id": family}]).opportunity
    after = wb.opportunities.update(deal.id, lines=[*deal.lines, {"family_id": str(family)}]).opportunity
    assert [line.family_id for line in after.lines] == [family, family]


def test_another_currency_keeps_the_amounts_of_the_lines(wb: Workbench) -> None:
    deal = wb.opportunities.create(title="One", lines=LINES, currency="EUR").opportunity
    after = wb.opportunities.update(deal.id, currency="USD").opportunity
    assert (after.currency, after.net, after.lines) == ("USD", deal.net, deal.lines)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"quantity": -1}, "quantity"),
        ({"quantity": 1.5}, "quantity"),
        ({"quantity": "1e999999"}, "quantity"),
        ({"unit_price": -1}, "unit_price"),
        ({"quantity": "9999999999", "unit_price": "9999999999"}, "unit_price"),
        ({"unit_price": "NaN"}, "unit_price"),
        ({"expected_order_date": "2026-13-01"}, "expected_order_date"),
        ({"family_id": "none"}, "family_id"),
        ({"family_id": uuid4()}, "family_id"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_refused_line_is_named_and_nothing_is_written(wb: Workbench, bad: dict[str, object], field: str) -> None:
    deal = wb.opportunities.create(title="One", lines=LINES).opportunity
    with pytest.raises(InvalidValueError, match=r"^Line 2: ") as told:
        wb.opportunities.update(deal.id, title="Lost", lines=[LINES[0], bad])
    assert told.value.field == f"lines.2.{field}"
    assert wb.opportunities.get(deal.id) == deal
    with pytest.raises(InvalidValueError) as told:
        wb.opportunities.create(title="Two", lines=[LINES[0], bad])
    assert told.value.field == f"lines.2.{field}"
    with pytest.raises(InvalidValueError, match=r"^Deal 1: Line 2: "):
        wb.opportunities.create_many([{"title": "Three", "lines": [LINES[0], bad]}])


def test_what_is_no_line_is_refused(wb: Workbench) -> None:
    with pytest.raises(InvalidValueError) as told:
        wb.opportunities.create(title="One", lines=[LINES[0], 5])  # type: ignore[list-item]
    assert told.value.field == "lines.2"


def test_a_deal_takes_five_hundred_lines_and_no_more(wb: Workbench) -> None:
    deal = wb.opportunities.create(title="One", lines=[{"unit_price": 1}] * 500).opportunity
    assert (len(deal.lines), deal.net) == (500, Decimal("500.00"))
    with pytest.raises(InvalidValueError) as told:
        wb.opportunities.update(deal.id, lines=[{}] * 501)
    assert told.value.field == "lines"


def test_sums_that_no_store_holds_are_refused(wb: Workbench) -> None:
    largest = {"quantity": 999_999, "unit_price": "9999999999"}
    assert wb.opportunities.create(title="One", lines=[largest]).opportunity.net == Decimal("9999989999000001.00")
    with pytest.raises(InvalidValueError) as told:
        wb.opportunities.create(title="Two", lines=[largest, largest])
    assert told.value.field == "lines"


def test_of_two_who_saw_the_same_version_one_is_told(two: tuple[Workbench, Workbench]) -> None:
    boss, bob = two
    deal = boss.opportunities.create(title="One", lines=LINES).opportunity
    boss.opportunities.update(deal.id, seen=1, lines=[Line(id=deal.lines[0].id, article="Ribbon", quantity=Decimal(3))])
    with pytest.raises(ChangedMeanwhileError):
        bob.opportunities.update(deal.id, seen=1, title="Lost", lines=LINES)
    assert names(bob, deal.id) == ["Ribbon"]
    assert bob.opportunities.get(deal.id).title == "One"


def test_lines_written_at_the_same_moment_are_never_mixed(two: tuple[Workbench, Workbench]) -> None:
    boss, bob = two
    deal = boss.opportunities.create(title="One", lines=LINES).opportunity

    def save(who: Workbench, name: str) -> str | None:
        try:
            who.opportunities.update(deal.id, seen=1, lines=[{"article": name, "unit_price": 5}] * 3)
        except ChangedMeanwhileError:
            return None
        return name

    with ThreadPoolExecutor(2) as pool:
        saved = [name for name in pool.map(save, (boss, bob), ("boss", "bob")) if name]
    assert len(saved) == 1
    assert names(boss, deal.id) == saved * 3
    assert boss.opportunities.get(deal.id).version == 2
    assert boss.store.check() == []
