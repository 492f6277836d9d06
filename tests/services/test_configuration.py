"""The tables that an administrator edits: rules, use counts, retiring, undo, and all of it as one file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.errors import ChangedMeanwhileError, InvalidValueError, NotAllowedError, NotFoundError
from workbench.services.configuration import TABLES, Configuration, Row
from workbench.services.configuration.transfer import read_document
from workbench.services.settings import Settings

TODAY = date(2026, 11, 24)


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: datetime(2026, 11, 24, 10)) as opened:
        yield opened


def row(wb: Workbench, table: str, code: str) -> Row:
    return next(each for each in wb.configuration.rows(table) if each.values["code"] == code)


def refusal(field: str) -> Any:
    return _Refused(field)


class _Refused:
    """Expects a refusal of one field."""

    def __init__(self, field: str) -> None:
        self._field, self._raises = field, pytest.raises(InvalidValueError)

    def __enter__(self) -> None:
        self._caught = self._raises.__enter__()

    def __exit__(self, *what: object) -> bool | None:
        done = self._raises.__exit__(*what)
        assert self._caught.value.field == self._field
        return done


def test_use_is_counted_and_agrees_with_the_records(wb: Workbench) -> None:
    types = wb.settings.lookups().types
    for number in range(5):
        wb.opportunities.create(title=f"Deal {number}", type=types[number % 2].id)
    used = {each.key: each.used for each in wb.configuration.rows("opportunity_type")}
    assert (used[str(types[0].id)], used[str(types[1].id)]) == (3, 2)
    counted = wb.sql("select stage_id, count(*) as deals from opportunity group by stage_id")
    stages = {each.key: each.used for each in wb.configuration.rows("stage") if each.used}
    assert stages == {str(key): deals for key, deals in zip(counted["stage_id"], counted["deals"], strict=True)}


def test_a_retired_row_is_offered_no_more_and_stays_where_it_is_used(wb: Workbench) -> None:
    kind = wb.settings.lookups().types[0]
    deal = wb.opportunities.create(title="Old", type=kind.id).opportunity
    wb.configuration.retire("opportunity_type", str(kind.id))
    lookups = wb.settings.lookups()
    assert kind.id not in {each.id for each in lookups.types}
    assert lookups.names[kind.id] == kind.name
    wb.opportunities.update(deal.id, notes="still the same type")
    assert wb.opportunities.get(deal.id).type_id == kind.id
    with refusal("type_id"):
        wb.opportunities.create(title="New", type_id=kind.id)
    wb.configuration.retire("opportunity_type", str(kind.id), retired=False)
    assert kind.id in {each.id for each in wb.settings.lookups().types}


def test_a_stage_with_deals_is_retired_only_when_they_moved_and_the_past_still_shows_it() -> None:
    moments = [datetime(2026, 11, 1, 10)]
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: moments[-1]) as wb:
        flow = wb.settings.lookups().workflows[0]
        deal = wb.opportunities.create(title="In the way", net=Decimal(10)).opportunity
        with pytest.raises(InvalidValueError, match="used by 1 record"):
            wb.configuration.retire("stage", str(deal.stage_id))
        moments.append(datetime(2026, 11, 20, 10))
        wb.opportunities.move(deal.id, stage=flow.stages[1].id)
        wb.configuration.retire("stage", str(flow.stages[0].id))
        now = wb.boards.stages(flow.code)
        then = wb.boards.stages(flow.code, Filters(was_on=date(2026, 11, 10)))
        assert flow.stages[0].id not in {column.key for column in now.columns}
        assert now.net == then.net == Decimal(10)
        assert next(column for column in then.columns if column.count).key == flow.stages[0].id
        fresh = wb.opportunities.create(title="Next").opportunity
        assert fresh.stage_id == flow.stages[1].id
        with pytest.raises(Exception, match="Possible from here"):
            wb.opportunities.move(deal.id, stage=flow.stages[0].id)


@pytest.mark.parametrize(
    ("table", "values", "field"),
    [
        ("origin", {"code": "", "name": "X"}, "code"),
        ("origin", {"code": "a/b", "name": "X"}, "code"),
        ("origin", {"code": "web2", "name": ""}, "name"),
        ("origin", {"code": "web2", "name": "X", "colour": "#fff"}, "colour"),
        ("probability", {"code": "new", "name": "New", "percent": "101", "outcome": "open"}, "percent"),
        ("probability", {"code": "new", "name": "New", "percent": "10", "outcome": "won"}, "outcome"),
        ("exchange_rate", {"currency": "EUR", "on_date": "2026-01-01", "rate": "1"}, "currency"),
        ("exchange_rate", {"currency": "XQX", "on_date": "2026-01-01", "rate": "1"}, "currency"),
        ("exchange_rate", {"currency": "USD", "on_date": "2026-13-01", "rate": "1"}, "on_date"),
        ("exchange_rate", {"currency": "USD", "on_date": "2026-01-01", "rate": "0"}, "rate"),
        ("target", {"period": "2027-Q5", "amount": "1"}, "period"),
        ("target", {"period": "2027-Q1", "amount": "-1"}, "amount"),
        ("opportunity_type", {"code": "x", "name": "X", "workflow_id": "nobody"}, "workflow_id"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_field_and_nothing_is_written(
    wb: Workbench, table: str, values: dict[str, object], field: str
) -> None:
    before = wb.transfer.text()
    with refusal(field):
        wb.configuration.add(table, values)
    assert wb.transfer.text() == before


def test_won_and_lost_cannot_be_retired_nor_change_what_they_mean(wb: Workbench) -> None:
    won = next(each for each in wb.configuration.rows("probability") if each.values["outcome"] == "won")
    with refusal("retired"):
        wb.configuration.retire("probability", won.key)
    with refusal("outcome"):
        wb.configuration.update("probability", won.key, {"outcome": "open"})


def test_a_code_and_a_name_stand_once(wb: Workbench) -> None:
    wb.configuration.add("origin", {"code": "tip", "name": "A tip"})
    with refusal("code"):
        wb.configuration.add("origin", {"code": "tip", "name": "Another"})
    with refusal("name"):
        wb.configuration.add("origin", {"code": "tip2", "name": "a TIP"})


def test_rows_are_moved_and_stages_stand_in_their_new_order(wb: Workbench) -> None:
    flow = wb.settings.lookups().workflows[0]
    wb.configuration.move("stage", str(flow.stages[1].id), by=-1)
    after = wb.settings.lookups().workflows[0]
    assert [stage.id for stage in after.stages[:2]] == [flow.stages[1].id, flow.stages[0].id]
    assert wb.configuration.move("stage", str(flow.stages[1].id), by=-1) is None


def test_people_get_roles_and_teams_and_one_administrator_stays(wb: Workbench) -> None:
    wb.configuration.add(
        "user", {"login": "bea", "name": "Bea", "role": "salesperson", "sees": "own", "changes": "own"}
    )
    bea = next(each for each in wb.configuration.rows("user") if each.values["login"] == "bea")
    team = wb.settings.lookups().teams[0]
    wb.configuration.update("user", bea.key, {"role": "manager", "sees": "team", "team_id": str(team.id)})
    user = wb.settings.lookups().user("bea")
    assert (user.role, user.sees, user.team_id, user.active) == (Role.MANAGER, Reach.TEAM, team.id, True)
    unit = wb.configuration.retire("user", bea.key)
    assert not wb.settings.lookups().user("bea").active
    wb.configuration.undo(unit)
    assert wb.settings.lookups().user("bea").active
    own = next(each for each in wb.configuration.rows("user") if each.values["login"] == "ana")
    for act in (
        lambda: wb.configuration.update("user", own.key, {"role": "viewer"}),
        lambda: wb.configuration.retire("user", own.key),
    ):
        with refusal("role"):
            act()
    with refusal("login"):
        wb.configuration.add("user", {"login": "bea", "name": "B", "role": "viewer", "sees": "all", "changes": "own"})
    assert "bea" not in wb.transfer.text()


def test_another_percentage_weighs_the_deals_anew(wb: Workbench) -> None:
    row = next(each for each in wb.configuration.rows("probability") if each.values["percent"] == 50)
    wb.opportunities.create(title="Even", net=Decimal("100.01"), probability_id=row.values["id"])
    wb.opportunities.create(title="Other", net=Decimal(100))
    before = wb.listing.totals().weighted
    unit = wb.configuration.update("probability", row.key, {"percent": "60"})
    assert wb.listing.totals().weighted == wb.boards.progress().weighted == before + Decimal("10.00")
    assert wb.store.check() == []
    wb.configuration.undo(unit)
    assert wb.listing.totals().weighted == before
    assert wb.store.check() == []


def test_a_file_retires_nothing_that_deals_stand_in(wb: Workbench) -> None:
    wb.opportunities.create(title="In the way")
    document = json.loads(wb.transfer.text())
    document["tables"]["stage"][0]["retired"] = True
    with refusal("retired"):
        wb.transfer.take_over(json.dumps(document))


def test_a_code_is_given_once(wb: Workbench) -> None:
    with refusal("code"):
        wb.configuration.update("stage", row(wb, "stage", "lead").key, {"code": "other"})


def test_ways_are_allowed_and_forbidden(wb: Workbench) -> None:
    flow = wb.settings.lookups().workflows[0]
    first, second = flow.stages[0].id, flow.stages[1].id
    wb.configuration.allow(flow.id, first, second, allowed=False)
    assert second not in wb.settings.lookups().workflows[0].targets(first)
    wb.configuration.allow(flow.id, first, second, allowed=True)
    wb.configuration.allow(flow.id, first, second, allowed=True)
    assert wb.settings.lookups().workflows[0].targets(first) == flow.targets(first)
    with refusal("transition"):
        wb.configuration.allow(flow.id, first, first, allowed=True)


def test_a_rate_of_a_new_day_counts_from_then_on(wb: Workbench) -> None:
    wb.configuration.add("exchange_rate", {"currency": "USD", "on_date": "2026-11-01", "rate": "0.9"})
    wb.configuration.add("exchange_rate", {"currency": "USD", "on_date": "2026-11-20", "rate": "0.95"})
    deal = wb.opportunities.create(title="In dollars", net=Decimal(100), currency="USD").opportunity
    assert (deal.rate, deal.base_net) == (Decimal("0.95"), Decimal("95.00"))


def test_a_change_is_taken_back_and_both_are_in_the_history(wb: Workbench) -> None:
    stage = row(wb, "stage", "lead")
    unit = wb.configuration.update("stage", stage.key, {"name": "Suspect", "colour": "#112233", "expected_days": "7"})
    wb.configuration.undo(unit)
    assert row(wb, "stage", "lead").values == stage.values
    undone, changed = wb.configuration.history("stage")[:2]
    assert changed.before is not None
    assert (changed.before["name"], changed.after["name"], undone.after["name"]) == ("Lead", "Suspect", "Lead")
    again = wb.configuration.update("stage", stage.key, {"name": "A"})
    wb.configuration.update("stage", stage.key, {"name": "B"})
    with pytest.raises(ChangedMeanwhileError):
        wb.configuration.undo(again)
    added = wb.configuration.add("origin", {"code": "tip", "name": "A tip"})
    wb.configuration.undo(added)
    assert row(wb, "origin", "tip").retired


def test_only_administrators_see_and_change_the_tables(wb: Workbench) -> None:
    wb.people.add(login="bea", name="Bea", role=Role.MANAGER, sees=Reach.ALL, changes=Reach.ALL)
    other = Configuration(replace(wb.session, settings=Settings(wb.store), login="bea"))
    for act in (
        lambda: other.rows("origin"),
        lambda: other.add("origin", {"code": "x", "name": "X"}),
        other.history,
        lambda: other.undo(UUID(int=1)),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_another_session_reads_what_was_changed_before_it_writes(wb: Workbench) -> None:
    other = replace(wb.session, settings=Settings(wb.store))
    stage = other.settings.lookups().workflows[0].stages[0]
    wb.configuration.update("stage", str(stage.id), {"name": "Suspect"})
    Configuration(other).update("stage", str(stage.id), {"expected_days": "3"})
    after = wb.settings.lookups(fresh=True).stage(stage.id)
    assert (after.name, after.expected_days) == ("Suspect", 3)


def test_the_file_of_a_store_changes_nothing_in_it_and_makes_another_one_alike(wb: Workbench) -> None:
    wb.configuration.add("exchange_rate", {"currency": "USD", "on_date": "2026-11-01", "rate": "0.9"})
    wb.configuration.add("target", {"period": "2027-Q1", "amount": "100000"})
    wb.configuration.retire("origin", row(wb, "origin", "fair").key)
    wb.configuration.update("stage", row(wb, "stage", "lead").key, {"name": "Suspect <b>", "expected_days": ""})
    flow = wb.settings.lookups().workflows[0]
    wb.configuration.allow(flow.id, flow.stages[0].id, flow.stages[1].id, allowed=False)
    text = wb.transfer.text()
    assert wb.transfer.preview(text) == []
    assert wb.transfer.take_over(text) == []
    with open_workbench(":memory:", user="ana", today=TODAY) as other:
        steps = other.transfer.take_over(text)
        assert {step.kind for step in steps} == {"add", "change", "retire", "forbid"}
        assert other.transfer.text() == text


def test_a_file_adds_a_whole_workflow_at_once(wb: Workbench) -> None:
    document = json.loads(wb.transfer.text())
    document["tables"]["workflow"].append({"code": "tender", "name": "Tender"})
    document["tables"]["stage"] += [
        {"workflow": "tender", "code": "call", "name": "Call", "colour": "#123456", "outcome": "open"},
        {"workflow": "tender", "code": "won", "name": "Won", "colour": "#123456", "outcome": "won"},
    ]
    document["ways"]["tender"] = [["call", "won"]]
    wb.transfer.take_over(json.dumps(document))
    flow = wb.settings.lookups().workflow("tender")
    assert [stage.code for stage in flow.stages] == ["call", "won"]
    assert flow.targets(flow.stages[0].id) == {flow.stages[1].id}
    wb.opportunities.create(title="A tender", workflow="tender")


def test_a_bad_file_says_where_and_changes_nothing(wb: Workbench) -> None:
    before = wb.transfer.text()
    for path, value, field in [
        (("tables", "stage", 2, "colour"), "red", "stage.3.colour"),
        (("tables", "stage", 0, "probability"), "nobody", "stage.1.probability_id"),
        (("tables", "probability", 0, "outcome"), "won", "probability.1.outcome"),
        (("tables", "opportunity_type", 0, "size"), "7", "opportunity_type.1.size"),
        (("tables", "origin", 0, "name"), ["x"], "origin.1.name"),
        (("ways", "sales"), [["lead", "nowhere"]], "ways.sales"),
        (("version",), 9, "file"),
    ]:
        document = json.loads(before)
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        with refusal(field):
            wb.transfer.take_over(json.dumps(document))
    assert wb.transfer.text() == before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["tables", "ways", "code", "name", *TABLES]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None)
@given(JSON, st.booleans())
def test_no_file_makes_it_fail(content: Any, claimed: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    document = {"format": "workbench configuration", "version": 1, "tables": content} if claimed else content
    text = json.dumps(document)
    refused = ""
    with open_cached() as wb:
        try:
            wb.transfer.preview(text)
        except (InvalidValueError, NotFoundError) as error:
            refused = str(error)
    assert refused or claimed


class open_cached:  # noqa: N801 - reads as what it opens
    """One store for all examples: nothing is written."""

    kept: Workbench | None = None

    def __enter__(self) -> Workbench:
        if open_cached.kept is None:
            open_cached.kept = open_workbench(":memory:", user="ana", today=TODAY)
        return open_cached.kept

    def __exit__(self, *_what: object) -> None:
        """Keep it."""


def test_what_is_no_file_of_settings_is_said() -> None:
    for text in ("", "{", "[]", '{"format": "else"}', "[" * 50_000):
        with refusal("file"):
            read_document(text)


def test_the_command_writes_and_reads_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from workbench.cli import main  # noqa: PLC0415 - the command is what this test runs

    store, file = str(tmp_path / "store.duckdb"), tmp_path / "settings.json"
    with open_workbench(store, user="ana", door="exclusive"):
        pass
    assert main(["settings", "export", str(file), "--store", store, "--user", "ana"]) == 0
    document = json.loads(file.read_text())
    document["tables"]["origin"].append({"code": "tip", "name": "A tip"})
    file.write_text(json.dumps(document))
    assert main(["settings", "import", str(file), "--dry-run", "--store", store, "--user", "ana"]) == 0
    assert "1 change would be taken over" in capsys.readouterr().out
    assert main(["settings", "import", str(file), "--store", store, "--user", "ana"]) == 0
    assert main(["settings", "import", str(tmp_path / "none.json"), "--store", store, "--user", "ana"]) == 3
    with open_workbench(store, user="ana") as wb:
        assert "A tip" in {origin.name for origin in wb.settings.lookups().origins}
