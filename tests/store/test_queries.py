"""Every named query and every check is understood behind every door, and keeps the house rules."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from workbench.services.ordering import BY_NAME
from workbench.store import Store
from workbench.store.named import NamedQuery, _part, named_query, names

FOLDER = Path(str(files("workbench.store")))
KEY, DAY, AMOUNT = UUID(int=1), date(2026, 1, 31), Decimal("10.00")
MOMENT = datetime(2026, 1, 31, 12)
DAYS = [f"{kind}_{end}" for kind in ("created", "expected", "closed") for end in ("from", "to")]
GIVEN: dict[str, object] = {
    **{key: [KEY] for key in ("types", "workflows", "stages", "owners", "agents", "teams")},
    **{key: ["a", "b"] for key in ("currencies", "statuses", "tags", "regions")},
    **dict.fromkeys(("active_on", *DAYS), DAY),
    **dict.fromkeys(("percent_from", "percent_to", "amount_from", "amount_to"), AMOUNT),
    **dict.fromkeys(("title", "contact", "text", "login", "host"), "a"),
    "words": ["a", "7"],
    "then": "net",
    **dict.fromkeys(("key", "workflow", "channel_id", "event_id", "of_deal", "of_contact"), KEY),
    "assignees": [KEY],
    "until": DAY,
    **dict.fromkeys(("active", "present", "past"), True),
    **dict.fromkeys(("known", "was"), MOMENT),
    "state": "waiting",
    **dict.fromkeys(("entity", "login"), "a"),
    "record": KEY,
    **dict.fromkeys(("since", "before_at"), MOMENT),
    **dict.fromkeys(("kind", "lead_status", "country", "region", "sector"), "a"),
    **dict.fromkeys(("is_lead", "is_customer"), True),
    "agent": KEY,
    "number": 7,
    "after": 7,
    **dict.fromkeys(("least", "greatest"), AMOUNT),
    **dict.fromkeys(("and_none", "rising", "falling", "then_rising", "then_falling", "by_title"), True),
    **dict.fromkeys(("one_group", "group_contact"), True),
    **{f"by_{name}": True for name in BY_NAME if name != "country"},
}
FORBIDDEN = {
    "delete from": r"\bdelete\s+from\b",
    "truncate": r"\btruncate\b",
    "returning": r"\breturning\b",
    "on conflict": r"\bon\s+conflict\b",
    "insert or replace": r"\binsert\s+or\b",
    "nextval": r"\bnextval\b",
    "select *": r"\bselect\s+\*",
    "t.*": r"\b\w+\.\*",
    "merge into": r"\bmerge\s+into\b",
}
RETENTION = re.compile(r"\w+/forget\w*")  # removes what nobody writes any more, so no update can be lost


def renderings(query: NamedQuery) -> list[str]:
    """Write a query twice: with nothing given, and with every condition given."""
    conditions = query.text.conditions()
    return [
        query.render(dict.fromkeys(query.parameters)),
        query.render({key: GIVEN[key] if key in conditions else None for key in query.parameters}),
    ]


def broken_rules(query: NamedQuery) -> list[str]:
    """Name the house rules that either rendering breaks; quoted text is free."""
    texts = [re.sub(r"'(?:[^']|'')*'", "''", text) for text in renderings(query)]
    found = [rule for rule, pattern in FORBIDDEN.items() if any(re.search(pattern, text) for text in texts)]
    if RETENTION.fullmatch(query.name):
        found = [rule for rule in found if rule != "delete from"]
    return found + ["lower case"] * any(text != text.lower() for text in texts)


def test_every_query_is_understood(store: Store) -> None:
    failures: list[str] = []
    for name in names():
        for text in renderings(named_query(name)):
            try:
                store.explain(text)
            except Exception as error:  # noqa: BLE001 - all of them are shown at once
                failures.append(f"{name}: {error}")
    assert failures == []


def test_every_check_is_understood_and_finds_nothing_in_an_empty_store(store: Store) -> None:
    assert {violation.check for violation in store.check()} <= {"probability_table"}


@pytest.mark.parametrize("name", names())
def test_a_query_is_one_statement_with_a_purpose(name: str) -> None:
    query = named_query(name)
    assert query.purpose.endswith("."), "the purpose is a sentence"
    for text in renderings(query):
        try:
            statements = duckdb.extract_statements(text)
        except duckdb.ParserException:
            return  # a piece that other queries include
        assert len(statements) == 1


@pytest.mark.parametrize("name", names())
def test_a_query_keeps_the_house_rules(name: str) -> None:
    assert broken_rules(named_query(name)) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("select id from opportunity {{given number}}where exists (select * from setting){{end}}", ["select *"]),
        ("select id from opportunity {{given number}}where Number = $number{{end}}", ["lower case"]),
        ("select id from opportunity {{given title}}where title = 'A' || $title{{end}}", []),
    ],
)
def test_the_house_rules_reach_what_is_written_under_a_condition(text: str, rules: list[str]) -> None:
    part = _part("a_test", text, ())
    assert broken_rules(NamedQuery("a_test", "A test.", part, part.parameters())) == rules


def test_no_two_queries_are_the_same() -> None:
    texts = Counter(
        " / ".join(" ".join(text.split()) for text in renderings(query)) for query in map(named_query, names())
    )
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_query_is_used() -> None:
    source = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in (FOLDER.parent, Path(__file__).parent)
        for file in folder.rglob("*.py")
    ) + "\n".join(file.read_text(encoding="utf-8") for file in FOLDER.rglob("queries/**/*.sql"))
    written = re.findall(r"f\"([a-z_/]+)\{", source)
    unused = [name for name in names() if f'"{name}"' not in source and f"{{{{{name}}}}}" not in source]
    assert [name for name in unused if not any(name.startswith(start) for start in written)] == []


@pytest.mark.parametrize("file", sorted((FOLDER / "checks").glob("*.sql")), ids=lambda file: file.stem)
def test_a_check_states_the_rule_it_proves(file: Path) -> None:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    assert re.fullmatch(r"-- .+\.", first)


def includes(name: str) -> set[str]:
    """Everything that a query splices, directly or through what it splices."""
    text = (FOLDER / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    found = set(re.findall(r"\{\{([a-z0-9_]+/[a-z0-9_]+)\}\}", text))
    return found.union(*map(includes, found))


PARTS_OF_QUERIES = {"opportunity/filtered", "listing/ordered", "listing/keyed", "boards/keyed", "opportunity/found"}


def test_every_query_over_filtered_deals_can_show_the_past_and_keeps_to_its_scope() -> None:
    over = [name for name in names() if name not in PARTS_OF_QUERIES and "opportunity/filtered" in includes(name)]
    assert len(over) > 15
    assert [name for name in over if "parts/then" not in includes(name)] == []
