"""Merging two deals in the list: the messages of the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.talking import says
from workbench.app import Workbench, open_workbench
from workbench.widgets.editor import Editor
from workbench.widgets.grid import Grid


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24)) as opened:
        yield opened


def test_two_deals_are_looked_at_merged_and_two_again(wb):
    lines = [{"description": "A", "unit_price": 10}]
    keep = wb.opportunities.create(title="<b>Labels</b>", lines=lines).opportunity
    drop = wb.opportunities.create(title="Labels", lines=lines, campaign="Fair").opportunity
    grid = Grid(wb)
    preview = says(grid, "merge_preview", keep=str(keep.id), drop=str(drop.id))["preview"]
    assert preview["fields"][0]["both"] == "all 2 lines: €20.00"
    chosen = {field["key"]: field["proposed"] for field in preview["fields"] if field["key"] != "lines"}
    merged = says(
        grid, "merge_deals", keep=str(keep.id), drop=str(drop.id), seen_keep=1, seen_drop=1, choices=chosen,
        lines="both", why="twice",
    )  # fmt: skip
    assert merged["text"] == "Merged: <b>Labels</b>, €20.00"
    editor = Editor(wb, opportunity=drop.id)
    assert editor.deal["merged"]["id"] == str(keep.id)
    editor.show(keep.id)
    entry = says(editor, "tab", tab="history")["data"]["entries"][0]
    assert (entry["what"], entry["undo"]) == ("merged", "many")
    assert says(editor, "undo", opportunity=str(keep.id), seen=2, unit=entry["unit"], many=True)["kind"] == "saved"
    assert wb.opportunities.get(drop.id).archived is False
    merged = says(
        grid, "merge_deals", keep=str(keep.id), drop=str(drop.id), seen_keep=3, seen_drop=3, choices=chosen,
        lines="both", why="again",
    )  # fmt: skip
    assert says(grid, "undo", unit=merged["unit"], many=True)["kind"] == "undone"
    assert (wb.opportunities.get(keep.id).campaign, grid.head["total"]) == (None, 2)


def test_what_the_page_may_not_choose_is_refused(wb):
    keep, drop = (wb.opportunities.create(title=title).opportunity for title in ("A", "B"))
    grid = Grid(wb)
    given = {"keep": str(keep.id), "drop": str(drop.id), "seen_keep": 1, "seen_drop": 1, "choices": {}, "lines": ""}
    for bad in (
        {"lines": "all"},
        {"choices": {"net": "drop"}},
        {"choices": {"title": 7}},
        {"drop": str(keep.id)},
        {"seen_keep": 9},
    ):
        assert says(grid, "merge_deals", **given | bad)["kind"] == "refuse"
    assert wb.opportunities.get(drop.id).archived is False
