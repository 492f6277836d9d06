"""The settings in the page: each message is checked again, and only administrators have the view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.talking import hears, says
from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import NotAllowedError
from workbench.services.configuration import Configuration
from workbench.services.settings import Settings
from workbench.widgets.settings_view import SettingsView
from workbench.widgets.views import known_view


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24)) as opened:
        yield opened


@pytest.fixture
def view(wb: Workbench) -> SettingsView:
    return SettingsView(wb)


def shown(view: SettingsView, name: str) -> dict:
    return next(row for row in view.table["rows"] if row["name"] == name)


def test_a_row_is_edited_in_its_place_and_taken_back(wb, view):
    lead = shown(view, "Lead")
    reply = says(view, "update", key=lead["key"], values={"name": "Suspect", "colour": "#112233"})
    assert (reply["kind"], shown(view, "Suspect")["texts"]["colour"]) == ("saved", "#112233")
    assert wb.settings.lookups().workflows[0].stages[0].name == "Suspect"
    assert view.table["changes"][0]["fields"][0]["after"] == "Suspect"
    assert says(view, "undo", unit=reply["unit"])["kind"] == "saved"
    assert shown(view, "Lead")["values"] == lead["values"]


def test_a_bad_value_is_refused_beside_its_field(view):
    reply = says(view, "update", key=shown(view, "Lead")["key"], values={"colour": "url(x)"})
    assert (reply["kind"], reply["field"]) == ("refuse", "colour")


def test_another_table_is_chosen_and_gets_a_row(wb, view):
    says(view, "table", table="origin", within="")
    assert view.table["key"] == "origin"
    assert says(view, "add", values={"code": "tip", "name": "<img src=x>"})["kind"] == "saved"
    assert "<img src=x>" in {origin.name for origin in wb.settings.lookups().origins}
    assert says(view, "retire", key=shown(view, "<img src=x>")["key"], retired=True)["kind"] == "saved"
    assert says(view, "table", table="user_account", within="")["kind"] == "refuse"


def test_a_way_between_stages_is_forbidden(wb, view):
    flow = wb.settings.lookups().workflows[0]
    source, target = flow.stages[0].id, flow.stages[1].id
    assert [str(source), str(target)] in view.table["ways"]
    assert says(view, "way", source=str(source), target=str(target), allowed=False)["kind"] == "saved"
    assert target not in wb.settings.lookups().workflows[0].targets(source)


def test_the_file_is_looked_at_before_it_is_taken_over(wb, view):
    text = says(view, "export")["text"].replace('"name": "Lead"', '"name": "Suspect"')
    [step] = says(view, "import_preview", text=text)["steps"]
    assert (step["name"], step["fields"][0]["before"]) == ("Suspect", "Lead")
    assert wb.settings.lookups().workflows[0].stages[0].name == "Lead"
    assert says(view, "import", text=text)["kind"] == "saved"
    assert wb.settings.lookups().workflows[0].stages[0].name == "Suspect"


def test_a_salesperson_has_no_settings(wb):
    wb.people.add(login="bea", name="Bea", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
    session = replace(wb.session, settings=Settings(wb.store), login="bea")
    assert known_view("settings", session.user) is None
    with pytest.raises(NotAllowedError):
        SettingsView(replace(wb, session=session, configuration=Configuration(session)))


FIELDS = st.dictionaries(
    st.sampled_from(["key", "values", "table", "within", "retired", "down", "source", "target", "allowed", "unit", "text"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.dictionaries(st.text(max_size=5), st.text(max_size=5)),
)  # fmt: skip


def test_no_message_makes_it_fail(view, caplog):
    kinds = st.sampled_from([kind for kind in view.answers() if kind != "export"])

    @settings(max_examples=150)
    @given(kinds, FIELDS)
    def hostile(kind, fields):
        assert hears(view, {"kind": kind, **fields})["kind"] in {"refuse", "done"}

    hostile()
    assert "unexpected error" not in caplog.text
