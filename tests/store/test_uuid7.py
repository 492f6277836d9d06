from __future__ import annotations

from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from workbench.store import uuid7


def test_keys_sort_in_the_order_they_were_made() -> None:
    keys = [uuid7() for _ in range(20_000)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(st.integers(0, 2**48 - 1))
def test_a_key_says_its_version_and_its_millisecond(now_ms: int) -> None:
    key = uuid7(now_ms)
    assert (key.version, key.variant) == (7, RFC_4122)
    assert key.int >> 80 == now_ms
