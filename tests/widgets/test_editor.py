from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.talking import hears, says
from workbench.app import Workbench, open_workbench
from workbench.domain.probability import Outcome
from workbench.errors import InvalidValueError, NotFoundError
from workbench.widgets.editor import Editor
from workbench.widgets.editor_form import KINDS, read_values

TODAY = date(2026, 11, 24)


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: datetime(2026, 11, 24, 10)) as opened:
        yield opened


@pytest.fixture
def deal(wb):
    return wb.opportunities.create(title="Labels", net=Decimal(100)).opportunity


@pytest.fixture
def editor(wb, deal):
    return Editor(wb, opportunity=deal.id)


def test_saving_writes_only_what_was_changed(wb, deal, editor):
    reply = says(editor, "save", opportunity=str(deal.id), seen=1, changes={"title": "Ribbons", "net": "250.50"})
    after = wb.opportunities.get(deal.id)
    assert reply["kind"] == "saved"
    assert (after.title, after.net, after.version) == ("Ribbons", Decimal("250.50"), 2)
    assert editor.deal["version"] == 2


def test_a_deal_changed_meanwhile_is_shown_and_not_overwritten(wb, deal, editor):
    wb.opportunities.update(deal.id, title="Theirs")
    reply = says(editor, "save", opportunity=str(deal.id), seen=1, changes={"title": "Mine"})
    assert reply["kind"] == "changed"
    assert reply["deal"]["values"]["title"] == "Theirs"
    assert wb.opportunities.get(deal.id).title == "Theirs"


def test_a_bad_value_is_refused_beside_its_field(deal, editor):
    for field, value in [("net", "12,34.5"), ("expected_close_date", "31/02/2024"), ("quality", "9"), ("title", "")]:
        reply = says(editor, "save", opportunity=str(deal.id), seen=1, changes={field: value})
        assert (reply["kind"], reply["field"]) == ("refuse", field)


def test_a_closing_stage_asks_the_reason_first(wb, deal, editor):
    lost = wb.settings.lookups().workflow(deal.workflow_id).closing(Outcome.LOST)
    move = {"opportunity": str(deal.id), "seen": 1, "stage": str(lost.id)}
    assert says(editor, "move", **move)["kind"] == "ask"
    reason = next(row["id"] for row in editor.reasons if row["outcome"] == "lost")
    assert says(editor, "move", **move, reason=reason)["kind"] == "saved"
    assert wb.opportunities.get(deal.id).status is Outcome.LOST


def test_a_probability_and_fields_are_saved_together(wb, deal, editor):
    row = next(row for row in wb.settings.lookups().probabilities.rows if row.percent == 50)
    changes = {"title": "Ribbons", "probability_id": str(row.id)}
    assert says(editor, "save", opportunity=str(deal.id), seen=1, changes=changes)["kind"] == "saved"
    after = wb.opportunities.get(deal.id)
    assert (after.title, after.probability_id, after.version) == ("Ribbons", row.id, 2)


def test_fields_saved_with_a_closing_probability_wait_for_the_reason(wb, deal, editor):
    won = wb.settings.lookups().probabilities.closing(Outcome.WON)
    save = {"opportunity": str(deal.id), "seen": 1, "changes": {"title": "Ribbons", "probability_id": str(won.id)}}
    assert says(editor, "save", **save)["kind"] == "ask"
    assert wb.opportunities.get(deal.id).version == 1
    reason = next(row["id"] for row in editor.reasons if row["outcome"] == "won")
    assert says(editor, "save", **save, reason=reason, note="gladly")["kind"] == "saved"
    after = wb.opportunities.get(deal.id)
    assert (after.title, after.status, after.reason_note, after.version) == ("Ribbons", Outcome.WON, "gladly", 2)


def test_the_last_change_can_be_taken_back(wb, deal, editor):
    says(editor, "save", opportunity=str(deal.id), seen=1, changes={"title": "Ribbons"})
    reply = says(editor, "undo", opportunity=str(deal.id), seen=2, unit=editor.deal["undo"])
    assert reply["kind"] == "saved"
    assert wb.opportunities.get(deal.id).title == "Labels"


def test_amounts_of_a_deal_with_lines_are_locked_with_the_reason(wb):
    line = {"article": "Ribbon", "quantity": Decimal(2), "unit_price": Decimal(10)}
    deal = wb.opportunities.create(title="With lines", lines=[line]).opportunity
    editor = Editor(wb, opportunity=deal.id)
    assert "net" in editor.deal["locked"]
    assert editor.deal["locked_why"]
    assert len(editor.deal["lines"][0]) == len(editor.line_columns)


def test_a_new_deal_opens_with_its_defaults_and_is_created(wb):
    editor = Editor(wb)
    editor.show_new()
    assert editor.deal["values"]["created_date"] == "2026-11-24"
    reply = says(editor, "create", values={"title": "Fresh", "net": "10"})
    assert reply["kind"] == "saved"
    assert editor.deal["title"] == "Fresh"
    assert says(editor, "create", values={})["field"] == "title"


def test_what_does_not_exist_cannot_be_opened(wb):
    with pytest.raises(NotFoundError):
        Editor(wb).show(uuid4())


def test_the_page_cannot_write_the_editors_traits(editor):
    before = dict(editor.deal)
    editor.set_state({"deal": {"id": "x"}})
    assert editor.deal == before


messages = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KIND = st.sampled_from(["save", "create", "move", "archive", "undo", "contacts", "unknown"])
FIELD = st.sampled_from(["opportunity", "seen", "changes", "values", "stage", "unit", "text", "archived", "reason"])


def test_no_message_makes_the_editor_fail(editor, caplog):
    @given(KIND, st.dictionaries(FIELD, messages, max_size=5))
    def hostile(kind, fields):
        reply = hears(editor, {"kind": kind, **fields})
        assert reply["kind"] in {"refuse", "contacts"}

    hostile()
    assert "unexpected error" not in caplog.text
    assert hears(editor, ["not", "an", "object"])["kind"] == "refuse"


@given(st.dictionaries(st.sampled_from(sorted(KINDS)), messages, max_size=4))
def test_form_values_are_read_or_refused_by_field(given_values):
    refused = None
    try:
        assert read_values(given_values).keys() == given_values.keys()
    except InvalidValueError as error:
        refused = error.field
    assert refused is None or refused in given_values
