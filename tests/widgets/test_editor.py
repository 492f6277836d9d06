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
from workbench.services.bulk.change import Change
from workbench.services.bulk.service import Chosen
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


def plain(**given) -> dict:
    """Return a line as the page sends it."""
    return {"id": "", "quantity": "1", "unit_price": "0", "discount": "0", **given}


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


def history_of(editor) -> list[dict]:
    return says(editor, "tab", tab="history")["data"]["entries"]


def test_a_change_can_be_taken_back_out_of_the_history(wb, deal, editor):
    says(editor, "save", opportunity=str(deal.id), seen=1, changes={"title": "Ribbons"})
    says(editor, "save", opportunity=str(deal.id), seen=2, changes={"notes": "later"})
    latest, earlier, created = history_of(editor)
    assert [entry["undo"] for entry in (latest, earlier, created)] == ["one", "one", ""]
    reply = says(editor, "undo", opportunity=str(deal.id), seen=3, unit=earlier["unit"], many=False)
    assert reply["kind"] == "saved"
    after = wb.opportunities.get(deal.id)
    assert (after.title, after.notes) == ("Labels", "later")
    assert history_of(editor)[0]["what"] == "took a change back"


def test_what_changed_many_deals_is_taken_back_in_all_of_them(wb, deal, editor):
    other = wb.opportunities.create(title="Another").opportunity
    wb.bulk.change(Change(fields={"campaign": "Spring"}), Chosen(ids=(deal.id, other.id)))
    entry = history_of(editor)[0]
    assert (entry["undo"], entry["what"]) == ("many", "changed with others")
    reply = says(editor, "undo", opportunity=str(deal.id), seen=2, unit=entry["unit"], many=True)
    assert (reply["kind"], editor.deal["version"]) == ("saved", 3)
    assert [wb.opportunities.get(key).campaign for key in (deal.id, other.id)] == [None, None]


def test_the_history_tells_what_became_of_each_line(wb, editor, deal):
    def save(lines):
        seen = wb.opportunities.get(deal.id).version
        assert says(editor, "save", opportunity=str(deal.id), seen=seen, changes={}, lines=lines)["kind"] == "saved"
        return editor.deal["lines"]

    lines = save([plain(article="Ribbon", unit_price="10", quantity="2"), plain(article="Head", unit_price="90")])
    lines = save([lines[0] | {"quantity": "3"}, lines[1]])
    save([lines[0]])
    removed, changed, added = [entry["lines"] for entry in history_of(editor)[:3]]
    assert [line["what"] for line in added] == ["Line added", "Line added"]
    assert [(line["name"], line["fields"][0]["after"]) for line in changed] == [("Ribbon", "3")]
    assert [(line["what"], line["name"]) for line in removed] == [("Line removed", "Head")]


def test_the_header_takes_its_amounts_from_the_lines_in_the_same_version(wb, deal, editor):
    lines = [
        plain(article="Ribbon", quantity="3", unit_price="33.335", discount="0.01"),
        plain(article="Head", unit_price="5"),
    ]
    reply = says(editor, "save", opportunity=str(deal.id), seen=1, changes={"title": "With lines"}, lines=lines)
    assert reply["kind"] == "saved"
    after = wb.opportunities.get(deal.id)
    assert (after.title, after.version, after.gross, after.net) == (
        "With lines",
        2,
        Decimal("105.01"),
        Decimal("105.00"),
    )
    assert [line["article"] for line in editor.deal["lines"]] == ["Ribbon", "Head"]


def test_a_bad_line_is_refused_with_its_place_and_nothing_is_saved(wb, deal, editor):
    lines = [plain(article="Ribbon"), plain(article="Head", quantity="-1")]
    reply = says(editor, "save", opportunity=str(deal.id), seen=1, changes={"title": "Lost"}, lines=lines)
    assert (reply["kind"], reply["field"]) == ("refuse", "lines.2.quantity")
    assert wb.opportunities.get(deal.id).title == "Labels"


def test_a_duplicate_is_a_new_form_that_takes_over_what_lasts(wb, editor):
    contact = wb.contacts.create(name="Verdi")
    line = {"article": "Ribbon", "quantity": Decimal(2), "unit_price": Decimal(10)}
    first = wb.opportunities.create(
        title="Labels", lines=[line], contact=contact.id, expected_close_date=date(2026, 12, 1), tags=("food",)
    ).opportunity
    editor.show(first.id)
    says(editor, "duplicate", opportunity=str(first.id))
    deal = editor.deal
    assert (deal["id"], deal["draft"]["title"], deal["draft"]["tags"]) == (None, "Labels (copy)", ["food"])
    assert "expected_close_date" not in deal["draft"]
    assert says(editor, "create", values=deal["draft"], lines=deal["draft_lines"])["kind"] == "saved"
    made = wb.opportunities.get(editor.opportunity)
    assert (made.net, made.contact_id, made.number) == (Decimal("20.00"), contact.id, first.number + 1)
    assert {line.id for line in made.lines}.isdisjoint({line.id for line in first.lines})


def test_the_stages_tell_how_long_the_deal_was_in_each():
    moments = [datetime(2026, 11, 1, 10)]
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: moments[-1]) as wb:
        deal = wb.opportunities.create(title="Slow").opportunity
        flow = wb.settings.lookups().workflow(deal.workflow_id)
        moments.append(datetime(2026, 11, 5, 11))
        wb.opportunities.move(deal.id, stage=flow.stages[1].id)
        moments.append(datetime(2026, 11, 24, 10))
        shown = Editor(wb, opportunity=deal.id).deal["stages"]
        expected = flow.stages[1].expected_days
    assert [stage["time"] for stage in shown[:3]] == ["4 days", "18 days", ""]
    assert shown[1]["current"]
    assert shown[1]["late"] == (expected is not None and expected < 18)


def test_a_past_day_is_shown_and_cannot_be_changed(wb, deal, editor):
    wb.opportunities.update(deal.id, title="Now")
    editor.show(deal.id, was_on=TODAY)
    assert editor.deal["title"] == "Now"
    assert "24 Nov 2026" in editor.deal["past"]
    assert editor.deal["read_only"] == editor.deal["past"]
    with pytest.raises(NotFoundError):
        editor.show(deal.id, known_on=date(2026, 11, 1))


def test_the_neighbours_are_those_of_what_the_page_shows(wb, deal):
    other = wb.opportunities.create(title="Another").opportunity
    editor = Editor(wb, around=wb.listing.around)
    reply = says(editor, "around", opportunity=str(other.id))
    assert (reply["place"], reply["before"], reply["after"]) == ("1 of 2", None, str(deal.id))
    says(editor, "open", opportunity=reply["after"])
    assert editor.opportunity == deal.id
    assert says(Editor(wb), "around", opportunity=str(deal.id))["place"] == ""


def test_a_list_of_the_deal_changes_its_head(editor):
    told: list[dict] = []
    assert says(editor, "tab", tab="activities")["data"]["groups"] == []
    editor.tell = told.append
    editor._handle_custom_msg({"kind": "activity-quick", "request": "r", "text": "call Verdi tomorrow"}, [])
    facts, answer = told
    assert (facts["kind"], answer["kind"]) == ("facts", "acted"), told
    assert facts["facts"][-1]["value"] == "Call · Verdi · Wed 25 Nov"


def test_a_new_deal_opens_with_its_defaults_and_is_created(wb):
    editor = Editor(wb)
    editor.show_new()
    assert editor.deal["values"]["created_date"] == "2026-11-24"
    reply = says(editor, "create", values={"title": "Fresh", "net": "10"})
    assert reply["kind"] == "saved"
    assert editor.deal["title"] == "Fresh"
    assert says(editor, "create", values={})["field"] == "title"


def test_entering_a_deal_warns_of_one_that_looks_like_it(wb, editor):
    contact = wb.contacts.create(name="Verdi")
    deal = wb.opportunities.create(title="Second labelling line", contact=contact.id, net=Decimal(100)).opportunity
    values = {"title": "Second labeling line", "contact_id": str(contact.id), "net": "105", "currency": "EUR"}
    [found] = says(editor, "alike", values=values)["found"]
    assert (found["id"], found["reasons"]) == (str(deal.id), "Similar title, Similar amount, Close in time")
    assert says(editor, "alike", values=values | {"title": "Spare parts"})["found"] == []
    assert says(editor, "alike", values={"title": "x"})["found"] == []


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
KIND = st.sampled_from(
    [
        "save",
        "create",
        "move",
        "archive",
        "undo",
        "contacts",
        "unknown",
        "tab",
        "open",
        "around",
        "duplicate",
        "contact",
    ]
)
FIELD = st.sampled_from(
    ["opportunity", "seen", "changes", "values", "lines", "stage", "unit", "text", "archived", "reason", "many", "tab"]
)


def test_no_message_makes_the_editor_fail(editor, caplog):
    @given(KIND, st.dictionaries(FIELD, messages, max_size=5))
    def hostile(kind, fields):
        reply = hears(editor, {"kind": kind, **fields})
        assert reply["kind"] in {"refuse", "contacts", "around", "tab", "alike"}

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
