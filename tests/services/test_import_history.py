"""Deals come with the history of their stages: when it happened is kept, when it was learned is now."""

from __future__ import annotations

import csv
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from workbench.app import Workbench, open_workbench
from workbench.domain.filters import Filters
from workbench.errors import ImportRefusedError
from workbench.services.imports.mapping import Mapping, mapping_from

TODAY, LATER = date(2026, 11, 24), date(2100, 1, 1)
BPI = Path(__file__).parents[3] / "shared" / "data" / "bpi2012"
STAGES = (
    "1 Submitted",
    "2 Pre-accepted",
    "3 Accepted",
    "4 Finalised",
    "5 Offer sent",
    "6 Offer returned",
    "7 Incomplete file",
)
FLOW = {
    "name": "Loans",
    "stages": [
        *({"name": name, "percent": 10 * (place + 1)} for place, name in enumerate(STAGES)),
        {"name": "Won", "outcome": "won"},
        {"name": "Lost", "outcome": "lost"},
    ],
}
HISTORY = {
    "file": "history.csv",
    "columns": {"opportunity_id": "external_id", "entered_at": "happened_at", "stage": "stage"},
}
COLUMNS = {
    "opportunity_id": ["external_id", "title"], "created_at": "created_date", "closed_at": "closed_at", "amount": "net",
    "status": "status",
}  # fmt: skip
DEALS = """opportunity_id,created_at,closed_at,amount,status
a,2011-10-01 08:00:00+00:00,2011-10-20 09:30:00+00:00,100,Won
b,2011-10-02 08:00:00+02:00,,200,Open
c,2011-10-03 08:00:00,2011-10-04 00:00:00+00:00,300,Lost
"""
MOVES = """opportunity_id,entered_at,stage,user
a,2011-10-05 10:00:00.500000+00:00,2 Pre-accepted,9
a,2011-10-01 08:00:00+00:00,1 Submitted,9
b,2011-10-02 08:00:00+02:00,1 Submitted,9
b,2011-10-12 12:00:00+00:00,2 Pre-accepted,9
b,2011-10-15 12:00:00+00:00,1 Submitted,9
c,2011-10-03 08:00:00,1 Submitted,9
"""


def mapping(**more: object) -> Mapping:
    return mapping_from({"source": "loans", "columns": COLUMNS, "workflow": FLOW, "history": HISTORY, **more})


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="boss", today=TODAY, lang="en") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deals.csv").write_text(DEALS)
    (tmp_path / "history.csv").write_text(MOVES)
    return tmp_path


def deal(wb: Workbench, title: str) -> Any:
    [row] = wb.listing.rows(Filters(title=title))
    return wb.opportunities.get(row.id)


def test_every_stage_is_a_version_of_its_own_moment(wb: Workbench, folder: Path) -> None:
    summary = wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    assert (summary.counts["opportunity"].new, len(summary.rejected)) == (3, 0)
    entries = wb.opportunities.history(deal(wb, "a").id)
    assert [entry.effective_at for entry in entries] == [
        datetime(2011, 10, 1, 8), datetime(2011, 10, 5, 10, 0, 0, 500000), datetime(2011, 10, 20, 9, 30),
    ]  # fmt: skip
    assert all(entry.recorded_at.year > 2025 for entry in entries)
    assert deal(wb, "a").closed_date == date(2011, 10, 20)
    assert deal(wb, "b").stage_since == datetime(2011, 10, 15, 12)
    assert wb.store.check() == []


def test_it_was_so_then_and_was_not_known_then(wb: Workbench, folder: Path) -> None:
    wb.imports.read(folder / "deals.csv", mapping=mapping()).load()

    def stages(**day: date) -> dict[str, int]:
        board = wb.boards.stages("loans", Filters(**day))
        return {column.label: column.count for column in board.columns if column.count}

    assert stages(was_on=date(2011, 10, 3)) == {"1 Submitted": 3}
    assert stages(was_on=date(2011, 10, 13)) == {"2 Pre-accepted": 2, "Lost": 1}
    assert stages(was_on=LATER) == stages() == {"1 Submitted": 1, "Won": 1, "Lost": 1}
    assert stages(known_on=date(2026, 1, 1)) == {}


def test_the_same_files_again_change_nothing(wb: Workbench, folder: Path) -> None:
    wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    again = wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    assert (again.counts["opportunity"].new, again.counts["opportunity"].changed) == (0, 0)


def test_a_later_move_is_taken_over_with_its_moment(wb: Workbench, folder: Path) -> None:
    wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    (folder / "history.csv").write_text(MOVES + "b,2011-10-18 12:00:00+00:00,3 Accepted,9\n")
    summary = wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    assert summary.counts["opportunity"].changed == 1
    assert wb.opportunities.get(deal(wb, "b").id, was_on=date(2011, 10, 17)).stage_since == datetime(2011, 10, 15, 12)
    assert deal(wb, "b").stage_since == datetime(2011, 10, 18, 12)
    assert wb.store.check() == []


def test_a_move_that_is_older_than_what_people_did_here_is_told_as_of_now(wb: Workbench, folder: Path) -> None:
    wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    wb.opportunities.update(deal(wb, "b").id, title="b")
    wb.opportunities.update(deal(wb, "b").id, notes="Called")
    (folder / "history.csv").write_text(MOVES + "b,2011-10-18 12:00:00+00:00,3 Accepted,9\n")
    wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    assert wb.opportunities.get(deal(wb, "b").id, was_on=LATER) == deal(wb, "b")
    assert wb.store.check() == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("b,yesterday,3 Accepted,9", "not a moment"),
        ("b,,3 Accepted,9", "must not be empty"),
        ("b,2011-10-18,,9", "must not be empty"),
        ("z,2011-10-18,3 Accepted,9", "No deal has this id"),
    ],
)
def test_a_bad_line_is_set_aside_with_its_deal_and_the_rest_is_loaded(
    wb: Workbench, folder: Path, line: str, reason: str
) -> None:
    (folder / "history.csv").write_text(MOVES + line + "\n")
    summary = wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    assert any(reason in row.reason and row.file == "history.csv" and row.line == 8 for row in summary.rejected)
    assert summary.counts["opportunity"].new == (3 if line.startswith("z") else 2)


@pytest.mark.parametrize(
    ("moves", "reason"),
    [
        (MOVES.replace("b,2011-10-15 12:00:00+00:00,1 Submitted", "b,2011-10-15 12:00:00+00:00,9 Unheard"), "no stage"),
        (MOVES + "c,2011-10-05 12:00:00+00:00,2 Pre-accepted,9\n", "before it entered its last stage"),
    ],
)
def test_a_deal_whose_history_makes_no_sense_is_set_aside(wb: Workbench, folder: Path, moves: str, reason: str) -> None:
    (folder / "history.csv").write_text(moves)
    summary = wb.imports.read(folder / "deals.csv", mapping=mapping()).load()
    assert [reason in row.reason for row in summary.rejected] == [True]
    assert summary.counts["opportunity"].new == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"history": {"file": "../secret.csv", "columns": HISTORY["columns"]}},
        {"history": {"file": "history.csv", "columns": {"a": "external_id"}}},
        {"history": {"columns": HISTORY["columns"]}},
        {"history": "history.csv"},
        {"workflow": {"name": "Loans", "stages": ["One", "Two"]}},
        {"workflow": {"name": "", "stages": FLOW["stages"]}},
        {"workflow": {"name": "Loans", "stages": [*FLOW["stages"], {"name": "won "}]}},
        {"workflow": {"name": "Loans", "stages": [{"name": "One", "percent": "many"}]}},
    ],
)
def test_a_mapping_that_is_wrong_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ImportRefusedError):
        mapping(**wrong)


def test_a_history_that_is_missing_or_has_other_columns_refuses_the_file(wb: Workbench, folder: Path) -> None:
    (folder / "history.csv").write_text("id,when,stage\na,2011-10-01,1 Submitted\n")
    with pytest.raises(ImportRefusedError, match="needs a column"):
        wb.imports.read(folder / "deals.csv", mapping=mapping())
    (folder / "history.csv").unlink()
    with pytest.raises(ImportRefusedError):
        wb.imports.read(folder / "deals.csv", mapping=mapping())


@pytest.mark.skipif(not BPI.is_dir(), reason="../shared/data/bpi2012 is absent")
def test_a_real_funnel_comes_with_every_stage_change(wb: Workbench) -> None:
    history = {**HISTORY, "file": "bpi2012_stage_history.csv"}
    summary = wb.imports.read(BPI / "bpi2012_opportunities.csv", mapping=mapping(history=history)).load()
    assert {name: count for name, (count, _net) in summary.statuses.items()} == {
        "won": 2246,
        "lost": 10442,
        "open": 399,
    }
    assert summary.counts["opportunity"].new == 13087
    assert (
        wb.sql(
            "select count(*) as n from opportunity_history as h join stage as s on s.id = h.stage_id where s.outcome = 'open'"
        )["n"][0]
        == 40498
    )
    assert wb.listing.totals(Filters(known_on=date(2026, 10, 24))).count == 0
    then = wb.boards.stages("loans", Filters(was_on=date(2011, 12, 31)))
    assert {column.label: column.count for column in then.columns} == stages_on(date(2011, 12, 31))
    told = {time.stage: time for time in wb.stage_times.of_workflow("loans")}
    for stage, days in direct_days().items():
        assert told[stage].visits == len(days)
        assert told[stage].median_days == pytest.approx(statistics.median(days), abs=1e-6)


def rows_of(name: str) -> list[dict[str, str]]:
    with (BPI / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def visits() -> Iterator[tuple[str, str, datetime, datetime | None]]:
    """Every stay of a deal in a stage, from the files alone: deal, stage, beginning, end."""
    closed = {row["opportunity_id"]: row["closed_at"] for row in rows_of("bpi2012_opportunities.csv")}
    moves: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows_of("bpi2012_stage_history.csv"):
        moves[row["opportunity_id"]].append((datetime.fromisoformat(row["entered_at"]), row["stage"]))
    for key, found in moves.items():
        ends = [moment for moment, _stage in sorted(found)[1:]]
        ends.append(datetime.fromisoformat(closed[key]) if closed[key] else None)
        for (begun, stage), end in zip(sorted(found), ends, strict=True):
            yield key, stage, begun, end


def direct_days() -> dict[str, list[float]]:
    """Days of every stay that has ended, by stage."""
    days: dict[str, list[float]] = defaultdict(list)
    for _key, stage, begun, end in visits():
        if end is not None:
            days[stage].append((end - begun).total_seconds() / 86_400)
    return days


def stages_on(day: date) -> dict[str, int]:
    """How many deals stood in which stage at the end of a day in UTC."""
    until = datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=UTC)
    outcome = {row["opportunity_id"]: row["status"] for row in rows_of("bpi2012_opportunities.csv")}
    counts: Counter[str] = Counter(dict.fromkeys((*STAGES, "Won", "Lost"), 0))
    last: dict[str, str] = {}
    for key, stage, begun, end in visits():
        if begun <= until:
            last[key] = stage if end is None or end > until else outcome[key]
    counts.update(last.values())
    return dict(counts)
