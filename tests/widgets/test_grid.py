"""The list answers its page: rows, groups, cells, many deals, saved views; whatever a page sends is checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.test_listing import as_user
from tests.talking import hears, says
from workbench.app import Workbench as Services
from workbench.app import open_workbench
from workbench.domain.filters import Filters
from workbench.domain.looks import Look
from workbench.domain.people import Reach, Role
from workbench.services.demo import load_demo
from workbench.services.grouping import GROUPS
from workbench.widgets import Grid, Workbench

TODAY = date(2026, 11, 24)
JUNK = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5)  # fmt: skip


@pytest.fixture(scope="module")
def wb() -> Iterator[Services]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: datetime(2026, 11, 24, 10)) as opened:
        load_demo(opened.store, opportunities=200, as_of=TODAY)
        opened.settings.lookups(fresh=True)
        yield opened
        assert opened.store.check() == []


@pytest.fixture
def grid(wb: Services) -> Grid:
    return Grid(wb)


def option(reply: dict[str, Any], other_than: str) -> str:
    return next(one["value"] for one in reply["options"] if one["value"] not in {"", other_than})


def test_a_second_column_sorts_what_is_alike_in_the_first(wb: Services, grid: Grid) -> None:
    says(grid, "sort", by="owner", descending=False, second=False)
    says(grid, "sort", by="net", descending=True, second=True)
    rows = wb.listing.rows(sort="owner", descending=False, then="net", then_descending=True, limit=60)
    assert [row["id"] for row in grid.head["rows"]] == [str(row.id) for row in rows]
    assert (grid.head["sort"], grid.head["then"]) == ("owner", "net")
    says(grid, "sort", by="title", descending=False, second=False)
    assert grid.head["then"] is None


@pytest.mark.parametrize("by", GROUPS)
def test_groups_have_totals_of_all_their_rows_and_are_read_page_by_page(grid: Grid, by: str) -> None:
    says(grid, "group", by=by)
    groups = grid.head["groups"]
    assert sum(group["count"] for group in groups) == grid.head["total"] == 200
    seen: set[str] = set()
    for group in groups:
        for offset in range(0, group["count"], 60):
            reply = says(grid, "rows", member=True, key=group["key"] or "", offset=offset, limit=60)
            seen |= {row["id"] for row in reply["rows"]}
    assert len(seen) == 200
    says(grid, "group", by="")
    assert grid.head["groups"] == []


def test_ids_of_a_range_are_those_of_its_rows(grid: Grid) -> None:
    ids = says(grid, "ids", offset=10, limit=80, member=False, key="")["ids"]
    rows = says(grid, "rows", offset=60, limit=60)["rows"]
    assert ids[50:] == [row["id"] for row in rows[:30]]


def test_the_columns_a_person_chose_are_shown_and_exported(grid: Grid) -> None:
    says(grid, "columns", columns=[["net", 200], ["title", 0], ["percent", 9999], ["secret", 5]])
    assert grid.head["columns"] == [["net", 200], ["title", 0], ["percent", 900]]
    assert grid.exported["columns"] == ["currency", "net", "title", "probability"]
    says(grid, "group", by="month")
    assert (grid.exported["sort"], grid.exported["then"]) == ("expected_close_date", "number")


def test_a_cell_is_changed_in_the_service_and_answered_with_its_row(grid: Grid) -> None:
    row = next(row for row in grid.head["rows"] if row["status"] == "open")
    for column in ("owner", "type", "origin", "team"):
        cell = says(grid, "cell", opportunity=row["id"], column=column)
        value = option(cell, cell["value"])
        reply = says(grid, "edit", opportunity=row["id"], column=column, value=value, seen=cell["version"], reason=None)
        label = next(one["label"] for one in cell["options"] if one["value"] == value)
        assert (reply["kind"], reply["row"]["cells"][column]) == ("edited", label)
    for column, value, shown in (
        ("title", "New title", "New title"),
        ("tags", "b, a", "b, a"),
        ("expected_close_date", "", "–"),
    ):
        cell = says(grid, "cell", opportunity=row["id"], column=column)
        reply = says(grid, "edit", opportunity=row["id"], column=column, value=value, seen=cell["version"], reason=None)
        assert reply["row"]["cells"][column] == shown
    undone = says(grid, "undo", unit=reply["unit"], many=False)
    assert undone["kind"] == "undone"


def test_a_cell_that_somebody_changed_meanwhile_is_not_overwritten(wb: Services, grid: Grid) -> None:
    row = grid.head["rows"][3]
    cell = says(grid, "cell", opportunity=row["id"], column="title")
    wb.opportunities.update(UUID(row["id"]), title="Theirs")
    reply = says(grid, "edit", opportunity=row["id"], column="title", value="Mine", seen=cell["version"], reason=None)
    assert (reply["kind"], "changed this deal meanwhile" in reply["message"]) == ("refuse", True)


def test_a_closing_probability_asks_for_the_reason_at_the_cell(wb: Services, grid: Grid) -> None:
    row = next(row for row in grid.head["rows"] if row["status"] == "open")
    cell = says(grid, "cell", opportunity=row["id"], column="percent")
    lost = next(str(one.id) for one in wb.settings.lookups().probabilities.rows if one.outcome.value == "lost")
    body = {"opportunity": row["id"], "column": "percent", "value": lost, "seen": cell["version"]}
    asked = says(grid, "edit", **body, reason=None)
    assert (asked["kind"], asked["outcome"]) == ("ask", "lost")
    reply = says(grid, "edit", **body, reason=cell["reasons"]["lost"][0]["value"])
    assert reply["row"]["status"] == "lost"


def test_values_against_a_rule_are_refused_in_words(grid: Grid) -> None:
    row = grid.head["rows"][5]
    for column, value in (
        ("title", " "),
        ("expected_close_date", "soon"),
        ("net", "a lot"),
        ("owner", "nobody"),
        ("owner", str(uuid4())),
        ("percent", str(uuid4())),
        ("number", "5"),
    ):
        seen = row["version"]
        reply = says(grid, "edit", opportunity=row["id"], column=column, value=value, seen=seen, reason=None)
        assert reply["kind"] == "refuse", column
        assert reply["message"]


def test_many_deals_are_previewed_changed_and_taken_back(wb: Services, grid: Grid) -> None:
    form = says(grid, "bulk_form")
    owner = next(one for one in form["fields"] if one["key"] == "owner_id")["options"][0]["value"]
    ids = [row["id"] for row in grid.head["rows"][:20]]
    preview = says(grid, "bulk_preview", changes={"owner_id": owner, "add_tags": "bulk"}, all=False, ids=ids, but=[])
    assert preview["changing"] + preview["unchanged"] + preview["refused_count"] == preview["count"] == 20
    assert preview["samples"][0]["fields"]
    done = says(grid, "bulk_apply")
    assert done["unit"]
    assert wb.listing.totals(Filters(tags=("bulk",))).count == preview["changing"]
    assert says(grid, "bulk_apply")["kind"] == "refuse", "a preview is applied once"
    assert says(grid, "undo", unit=done["unit"], many=True)["kind"] == "undone"
    assert wb.listing.totals(Filters(tags=("bulk",))).count == 0


def test_all_means_all_that_the_filters_of_the_kernel_let_through(wb: Services) -> None:
    grid = Grid(wb, filters=Filters(status=("open",)))
    gone = grid.head["rows"][0]["id"]
    preview = says(
        grid, "bulk_preview", changes={"campaign": "X"}, all=True, ids=[], but=[gone], filters={"status": ["won"]}
    )
    assert preview["count"] == grid.head["total"] - 1


def test_very_many_deals_are_changed_by_a_job(wb: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.widgets.grid_many.AT_ONCE", 50)
    started: list[tuple[str, dict[str, object]]] = []
    grid = Grid(wb, start_job=lambda kind, _title, **arguments: started.append((kind, arguments)))
    preview = says(grid, "bulk_preview", changes={"campaign": "X"}, all=True, ids=[], but=[])
    assert (preview["looked_at"], preview["count"]) == (50, grid.head["total"])
    assert says(grid, "bulk_apply")["kind"] == "queued"
    assert started == [("change_many", {"changes": {"campaign": "X"}, "filters": Filters(), "but": []})]


def test_the_funnel_is_the_list_by_probability_and_a_row_filters(wb: Services) -> None:
    chosen: list[Filters] = []
    grid = Grid(wb, on_filters=chosen.append)
    says(grid, "funnel", shown=True)
    rows = grid.head["funnel"]
    assert sum(int(row["count"]) for row in rows) == grid.head["total"]
    assert len(rows) == len(wb.settings.lookups().probabilities.rows)
    says(grid, "funnel_row", row=rows[1]["key"])
    percent = wb.settings.lookups().probabilities.rows[-2].percent
    assert chosen == [Filters(probability=(percent, percent))]
    grid.show(chosen[0])
    says(grid, "funnel_row", row=rows[1]["key"])
    assert chosen[-1] == Filters()


def test_a_view_is_saved_opened_shared_and_removed_from_the_menu(wb: Services) -> None:
    grid = Grid(wb, filters=Filters(status=("open",)))
    says(grid, "group", by="owner")
    menu = says(grid, "view_save", name="By owner")
    assert menu["current"] == {"id": menu["views"][0]["id"], "name": "By owner", "changed": False}
    says(grid, "group", by="")
    assert grid.head["group"] is None
    says(grid, "funnel", shown=True)
    assert grid.head["view"]["changed"]
    key = menu["views"][0]["id"]
    says(grid, "view_open", view=key)
    assert (grid.head["group"], grid.filters) == ("owner", Filters(status=("open",)))
    assert says(grid, "view_share", view=key, roles=["viewer"])["views"][0]["roles"] == ["viewer"]
    assert says(grid, "view_default", view=key, role="")["views"][0]["first"]
    assert says(grid, "view_rename", view=key, name="Owners")["current"]["name"] == "Owners"
    assert says(grid, "view_remove", view=key)["views"] == []
    assert says(grid, "view_open", view=key)["kind"] == "refuse"


def test_a_link_to_a_saved_view_opens_it_and_the_default_view_opens_first(wb: Services) -> None:
    view = wb.views.save("Linked", Look(filters=Filters(status=("won",)), sort="net", group="team"))
    page = Workbench(wb, query=f"view=opportunities&saved={view.id}")
    assert (page.shown.head["group"], page.desk.filters.status) == ("team", ("won",))  # type: ignore[union-attr]
    assert page.navigation.link["saved"] == str(view.id)
    page.close()
    wb.views.make_default(view.id)
    page = Workbench(wb, query="view=opportunities")
    assert (page.shown.head["view"]["name"], page.desk.filters.status) == ("Linked", ("won",))  # type: ignore[union-attr]
    page.close()
    page = Workbench(wb, query='view=opportunities&filter={"status":["lost"]}')
    assert (page.shown.head["group"], page.desk.filters.status) == ("team", ("lost",))  # type: ignore[union-attr]
    page.close()
    page = Workbench(wb, query="view=opportunities&saved=nonsense")
    page.close()
    wb.views.remove(view.id)


def test_a_viewer_cannot_change_from_the_list(wb: Services) -> None:
    wb.people.add(login="vic", name="Vic", role=Role.VIEWER, sees=Reach.ALL, changes=Reach.ALL)
    grid = Grid(as_user(wb, "vic"))
    row = grid.head["rows"][0]
    assert grid.may["change"] is False
    assert says(grid, "cell", opportunity=row["id"], column="title")["kind"] == "refuse"
    assert (
        says(grid, "edit", opportunity=row["id"], column="title", value="x", seen=row["version"], reason=None)["kind"]
        == "refuse"
    )
    assert says(grid, "bulk_preview", changes={"campaign": "X"}, all=True, ids=[], but=[])["kind"] == "refuse"


@pytest.mark.parametrize("kind", [
    "rows", "ids", "sort", "group", "columns", "funnel", "funnel_row", "open", "cell", "edit", "bulk_form", "bulk_preview",
    "bulk_apply", "undo", "views", "view_open", "view_save", "view_update", "view_rename", "view_share", "view_remove", "view_default",
])  # fmt: skip
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_a_page_sends_is_answered_in_words(wb: Services, kind: str, data: st.DataObject) -> None:
    grid = Grid(wb)
    names = ("offset", "limit", "member", "key", "by", "descending", "second", "columns", "shown", "row", "opportunity", "column", "value", "seen", "reason", "changes", "all", "ids", "but", "unit", "many", "view", "name", "roles", "role")  # fmt: skip
    fields = {name: data.draw(JUNK) for name in data.draw(st.sets(st.sampled_from(names)))}
    reply = hears(grid, {"kind": kind, "request": "r", **fields})
    assert reply["request"] == "r"
    assert "reference" not in str(reply.get("message", ""))


def test_money_in_a_cell_is_exact(wb: Services, grid: Grid) -> None:
    deal = wb.opportunities.create(title="Money", net=Decimal("0.10")).opportunity
    cell = says(grid, "cell", opportunity=str(deal.id), column="net")
    assert cell["value"] == "0.10"
    says(grid, "edit", opportunity=str(deal.id), column="net", value="1234.56", seen=cell["version"], reason=None)
    assert wb.opportunities.get(deal.id).net == Decimal("1234.56")
