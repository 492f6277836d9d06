from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda text: text.strip() and "," not in text
)


@st.composite
def filters(draw):
    start = draw(st.none() | days)
    low = draw(st.none() | st.decimals(min_value=0, max_value=100, places=1))
    return Filters(
        created=(start, None if start is None else start + timedelta(days=draw(st.integers(0, 400)))),
        probability=(low, None if low is None else Decimal(100)),
        owner=tuple(draw(st.lists(words, max_size=3))),
        tags=tuple(draw(st.lists(words, max_size=3))),
        title=draw(st.none() | words),
        number=draw(st.none() | st.integers(0, 10**12)),
        active_on=draw(st.none() | days),
        status=tuple(draw(st.lists(st.sampled_from(["open", "won", "lost"]), max_size=2))),
    )


@given(filters())
def test_a_link_restores_the_filter(given_filters):
    assert Filters.from_json(given_filters.to_json()) == given_filters


def test_an_empty_filter_is_an_empty_object():
    assert Filters().to_json() == "{}"


def test_one_value_and_a_list_of_one_are_the_same():
    assert Filters(owner="ana") == Filters(owner=("ana",))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "nonsense", '{"surprise": 1}', '{"probability": 5}', '{"probability": ["a", "b"]}', '{"status": ["x"]}',
     '{"created": ["2026-02-31", null]}', '{"amount": [9, 1]}', '{"number": "1 or 1=1"}', '{"owner": 5}',
     '{"probability": ["NaN", null]}', '{"active_on": {"a": 1}}'],
)  # fmt: skip
def test_what_a_link_cannot_mean_is_refused(text):
    with pytest.raises(InvalidValueError):
        Filters.from_json(text)
