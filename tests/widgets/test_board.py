from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.opportunity import Opportunity
from workbench.errors import InvalidValueError, NotFoundError
from workbench.widgets.board import Board
from workbench.widgets.board_intents import read_intent, request_of

TODAY = date(2026, 11, 24)
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: datetime(2026, 11, 24, 10)) as opened:
        yield opened


class Page:
    """A board and what its page would see of it."""

    def __init__(self, wb: Workbench, kind="progress", **choices):
        self.wb = wb
        self.board = Board(wb, kind, **choices)
        self.heard: list[dict] = []
        self.board.send = self.heard.append

    def says(self, content: object) -> dict | None:
        before = len(self.heard)
        self.board._handle_custom_msg(content, [])
        return self.heard[-1] if len(self.heard) > before else None

    def moves(self, deal: Opportunity, to: str, **more) -> dict:
        message = {"kind": "move", "request": 7, "opportunity": str(deal.id), "seen": str(deal.version), "to": to}
        answer = self.says(message | more)
        assert answer is not None
        assert answer["request"] == 7
        return answer

    def column(self, label: str) -> dict:
        return next(column for column in self.board.board["columns"] if column["label"] == label)


def new_deal(wb: Workbench, title="A deal", **fields) -> Opportunity:
    return wb.opportunities.create(title=title, **{"net": Decimal("1000.50"), **fields}).opportunity


def header(answer: dict, key: str) -> dict:
    return next(column for column in answer["columns"] if column["key"] == key)


def test_the_columns_partition_the_deals_and_carry_the_total(wb):
    for amount in ("10.10", "20.20", "0.03"):
        new_deal(wb, net=Decimal(amount))
    for kind in ("progress", "stages"):
        shown = Page(wb, kind).board.board
        assert sum(column["count"] for column in shown["columns"]) == 3
        assert sum(Decimal(column["net_raw"]) for column in shown["columns"]) == Decimal("30.33")
        assert shown["total"]["count"] == "3 deals"
        assert shown["total"]["net"] == "€30.33"


def test_lost_stands_left_and_won_right_both_collapsed(wb):
    columns = Page(wb).board.board["columns"]
    assert [columns[0]["outcome"], columns[-1]["outcome"]] == ["lost", "won"]
    assert [column["collapsed"] for column in columns] == [True, *[False] * (len(columns) - 2), True]


def test_a_card_carries_what_the_page_shows_already_written(wb):
    new_deal(
        wb, title=HOSTILE, tags="vip,fair", expected_close_date=date(2026, 11, 20), created_date=date(2026, 11, 14)
    )
    card = next(card for column in Page(wb).board.board["columns"] for card in column["cards"])
    assert (card["title"], card["contact"], card["net"]) == (HOSTILE, "No contact", "€1,000.50")
    assert (card["age"], card["due"], card["due_on"], card["overdue"]) == ("10 days", "20 Nov", "20 Nov 2026", True)
    assert (card["tags"], card["targets"], card["locked"]) == (["vip", "fair"], None, False)


def test_a_drop_sets_the_probability_and_answers_with_headers_and_total(wb):
    deal, page = new_deal(wb), Page(wb)
    target = page.column("Likely")["key"]
    answer = page.moves(deal, target)
    assert page.heard[-2] == {"kind": "saved", "request": 7, "unit": answer["unit"]}
    assert (answer["kind"], answer["column"], answer["card"]["seen"]) == ("ack", target, "2")
    assert header(answer, target)["count"] == 1
    assert "cards" not in header(answer, target)
    assert answer["total"]["weighted"] == "€750.38"
    assert str(wb.opportunities.get(deal.id).probability_id) == target


def test_a_drop_can_be_undone(wb):
    deal, page = new_deal(wb), Page(wb)
    before = wb.opportunities.get(deal.id).probability_id
    moved = page.moves(deal, page.column("Likely")["key"])
    answer = page.says({"kind": "undo", "request": 8, "unit": moved["unit"]})
    assert (answer["kind"], answer["request"], answer["column"], answer["unit"]) == ("ack", 8, str(before), None)
    assert wb.opportunities.get(deal.id).probability_id == before


def test_a_drop_on_lost_asks_for_a_fitting_reason_and_closes_with_it(wb):
    deal, page = new_deal(wb), Page(wb)
    lost = page.column("Lost")["key"]
    question = page.moves(deal, lost)["question"]
    assert question["outcome"] == "lost"
    labels = {reason["label"] for reason in question["reasons"]}
    assert "Price too high" in labels
    assert "Best price" not in labels
    answer = page.moves(deal, lost, reason=question["reasons"][0]["key"], note=" too dear ")
    assert (answer["kind"], answer["column"]) == ("ack", lost)
    closed = wb.opportunities.get(deal.id)
    assert (closed.status, closed.closed_date, closed.reason_note) == ("lost", TODAY, "too dear")


def test_a_stale_card_is_refused_and_shown_as_it_is_now(wb):
    deal, page = new_deal(wb), Page(wb)
    wb.opportunities.update(deal.id, title="Renamed meanwhile")
    answer = page.moves(deal, page.column("Likely")["key"])
    assert answer["kind"] == "refuse"
    assert answer["card"]["title"] == "Renamed meanwhile"
    assert answer["card"]["seen"] == "2"


def test_stages_name_the_allowed_targets_and_refuse_the_others(wb):
    deal, page = new_deal(wb), Page(wb, "stages")
    flow = wb.settings.lookups().workflow(page.board.workflow)
    card = next(card for column in page.board.board["columns"] for card in column["cards"])
    allowed = {str(key) for key in flow.targets(deal.stage_id)}
    assert set(card["targets"]) == allowed
    forbidden = next(stage for stage in flow.stages if str(stage.id) not in allowed and stage.id != deal.stage_id)
    answer = page.moves(deal, str(forbidden.id))
    assert (answer["kind"], answer["column"]) == ("refuse", str(deal.stage_id))
    answer = page.moves(deal, min(allowed, key=lambda key: flow.stage(UUID(key)).position))
    assert answer["kind"] == "ack"


def test_a_deal_that_the_filters_no_longer_let_through_leaves_the_board(wb):
    deal, page = new_deal(wb), Page(wb, filters=Filters(status="open"))
    won = page.column("Won")["key"]
    reason = page.moves(deal, won)["question"]["reasons"][0]["key"]
    answer = page.moves(deal, won, reason=reason)
    assert (answer["kind"], answer["card"], answer["column"]) == ("ack", None, None)
    assert answer["notice"]
    assert header(answer, won)["count"] == 0


def test_more_brings_the_next_cards_and_counts_what_remains(wb):
    for number in range(5):
        new_deal(wb, net=Decimal(number))
    page = Page(wb, per_column=2)
    column = page.column("First contact")
    assert (len(column["cards"]), column["remaining"]) == (2, 3)
    answer = page.says({"kind": "more", "request": 1, "column": column["key"], "shown": 2})
    assert ([card["net"] for card in answer["cards"]], answer["remaining"]) == (["€2.00", "€1.00"], 1)


def test_choices_read_the_board_again_and_are_confirmed(wb):
    new_deal(wb, title="beta", net=Decimal(9))
    new_deal(wb, title="Alpha", net=Decimal(1))
    page = Page(wb)
    assert page.says({"kind": "sort", "request": 3, "by": "title"}) == {"kind": "done", "request": 3}
    assert [card["title"] for card in page.column("First contact")["cards"]] == ["Alpha", "beta"]
    assert page.says({"kind": "density", "request": 4, "value": "compact"}) is None
    page.says({"kind": "collapse", "request": 5, "column": page.column("Likely")["key"], "collapsed": True})
    page.board.refresh()
    assert page.board.board["density"] == "compact"
    assert page.column("Likely")["collapsed"]


def test_another_workflow_can_be_shown(wb):
    page = Page(wb, "stages")
    other = wb.settings.lookups().workflows[-1]
    page.says({"kind": "workflow", "request": 1, "key": other.code})
    assert page.board.workflow == other.code
    assert [column["label"] for column in page.board.board["columns"]] == [stage.name for stage in other.stages]
    with pytest.raises(NotFoundError):
        page.board.show(workflow="nowhere")
    assert page.board.workflow == other.code


def test_a_card_opens_the_editor(wb):
    opened: list[UUID] = []
    deal, page = new_deal(wb), Page(wb, open_card=opened.append)
    page.says({"kind": "open", "request": 1, "opportunity": str(deal.id)})
    assert opened == [deal.id]


def test_a_change_by_somebody_else_is_patched(wb):
    deal, page = new_deal(wb), Page(wb, filters=Filters(title="deal"))
    wb.opportunities.update(deal.id, title="A deal renamed")
    page.board.patch({deal.id: "Ana"})
    assert page.heard[-1]["kind"] == "patch"
    assert page.heard[-1]["cards"][0]["card"]["title"] == "A deal renamed"
    wb.opportunities.update(deal.id, title="Something else")
    page.board.patch({deal.id: "Ana"})
    assert page.heard[-1]["cards"] == [{"id": str(deal.id), "card": None, "column": None}]


def test_an_empty_board_says_what_to_do(wb):
    assert Page(wb).board.board["empty"]["title"] == "No deals yet"
    assert Page(wb, filters=Filters(title="x")).board.board["empty"]["title"] == "No deal matches"


def test_an_unknown_column_is_refused(wb):
    deal, page = new_deal(wb), Page(wb)
    assert page.moves(deal, str(uuid4()))["kind"] == "refuse"
    assert page.says({"kind": "more", "request": 1, "column": str(uuid4()), "shown": 0})["kind"] == "refuse"
    assert wb.opportunities.get(deal.id).version == 1


def test_an_unforeseen_failure_is_answered_with_a_reference_and_logged(wb, caplog):
    def fail(_key: UUID) -> None:
        raise ZeroDivisionError(HOSTILE)

    page = Page(wb, open_card=fail)
    with caplog.at_level(logging.ERROR):
        answer = page.says({"kind": "open", "request": 1, "opportunity": str(uuid4())})
    assert answer["kind"] == "refuse"
    assert HOSTILE not in answer["message"]
    reference = answer["message"].rsplit(" ", 1)[-1].rstrip(".")
    assert reference in caplog.text


def test_the_page_cannot_change_what_the_board_believes(wb):
    deal, page = new_deal(wb), Page(wb)
    page.board.set_state({"board": {"columns": []}, "texts": {}})
    assert page.says({"kind": "more", "request": 1, "column": str(deal.probability_id), "shown": 0})["kind"] == "page"


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.uuids().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
kinds = st.sampled_from(
    ["move", "undo", "more", "collapse", "open", "sort", "workflow", "density", "refresh", "patch", ""]
)
parts = st.sampled_from(
    [
        "request",
        "opportunity",
        "seen",
        "to",
        "reason",
        "note",
        "unit",
        "column",
        "shown",
        "collapsed",
        "by",
        "key",
        "value",
    ]
)


@given(content=plain | st.builds(lambda kind, rest: {**rest, "kind": kind}, kinds, st.dictionaries(parts, plain)))
@settings(max_examples=300, deadline=None)
def test_any_message_is_read_or_refused(content):
    assert 0 <= request_of(content) < 2**53
    with contextlib.suppress(InvalidValueError):
        read_intent(content)


@given(
    messages=st.lists(
        st.builds(lambda kind, rest: {**rest, "kind": kind}, kinds, st.dictionaries(parts, plain)), max_size=8
    )
)
@settings(max_examples=15, deadline=None)
def test_no_message_breaks_the_board(messages):
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: datetime(2026, 11, 24, 10)) as wb:
        deal, page = new_deal(wb), Page(wb)
        for message in messages:
            page.says(message)
        assert all(answer["kind"] in {"refuse", "done"} for answer in page.heard)
        assert page.moves(deal, page.column("Likely")["key"])["kind"] == "ack"
