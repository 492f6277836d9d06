"""Excel and Parquet files that are not what they say, or more than can be read."""

from __future__ import annotations

import re
import tracemalloc
import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import pytest
from openpyxl import Workbook

from workbench.errors import ImportRefusedError, StoreError
from workbench.services.imports import spreadsheet
from workbench.services.imports.reading import read_table
from workbench.store import parquet

SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def rewritten(path: Path, pattern: str, text: str) -> Path:
    """Say something else in the sheet's XML than what the program wrote that made it."""
    with ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet, times = re.subn(pattern, text, parts[SHEET].decode())
    assert times
    parts[SHEET] = sheet.encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return path


def parquet_file(path: Path, select: str) -> Path:
    """Write under a plain name first: the engine takes some names as patterns."""
    draft = path.with_name("draft")
    with duckdb.connect() as engine:
        engine.execute(f"copy ({select}) to '{draft}' (format parquet)")
    return draft.replace(path)


@pytest.mark.parametrize("dimension", ["A1", "A1:B2", "B2:C3", "A1:XFD20000"])
def test_a_wrong_dimension_loses_neither_columns_nor_rows(tmp_path, dimension):
    rows = [("Title", "Owner", "Net"), ("Press", "Ana", 10), ("Lathe", "Ion", 20), ("Saw", None, None)]
    path = rewritten(
        workbook(tmp_path / "deals.xlsx", rows), '<dimension ref="[^"]*" ?/>', f'<dimension ref="{dimension}"/>'
    )
    table = read_table(path)
    assert table.headers == ("Title", "Owner", "Net")
    assert table.rows == rows[1:]
    assert table.lines == [2, 3, 4]
    assert table.rejected == ()


def test_a_false_dimension_costs_no_memory(tmp_path):
    rows = [("Title", "Net"), *[("Press", number) for number in range(3000)]]
    path = rewritten(
        workbook(tmp_path / "deals.xlsx", rows), '<dimension ref="[^"]*" ?/>', '<dimension ref="A1:XFD20000"/>'
    )
    tracemalloc.start()
    assert len(read_table(path).rows) == 3000
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 50_000_000


def test_rows_are_as_wide_as_the_header_and_keep_what_stands_beyond_it(tmp_path):
    rows = [
        ("Title", "Owner", "Net", None),
        ("Press",),
        (),
        ("Lathe", "Ion", 20, None, ""),
        ("Saw", None, 1, None, "!"),
    ]
    table = read_table(workbook(tmp_path / "deals.xlsx", rows))
    assert table.headers == ("Title", "Owner", "Net")
    assert table.rows == [("Press", None, None), ("Lathe", "Ion", 20)]
    assert [(row.line, row.reason) for row in table.rejected] == [(5, "The row has 5 cells; the header has 3.")]


def test_the_last_cells_of_a_header_need_no_values_below(tmp_path):
    table = read_table(workbook(tmp_path / "deals.xlsx", [("Title", "Note"), ("Press",), ("Lathe",)]))
    assert table.rows == [("Press", None), ("Lathe", None)]


def test_a_workbook_that_unpacks_to_more_than_the_memory_is_refused_unread(tmp_path):
    path = workbook(tmp_path / "deals.xlsx", [("Title",), ("Press",)])
    with ZipFile(path, "a", ZIP_DEFLATED) as parts, parts.open("xl/media/image1.png", "w") as part:
        for _ in range(401):
            part.write(bytes(1_000_000))
    assert path.stat().st_size < 2_000_000
    with pytest.raises(ImportRefusedError, match=r"“deals.xlsx” holds more than 400 MB when it is unpacked"):
        read_table(path)


def test_a_sheet_of_too_many_rows_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 1_500)
    path = workbook(tmp_path / "deals.xlsx", [("Title",), *[("Press",)] * 1_499])
    assert len(read_table(path).rows) == 1_499
    with pytest.raises(ImportRefusedError, match=r"“more.xlsx” has more than 1,500 rows"):
        read_table(workbook(tmp_path / "more.xlsx", [("Title",), *[("Press",)] * 1_500]))


def test_a_row_of_a_number_beyond_measure_is_refused_and_not_waited_for(tmp_path):
    path = rewritten(
        workbook(tmp_path / "deals.xlsx", [("Title",), ("Press",)]),
        'row r="2"([^>]*)><c r="A2"',
        r'row r="2000000000"\1><c r="A2000000000"',
    )
    with pytest.raises(ImportRefusedError, match="has more than 2,000,000 rows"):
        read_table(path)


def test_a_wide_header_over_many_short_rows_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_CELLS", 10_000)
    path = workbook(tmp_path / "deals.xlsx", [[f"Column {place}" for place in range(200)], *[("Press",)] * 60])
    with pytest.raises(ImportRefusedError, match=r"“deals.xlsx” has more than 10,000 cells"):
        read_table(path)


def test_a_sheet_that_breaks_off_in_the_middle_is_no_workbook(tmp_path):
    rows = [("Title",), *[(f"Press {number}",) for number in range(5_000)]]
    path = rewritten(workbook(tmp_path / "deals.xlsx", rows), r'<row r="4000".*', "<row r=")
    with pytest.raises(ImportRefusedError, match="is not a readable Excel workbook"):
        read_table(path)


def test_what_openpyxl_warns_of_does_not_reach_the_reader(tmp_path):
    path = workbook(tmp_path / "deals.xlsx", [("Title", "Day"), ("Press", datetime(2026, 1, 2))])
    path = rewritten(path, r'(<c r="B2"[^>]*>)(<v>)[^<]*', r"\g<1>\g<2>1e300")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_table(path).headers == ("Title", "Day")


@pytest.mark.parametrize(
    "name", ["data[1].parquet", "data*.parquet", "data?.parquet", "d[!x]ta1.parquet", "{a,b}.parquet"]
)
def test_the_name_of_a_parquet_file_is_no_pattern(tmp_path, name):
    parquet_file(tmp_path / "data1.parquet", "select 'other' as title")
    path = parquet_file(tmp_path / name, "select 'this' as title")
    assert read_table(path).rows == [("this",)]


@pytest.mark.parametrize("folder", ["deals [2026]", "year=2026", "~"])
def test_the_folder_of_a_parquet_file_is_no_pattern_and_no_column(tmp_path, monkeypatch, folder):
    (tmp_path / folder).mkdir()
    parquet_file(tmp_path / folder / "deals.parquet", "select 'this' as title")
    monkeypatch.chdir(tmp_path)
    table = read_table(Path(folder) / "deals.parquet")
    assert (table.headers, table.rows) == (("title",), [("this",)])


def test_a_parquet_file_of_too_many_rows_is_refused_by_its_own_count(tmp_path, monkeypatch):
    path = parquet_file(tmp_path / "deals.parquet", "select range as title from range(5000001)")
    monkeypatch.setattr(parquet, "READ", "this is not reached")
    with pytest.raises(ImportRefusedError, match=r"“deals.parquet” has more than 5,000,000 rows"):
        read_table(path)


def test_a_parquet_file_that_understates_its_rows_is_refused_all_the_same(tmp_path, monkeypatch):
    path = parquet_file(tmp_path / "deals.parquet", "select range as title from range(101)")
    monkeypatch.setattr(parquet, "MOST_ROWS", 100)
    monkeypatch.setattr(parquet, "COUNT", "select 1 where ? is not null")
    with pytest.raises(StoreError, match="has more than 100 rows"):
        parquet.read_parquet(path)


def test_a_parquet_file_may_be_as_long_as_the_limit(tmp_path, monkeypatch):
    path = parquet_file(tmp_path / "deals.parquet", "select range as title from range(100)")
    monkeypatch.setattr(parquet, "MOST_ROWS", 100)
    assert len(parquet.read_parquet(path)[1]) == 100
