from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.store import named


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "queries" / "deal").mkdir(parents=True)
    monkeypatch.setattr(named, "files", lambda _package: tmp_path)
    named.named_query.cache_clear()
    yield tmp_path / "queries" / "deal"
    named.named_query.cache_clear()


def test_parameters_are_written_as_literals_and_comments_go(folder: Path) -> None:
    (folder / "get.sql").write_text(
        "-- A deal.\nselect id -- the key\nfrom t /* the\ntable */ where a = $a and b = $b and c = $a;\n"
    )
    query = named.named_query("deal/get")
    assert query.purpose == "A deal."
    assert query.parameters == {"a", "b"}
    rendered = query.render({"a": "it's $b", "b": None})
    assert " ".join(rendered.split()) == "select id from t where a = 'it''s $b' and b = null and c = 'it''s $b'"


def test_what_looks_like_a_parameter_inside_quotes_is_none(folder: Path) -> None:
    (folder / "get.sql").write_text("-- A deal.\nselect '$a -- x {{deal/get}}' as \"$b\", $c")
    query = named.named_query("deal/get")
    assert query.parameters == {"c"}
    assert query.render({"c": 1}) == "select '$a -- x {{deal/get}}' as \"$b\", 1"


def test_an_include_brings_its_text_and_its_parameters(folder: Path) -> None:
    (folder / "filtered.sql").write_text("-- Filtered.\nselect id from t where a = $a\n")
    (folder / "page.sql").write_text("-- A page.\nwith f as (\n{{deal/filtered}}\n)\nselect id from f limit $n\n")
    query = named.named_query("deal/page")
    assert query.parameters == {"a", "n"}
    assert (
        " ".join(query.render({"a": 1, "n": 2}).split())
        == "with f as ( select id from t where a = 1 ) select id from f limit 2"
    )


def test_an_include_that_includes_itself_is_a_mistake(folder: Path) -> None:
    (folder / "a.sql").write_text("-- A.\n{{deal/b}}")
    (folder / "b.sql").write_text("-- B.\n{{deal/a}}")
    with pytest.raises(LookupError, match="includes itself"):
        named.named_query("deal/a")


@pytest.mark.parametrize("name", ["deal/none", "../secret", "deal/../deal/get", "", "deal/GET"])
def test_a_name_without_a_file_is_a_mistake(folder: Path, name: str) -> None:
    assert folder.exists()
    with pytest.raises(LookupError):
        named.named_query(name)


def test_a_file_without_a_purpose_is_a_mistake(folder: Path) -> None:
    (folder / "get.sql").write_text("select 1")
    with pytest.raises(LookupError, match="purpose"):
        named.named_query("deal/get")


def test_a_condition_is_written_only_where_its_parameter_has_a_value(folder: Path) -> None:
    (folder / "page.sql").write_text(
        "-- A page.\nselect id from t where a = $a {{given b}} and b >= $b {{given c}} and c = $c {{end}} {{end}} limit 1\n"
    )
    query = named.named_query("deal/page")
    assert query.parameters == {"a", "b", "c"}
    written = [" ".join(query.render({"a": 1, "b": b, "c": c}).split()) for b, c in ((None, 3), (0, None), (2, 3))]
    assert written == [
        "select id from t where a = 1 limit 1",
        "select id from t where a = 1 and b >= 0 limit 1",
        "select id from t where a = 1 and b >= 2 and c = 3 limit 1",
    ]


def test_a_value_is_written_as_it_is_blank_lines_and_marks_included(folder: Path) -> None:
    (folder / "get.sql").write_text("-- A deal.\nselect $a")
    text = "one\n\n\ntwo {{end}} {{given a}} $a;"
    assert named.named_query("deal/get").render({"a": text}) == f"select '{text}'"


@pytest.mark.parametrize("text", ["select 1 {{given a}}", "select 1 {{end}}"])
def test_a_condition_that_is_not_whole_is_a_mistake(folder: Path, text: str) -> None:
    (folder / "get.sql").write_text(f"-- A deal.\n{text}")
    with pytest.raises(LookupError, match="end"):
        named.named_query("deal/get")


def test_a_list_is_written_value_by_value_and_an_empty_one_equals_nothing(folder: Path) -> None:
    (folder / "some.sql").write_text("-- Some deals.\nselect id from t where id in ({{each ids}}) and a = $a")
    query = named.named_query("deal/some")
    assert query.parameters == {"ids", "a"}
    assert query.render({"ids": [1, "it's"], "a": 2}).endswith("where id in (1, 'it''s') and a = 2")
    assert query.render({"ids": [], "a": 2}).endswith("where id in (null) and a = 2")
