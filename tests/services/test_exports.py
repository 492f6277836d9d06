"""An export holds what the person sees, to the cent, and comes back through a plain import as it was."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from workbench import app
from workbench.app import Workbench, open_workbench
from workbench.cli import main
from workbench.domain.filters import Filters
from workbench.domain.people import Reach, Role
from workbench.domain.text import one_line
from workbench.errors import ExportRefusedError, NotAllowedError
from workbench.services.demo import load_demo
from workbench.services.exports.columns import COLUMNS
from workbench.services.exports.texts import FORMULA, for_excel, from_excel, neutral, restored
from workbench.services.listing import SORTS
from workbench.store import stop_owner

TODAY = date(2026, 11, 24)
SOME = Filters(status=("open", "won"), amount=(Decimal(1000), None))
ENDINGS = ("csv", "xlsx", "parquet")
HOSTILE = ["=1+1", "+40 722", "-2", "@sum(a1)", "'=quoted", "'", "''", "＝1", 'a "b", c; d', "_x000D_", "<img src=x>"]
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | st.sampled_from(
    HOSTILE
)


@pytest.fixture(scope="module")
def demo() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="boss", today=TODAY, lang="en") as wb:
        load_demo(wb.store, opportunities=400, as_of=TODAY)
        yield wb


def read(path: Path) -> tuple[list[str], list[list[Any]]]:
    """Read a file the way its own tools do."""
    if path.suffix == ".parquet":
        with duckdb.connect() as engine:
            found = engine.execute("select * from read_parquet(?)", [str(path)])
            return [column[0] for column in found.description], [list(row) for row in found.fetchall()]
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
        rows = [row + [None] * (len(rows[0]) - len(row)) for row in rows]  # Excel leaves out empty cells at the end
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    return rows[0], rows[1:]


def column(path: Path, name: str) -> list[Any]:
    head, rows = read(path)
    return [row[head.index(name)] for row in rows]


def money(values: list[Any]) -> Decimal:
    return sum(
        (Decimal(str(value)).quantize(Decimal("0.01")) for value in values if value not in {None, ""}), Decimal()
    )


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("what", ["list", "opportunity", "board:progress"])
@pytest.mark.parametrize("filters", [None, SOME])
def test_the_sums_of_the_file_are_those_of_the_list(
    demo: Workbench, tmp_path: Path, what: str, ending: str, filters: Filters | None
) -> None:
    told = demo.exports.write(what, tmp_path / f"out.{ending}", filters)
    totals = demo.listing.totals(filters)
    assert (told.deals, told.net, told.weighted) == (totals.count, totals.net, totals.weighted)
    assert money(column(tmp_path / f"out.{ending}", "base_net")) == totals.net
    assert money(column(tmp_path / f"out.{ending}", "weighted")) == totals.weighted
    assert len(column(tmp_path / f"out.{ending}", "number")) == told.rows


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_the_exported_list_stands_in_the_order_of_the_list(
    demo: Workbench, tmp_path: Path, sort: str, *, descending: bool
) -> None:
    demo.exports.write("list", tmp_path / "out.parquet", sort=sort, descending=descending)
    rows = demo.listing.rows(sort=sort, descending=descending, limit=1000)
    assert column(tmp_path / "out.parquet", "number") == [row.number for row in rows]
    for name in ("title", "contact", "owner", "team", "workflow", "stage", "net", "closed_date"):
        assert column(tmp_path / "out.parquet", name) == [getattr(row, name) for row in rows]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_list_is_exported_as_it_is_seen_columns_and_second_order_too(
    demo: Workbench, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"out.{ending}"
    told = demo.exports.write(
        "list", path, SOME, sort="owner", descending=False, then="net", then_descending=True,
        columns=["net", "owner", "title", "origin"],
    )  # fmt: skip
    head, rows = read(path)
    expected = demo.listing.rows(SOME, sort="owner", descending=False, then="net", then_descending=True, limit=1000)
    assert head == ["net", "owner", "title", "origin"]
    assert [row[1:3] for row in rows] == [[row.owner, row.title] for row in expected]
    assert (told.rows, told.net) == (len(expected), demo.listing.totals(SOME).net)
    with pytest.raises(ExportRefusedError, match="secret"):
        demo.exports.write("list", tmp_path / "no.csv", columns=["secret"])
    assert not (tmp_path / "no.csv").exists()


def test_a_board_has_a_row_a_column_with_its_totals_and_its_cards_below(demo: Workbench, tmp_path: Path) -> None:
    code = demo.boards.busiest_workflow()
    for what, board in (
        ("board:progress", demo.boards.progress(SOME, per_column=500)),
        (f"board:stages:{code}", demo.boards.stages(code, SOME, per_column=500)),
    ):
        path = tmp_path / f"{board.kind}.parquet"
        demo.exports.write(what, path, SOME)
        head, rows = read(path)
        found = [dict(zip(head, row, strict=True)) for row in rows]
        expected = [(each.label, each.count, each.net, each.weighted) for each in board.columns]
        assert [tuple(row.values())[:4] for row in found if row["number"] is None] == expected
        cards = [(each.label, card.number) for each in board.columns for card in each.cards]
        assert [(row["board_column"], row["number"]) for row in found if row["number"] is not None] == cards


def test_dates_are_dates_and_money_is_exact(demo: Workbench, tmp_path: Path) -> None:
    for ending in ENDINGS:
        demo.exports.write("list", tmp_path / f"out.{ending}")
    assert {type(value) for value in column(tmp_path / "out.parquet", "net")} == {Decimal}
    assert {type(value) for value in column(tmp_path / "out.parquet", "created_date")} <= {date, type(None)}
    assert {type(value) for value in column(tmp_path / "out.xlsx", "net")} <= {int, float}
    assert load_workbook(tmp_path / "out.xlsx").worksheets[0].cell(2, COLUMNS["list"].index("created_date") + 1).is_date
    assert all(value.partition(".")[2].isdigit() for value in column(tmp_path / "out.csv", "net"))


@pytest.mark.parametrize("what", list(COLUMNS))
def test_an_import_knows_the_columns_of_each_export(demo: Workbench, tmp_path: Path, what: str) -> None:
    demo.exports.write(what, tmp_path / "out.csv", Filters(number=1))
    assert tuple(read(tmp_path / "out.csv")[0]) == COLUMNS[what]


def test_who_sees_own_deals_only_exports_no_others(tmp_path: Path) -> None:
    store = tmp_path / "store.duckdb"
    with open_workbench(store, user="boss", today=TODAY, door="exclusive", lang="en") as boss:
        boss.people.add(login="sara", name="Sara", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)
        mine, others = boss.contacts.create(name="Alfa"), boss.contacts.create(name="Beta")
        boss.contacts.create(name="Gamma")
        boss.opportunities.create(title="Hers", owner="sara", contact=mine.id, lines=[{"quantity": 1, "unit_price": 5}])
        boss.opportunities.create(title="Not hers", contact=others.id, lines=[{"quantity": 1, "unit_price": 7}])
    with open_workbench(store, user="sara", today=TODAY, door="exclusive", lang="en") as sara:
        for what in ("list", "opportunity", "line", "history", "board:progress"):
            sara.exports.write(what, tmp_path / "out.csv", replace=True)
            assert {title for title in column(tmp_path / "out.csv", "title") if title} == {"Hers"}, what
        sara.exports.write("contact", tmp_path / "out.csv", replace=True)
        assert column(tmp_path / "out.csv", "contact") == ["Alfa"]
    with open_workbench(store, user="boss", today=TODAY, door="exclusive", lang="en") as boss:
        boss.exports.write("contact", tmp_path / "all.csv")
        boss.exports.write("contact", tmp_path / "some.csv", Filters(title="not"))
    assert column(tmp_path / "all.csv", "contact") == ["Alfa", "Beta", "Gamma"]
    assert column(tmp_path / "some.csv", "contact") == ["Beta"]


def test_who_lost_the_account_exports_nothing(demo: Workbench, tmp_path: Path) -> None:
    stranger = type(demo.exports)(type(demo.session)(**{**vars(demo.session), "login": "nobody"}))
    with pytest.raises(NotAllowedError):
        stranger.write("list", tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


@given(text=texts)
def test_a_neutral_text_begins_no_formula_and_is_restored(text: str) -> None:
    assert not neutral(text).startswith(FORMULA)
    assert restored(neutral(text)) == text
    assert not any(part.startswith(("=", "+", "-", "@")) for part in neutral(text).split(";")[1:])
    assert from_excel(for_excel(text)) == text


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(texts, texts, texts), min_size=4, max_size=6))
def test_hostile_texts_come_back_through_a_plain_import_into_an_empty_store(
    tmp_path: Path, ending: str, told: list[tuple[str, str, str]]
) -> None:
    path = tmp_path / f"deals.{ending}"
    with open_workbench(":memory:", user="boss", today=TODAY, lang="en") as wb:
        for number, (title, notes, competitors) in enumerate(told):
            wb.opportunities.create(title=f"{title}x", notes=notes or None, competitors=one_line(competitors) or None)
            wb.opportunities.create(title=HOSTILE[number], lines=[{"quantity": 3, "unit_price": "19.99"}])
        wb.exports.write("opportunity", path, replace=True)
        totals, before = wb.listing.totals(), kept(wb)
    if ending != "parquet":
        cells = [cell for row in read(path)[1] for cell in row if isinstance(cell, str)]
        assert [cell for cell in cells if cell.startswith(FORMULA)] == []
    with open_workbench(":memory:", user="boss", today=TODAY, lang="en") as wb:
        summary = wb.imports.read(path).load()
        assert not summary.rejected
        assert wb.listing.totals() == totals
        assert kept(wb) == before
        assert wb.store.check() == []


def kept(wb: Workbench) -> list[tuple[Any, ...]]:
    frame = wb.sql(
        "select title, notes, competitors, cast(net as varchar) as net, status from opportunity order by number"
    )
    return [tuple(row) for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_lines_come_back_with_their_deals(tmp_path: Path, ending: str) -> None:
    with open_workbench(":memory:", user="boss", today=TODAY, lang="en") as wb:
        lines = [{"quantity": "2.5", "unit_price": "10.0001", "description": "=a"}, {"quantity": 1, "unit_price": 3}]
        wb.opportunities.create(title="Pump", lines=lines)
        wb.opportunities.create(title="Valve", lines=lines[:1])
        wb.exports.write("line", tmp_path / f"lines.{ending}")
        totals = wb.listing.totals()
    with open_workbench(":memory:", user="boss", today=TODAY, lang="en") as wb:
        assert wb.imports.read(tmp_path / f"lines.{ending}").load().rejected == ()
        assert wb.listing.totals() == totals
        found = wb.sql("select description, quantity, unit_price from line order by position, quantity")
    assert found["description"].tolist()[0] == "=a"
    assert found["unit_price"].tolist()[0] == Decimal("10.0001")


def test_a_foreign_file_keeps_its_apostrophes(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("title,notes\n'=Pump,'tis\n", encoding="utf-8")
    with open_workbench(":memory:", user="boss", lang="en") as wb:
        wb.imports.read(tmp_path / "deals.csv").load()
        assert kept(wb)[0][:2] == ("'=Pump", "'tis")


def test_an_export_that_is_stopped_leaves_no_file_and_the_old_one_as_it_was(demo: Workbench, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(_step: str, share: float) -> None:
        if share >= 0.2:
            raise StoppedError

    (tmp_path / "old.csv").write_text("old")
    for name in ("old.csv", "new.csv", "new.xlsx", "new.parquet"):
        with pytest.raises(StoppedError):
            demo.exports.write("list", tmp_path / name, tell=stop, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["old.csv"]
    assert (tmp_path / "old.csv").read_text() == "old"


def test_an_existing_file_is_replaced_only_when_it_is_said(demo: Workbench, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("mine")
    with pytest.raises(ExportRefusedError, match="exists"):
        demo.exports.write("list", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "mine"
    demo.exports.write("list", tmp_path / "out.csv", replace=True)
    assert len(column(tmp_path / "out.csv", "number")) == 400
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize(("what", "name"), [
    ("setting", "out.csv"), ("board:nothing", "out.csv"), ("list", "out.pdf"), ("list", "no/such/out.csv"),
])  # fmt: skip
def test_what_cannot_be_exported_is_said(demo: Workbench, tmp_path: Path, what: str, name: str) -> None:
    with pytest.raises(ExportRefusedError):
        demo.exports.write(what, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_text_too_long_for_excel_is_said_and_not_cut(tmp_path: Path) -> None:
    with open_workbench(":memory:", user="boss", lang="en") as wb:
        wb.opportunities.create(title="Pump", notes="\r" * 6_000)
        with pytest.raises(ExportRefusedError, match="32,767"):
            wb.exports.write("opportunity", tmp_path / "out.xlsx")
        wb.exports.write("opportunity", tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("door", ["served", "postgres"])
def test_every_door_exports_the_same(tmp_path: Path, door: str, request: pytest.FixtureRequest) -> None:
    url = str(tmp_path / "store.duckdb")
    if door == "postgres":
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.new_database())
    with open_workbench(url, user="boss", today=TODAY, lang="en") as wb:
        for number in range(5):
            wb.opportunities.create(title=f"Deal {number}", lines=[{"quantity": number, "unit_price": "9.99"}])
        for what in ("list", "opportunity", "line", "contact", "history", "board:progress", "board:stages"):
            wb.exports.write(what, tmp_path / f"{what.replace(':', '-')}.csv")
        assert wb.exports.write("list", tmp_path / "again.csv").net == wb.listing.totals().net
    if door == "served":
        stop_owner(url)
    assert column(tmp_path / "list.csv", "title") == [f"Deal {number}" for number in (4, 3, 2, 1, 0)]


def test_the_command_writes_what_the_filter_lets_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = app.open_workbench
    monkeypatch.setattr(app, "open_workbench", lambda *args, **kw: opened(*args, **{"door": "exclusive", **kw}))
    store, out = str(tmp_path / "store.duckdb"), tmp_path / "out.xlsx"
    with opened(store, user="boss", door="exclusive") as wb:
        for title in ("Pump", "Valve"):
            wb.opportunities.create(title=title)
    options = ["--store", store, "--user", "boss", "--lang", "en"]
    assert main(["export", "list", str(out), "--filter", '{"title": "pump"}', "--json", *options]) == 0
    assert json.loads(capsys.readouterr().out)["deals"] == 1
    assert column(out, "title") == ["Pump"]
    assert main(["export", "list", str(out), *options]) == 3
    assert main(["export", "list", str(out), "--force", *options]) == 0
    assert column(out, "title") == ["Valve", "Pump"]
