import csv
import itertools
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.app import open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import ImportRefusedError, NotAllowedError, RowsRejectedError
from workbench.services.imports import Imports, Rejected, write_rejected
from workbench.services.settings import Settings

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9)


def ticking():
    ticks = itertools.count()
    return lambda: NOW + timedelta(seconds=next(ticks))


@pytest.fixture
def wb(tmp_path):
    with open_workbench(tmp_path / "store.duckdb", today=TODAY, door="exclusive", clock=ticking()) as workbench:
        yield workbench


def written(folder: Path, text: str, name: str = "deals.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def load(wb, path, mapping=None, **options):
    return wb.imports.read(path, mapping=mapped(path.parent, mapping)).load(**options)


def mapped(folder, mapping):
    if mapping is None:
        return None
    place = folder / "mapping.json"
    place.write_text(json.dumps(mapping), encoding="utf-8")
    return place


def deals(wb, source="deals"):
    return {row["external_id"]: row for row in wb.store.records("imports/deals", source=source)}


GOOD = 'ID,Title,Account Name,Amount,Stage,Close Date\n1,Pump,Acme,"1,234.56",Lead,2026-12-31\n2,Valve,Beta,10.00,Proposal,2027-01-15\n'


def test_columns_are_proposed_from_their_names(wb, tmp_path):
    summary = load(wb, written(tmp_path, GOOD))
    assert summary.counts["opportunity"].new == 2
    assert summary.counts["contact"].new == 2
    assert deals(wb)["1"]["net"] == Decimal("1234.56")
    assert deals(wb)["1"]["expected_close_date"] == date(2026, 12, 31)


@pytest.mark.parametrize(
    "header",
    [
        "Titolo;Contatto;Importo;Data creazione",
        "Titlu;Client;Valoare netă;Dată creare",
        "Deal Name;Company;Amount;Create Date",
    ],
)
def test_headers_may_be_english_italian_or_romanian(wb, tmp_path, header):
    load(wb, written(tmp_path, f"{header}\nPompa;Acme;1.234,56;24.11.2025\n"))
    (deal,) = deals(wb).values()
    assert deal["title"] == "Pompa"
    assert deal["net"] == Decimal("1234.56")
    assert deal["created_date"] == date(2025, 11, 24)


def test_the_same_file_again_changes_nothing(wb, tmp_path):
    path = written(tmp_path, GOOD)
    load(wb, path)
    again = load(wb, path)
    assert (again.counts["opportunity"].new, again.counts["opportunity"].changed) == (0, 0)
    assert again.counts["opportunity"].unchanged == 2
    assert again.counts["contact"].new == 0
    assert len(wb.sql("select id from opportunity_history")) == 2


def test_rows_without_an_id_are_known_by_their_content(wb, tmp_path):
    path = written(tmp_path, "Title,Account,Amount\nPump,Acme,10\nPump,Acme,10\nValve,,5\n")
    assert load(wb, path).counts["opportunity"].new == 3
    assert load(wb, path).counts["opportunity"].new == 0


def test_a_changed_row_becomes_a_new_version_and_keeps_other_local_edits(wb, tmp_path):
    load(wb, written(tmp_path, GOOD))
    key = deals(wb)["1"]["id"]
    wb.opportunities.update(deals(wb)["1"]["id"], notes="call first")
    summary = load(wb, written(tmp_path, GOOD.replace("1,234.56", "2,000.00")))
    assert summary.counts["opportunity"].changed == 1
    deal = deals(wb)["1"]
    assert (deal["id"], deal["net"], deal["notes"], deal["version"]) == (key, Decimal(2000), "call first", 3)


def test_a_local_edit_of_an_imported_field_is_kept_while_the_file_says_the_same(wb, tmp_path):
    path = written(tmp_path, GOOD)
    load(wb, path)
    wb.opportunities.update(deals(wb)["1"]["id"], title="Pump, urgent")
    summary = load(wb, path)
    assert summary.kept == 1
    assert deals(wb)["1"]["title"] == "Pump, urgent"


def test_a_field_changed_here_and_in_the_file_is_set_aside_not_overwritten(wb, tmp_path):
    load(wb, written(tmp_path, GOOD))
    wb.opportunities.update(deals(wb)["1"]["id"], title="Pump, urgent")
    summary = load(wb, written(tmp_path, GOOD.replace("Pump", "Big pump")))
    assert [row.line for row in summary.rejected] == [2]
    assert deals(wb)["1"]["title"] == "Pump, urgent"


def test_a_deal_won_in_the_file_is_closed_on_its_day(wb, tmp_path):
    load(wb, written(tmp_path, GOOD))
    won = GOOD.replace("Lead,2026-12-31", "Closed Won,2026-11-30")
    assert load(wb, written(tmp_path, won)).counts["opportunity"].changed == 1
    deal = deals(wb)["1"]
    assert (deal["status"], deal["closed_date"]) == ("won", date(2026, 11, 30))
    assert wb.store.check() == []


def test_bad_rows_are_set_aside_with_line_column_and_reason(wb, tmp_path):
    text = (
        "ID,Title,Amount,Create Date,Quantity,Unit Price\n"
        "1,Pump,20.00,15/01/2024,2,10.00\n2,Valve,10.00,31/02/2024,1,10.00\n"
        '3,Hose,"12,34.5",16/01/2024,1,10.00\n4,Tap,10.00,17/01/2024,-1,10.00\n'
    )
    summary = load(wb, written(tmp_path, text))
    assert [(row.line, row.column) for row in summary.rejected] == [(3, "Create Date"), (4, "Amount"), (5, "Quantity")]
    assert all(row.reason for row in summary.rejected)
    assert list(deals(wb)) == ["1"]


def test_strict_loads_nothing_when_a_row_is_bad(wb, tmp_path):
    path = written(tmp_path, "Title,Amount\nPump,10\nValve,ten\n")
    with pytest.raises(RowsRejectedError) as caught:
        load(wb, path, strict=True)
    assert len(caught.value.rows) == 1
    assert deals(wb) == {}


def test_rows_with_the_same_id_are_lines_of_one_deal(wb, tmp_path):
    text = "ID,Title,Product,Quantity,Unit Price\n1,Plant,Pump,2,10.50\n1,Plant,Valve,3,1.00\n2,Tap,Tap,1,5\n"
    load(wb, written(tmp_path, text))
    assert deals(wb)["1"]["net"] == Decimal("24.00")
    lines = [
        row
        for row in wb.store.records("imports/lines", source="deals")
        if row["opportunity_id"] == deals(wb)["1"]["id"]
    ]
    assert [line["net"] for line in lines] == [Decimal("21.00"), Decimal("3.00")]


def test_one_bad_line_sets_its_whole_deal_aside(wb, tmp_path):
    text = "ID,Title,Product,Quantity,Unit Price\n1,Plant,Pump,2,10\n1,Plant,Valve,-3,1\n2,Tap,Tap,1,5\n"
    summary = load(wb, written(tmp_path, text))
    assert [row.line for row in summary.rejected] == [2, 3]
    assert [row.column for row in summary.rejected] == ["", "Quantity"]
    assert list(deals(wb)) == ["2"]


def test_a_doubled_id_without_lines_sets_the_second_row_aside(wb, tmp_path):
    summary = load(wb, written(tmp_path, "ID,Title\n1,Pump\n1,Valve\n"))
    assert [row.line for row in summary.rejected] == [3]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("only_header.csv", b"Title,Amount\n"),
        ("twice.csv", b"Title,Amount,title\na,1,b\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("zip.csv", b"PK\x03\x04 rest"),
        ("nul.csv", b"Title,Amount\na\x00b,1\n"),
        ("latin.csv", "Title,Amount\nCaffè,1\n".encode("cp1252")),
        ("quote.csv", b'Title,Amount\n"never ends,1\nb,2\n'),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("broken.parquet", b"PAR1 not parquet"),
        ("untitled.csv", b"Colour,Size\nred,1\n"),
        ("unclear_date.csv", b"Title,Create Date\na,03/04/2024\nb,05/06/2024\n"),
        ("unclear_number.csv", b'Title,Amount\na,"1,234"\nb,"2,345"\n'),
    ],
)
def test_a_file_that_is_no_clear_table_is_refused_as_a_whole(wb, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefusedError):
        load(wb, path)
    assert deals(wb) == {}


def test_a_missing_file_is_refused(wb, tmp_path):
    with pytest.raises(ImportRefusedError, match="nowhere"):
        wb.imports.read(tmp_path / "nowhere.csv")


def test_a_mapping_decides_what_the_evidence_cannot(wb, tmp_path):
    path = written(tmp_path, "Nome;Data;Soldi\nCaffè;03/04/2024;1.234\n", encoding="cp1252")
    mapping = {
        "encoding": "cp1252",
        "columns": {"Nome": "title", "Data": "created_date", "Soldi": "net"},
        "date_format": "DD/MM/YYYY",
        "decimal": {"Soldi": ","},
        "defaults": {"currency": "RON"},
        "source": "old-system",
    }
    summary = load(wb, path, mapping)
    assert summary.unconverted == 1
    (deal,) = deals(wb, "old-system").values()
    assert (deal["title"], deal["created_date"], deal["net"]) == ("Caffè", date(2024, 4, 3), Decimal(1234))
    assert deal["external_source"] == "old-system"


def test_a_mapping_translates_stages(wb, tmp_path):
    path = written(tmp_path, "Title,Stage\nPump,In Angebot\n")
    assert "In Angebot" in load(wb, path).rejected[0].value
    assert load(wb, path, {"values": {"stage": {"in angebot": "Proposal"}}}).counts["opportunity"].new == 1


@pytest.mark.parametrize(
    "bad", [{"colums": {}}, {"columns": {"Nowhere": "title"}}, {"columns": {"Title": "titel"}}, [1]]
)
def test_a_mapping_with_a_mistake_is_refused(wb, tmp_path, bad):
    with pytest.raises(ImportRefusedError):
        load(wb, written(tmp_path, GOOD), bad)


def test_excel_is_read_with_its_own_dates_and_numbers(wb, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["ID", "Title", "Amount", "Create Date"])
    book.active.append([7, "Pump", 1234.5, datetime(2024, 4, 3)])
    book.save(tmp_path / "deals.xlsx")
    load(wb, tmp_path / "deals.xlsx")
    deal = deals(wb)["7"]
    assert (deal["net"], deal["created_date"]) == (Decimal("1234.50"), date(2024, 4, 3))


def test_parquet_is_read(wb, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "deals.parquet"
    duckdb.sql(
        "select 7 as id, 'Pump' as title, 12.50::decimal(18,2) as amount, date '2024-04-03' as created_date"
    ).write_parquet(str(path))
    load(wb, path)
    deal = deals(wb)["7"]
    assert (deal["net"], deal["created_date"]) == (Decimal("12.50"), date(2024, 4, 3))


def test_an_existing_contact_of_the_same_name_is_meant(wb, tmp_path):
    load(wb, written(tmp_path, "Title,Account\nPump,Acmé S.p.A.\n", "a.csv"))
    summary = load(wb, written(tmp_path, "Title,Account\nValve,acme s.p.a.\n", "b.csv"))
    assert summary.counts["contact"].new == 0
    assert len(wb.sql("select distinct contact_id from opportunity")) == 1


def test_who_may_not_import_is_refused(wb, tmp_path):
    path = written(tmp_path, "Title,Owner\nPump,Vera Vale\n")
    load(wb, path)
    with (
        open_workbench(tmp_path / "store.duckdb", user="vera.vale", today=TODAY, door="exclusive") as hers,
        pytest.raises(NotAllowedError),
    ):
        hers.imports.read(path)


OWNED = "ID,Title,Amount,Owner\n1,Pump,10,{first}\n2,Valve,20,{second}\n"


@pytest.fixture
def hers(wb):
    """Mia at the same store: a manager who changes her own deals only, or as the test asks."""
    wb.people.add(login="tom", name="Tom", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN)

    def opened(changes, team=None):
        wb.people.add(login="mia", name="Mia", role=Role.MANAGER, sees=Reach.ALL, changes=changes, team=team)
        settings = Settings(wb.store)
        return replace(wb, imports=Imports(replace(wb.session, settings=settings, login="mia")))

    return opened


def test_new_deals_of_owners_outside_ones_scope_are_set_aside(wb, tmp_path, hers):
    path = written(tmp_path, OWNED.format(first="mia", second="tom"))
    summary = load(hers(Reach.OWN), path)
    assert [(row.line, row.column, row.value) for row in summary.rejected] == [(3, "Owner", "tom")]
    assert list(deals(wb)) == ["1"]


def test_a_team_scope_reaches_the_teams_owners_only(wb, tmp_path, hers):
    wb.people.add(login="ugo", name="Ugo", role=Role.SALESPERSON, sees=Reach.OWN, changes=Reach.OWN, team="sales")
    summary = load(hers(Reach.TEAM, "sales"), written(tmp_path, OWNED.format(first="ugo", second="tom")))
    assert [row.line for row in summary.rejected] == [3]
    assert list(deals(wb)) == ["1"]


def test_an_import_gives_no_deal_away_to_an_owner_outside_ones_scope(wb, tmp_path, hers):
    mine = hers(Reach.OWN)
    load(mine, written(tmp_path, OWNED.format(first="mia", second="mia")))
    summary = load(mine, written(tmp_path, OWNED.format(first="mia", second="tom").replace("10", "11")))
    assert [(row.line, row.column) for row in summary.rejected] == [(3, "Owner")]
    assert summary.counts["opportunity"].changed == 1
    assert deals(wb)["2"]["owner_id"] == deals(wb)["1"]["owner_id"]


def test_an_import_takes_no_deal_of_others(wb, tmp_path, hers):
    load(wb, written(tmp_path, OWNED.format(first="tom", second="tom")))
    summary = load(hers(Reach.OWN), written(tmp_path, OWNED.format(first="mia", second="tom")))
    assert [row.line for row in summary.rejected] == [2]
    assert deals(wb)["1"]["owner_id"] == deals(wb)["2"]["owner_id"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_rejected_rows_begins_like_a_formula(tmp_path, start):
    cells = ((f"{start}head", f"{start}cmd"), ("Net", "-12.5"))
    row = Rejected(file=f"{start}f", line=2, column=f"{start}c", value=f"{start}v", reason="bad", cells=cells)
    write_rejected(tmp_path / "out.csv", [row])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        header, told = csv.reader(file)
    assert not [text for text in (*header, *told[:-1]) if text.startswith(start)]
    assert told[-1] == "-12.5"


def test_formulas_in_rejected_rows_are_neutralised(wb, tmp_path):
    summary = load(wb, written(tmp_path, "Title,Amount\n=HYPERLINK(1),ten\n-5 euro,-x\n"))
    write_rejected(tmp_path / "out.csv", summary.rejected)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Title"] for row in rows] == ["'=HYPERLINK(1)", "'-5 euro"]
    assert rows[0]["line"] == "2"


def test_a_preview_writes_nothing(wb, tmp_path):
    summary = wb.imports.read(written(tmp_path, GOOD)).preview()
    assert (summary.counts["opportunity"].new, summary.loaded) == (2, False)
    assert deals(wb) == {}


def test_lines_that_change_in_the_file_are_updated_added_and_archived(wb, tmp_path):
    head = "ID,Title,Product,Quantity,Unit Price\n"
    load(wb, written(tmp_path, head + "1,Plant,Pump,2,10\n1,Plant,Valve,3,1\n2,Tap,Tap,1,5\n"))
    load(wb, written(tmp_path, head + "1,Plant,Pump,4,10\n2,Tap,Tap,1,5\n2,Tap,Hose,1,7\n3,New,Tap,1,1\n"))
    assert {key: deal["net"] for key, deal in deals(wb).items()} == {"1": 40, "2": 12, "3": 1}
    assert len(wb.store.records("imports/lines", source="deals")) == 4
    assert wb.store.check() == []
