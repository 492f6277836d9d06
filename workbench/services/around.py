"""Which deals stand before and after one: in the list, or in its column of a board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Around:
    """A deal's place, the first is 1, of ``total``; ``before`` and ``after`` are ``None`` at the ends."""

    place: int
    total: int
    before: UUID | None
    after: UUID | None


def around_from(rows: Sequence[dict[str, Any]], key: UUID) -> Around | None:
    """Return the place of a deal from up to three rows ``id``, ``place``, ``total``; ``None`` where it is not shown."""
    mine = next((row for row in rows if row["id"] == key), None)
    if mine is None:
        return None
    by_place = {row["place"]: row["id"] for row in rows}
    return Around(
        place=mine["place"], total=mine["total"], before=by_place.get(mine["place"] - 1),
        after=by_place.get(mine["place"] + 1),
    )  # fmt: skip
