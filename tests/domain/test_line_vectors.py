"""The amounts that the page and the domain compute alike: the page's tests read the same vectors."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.lines import Line, Totals

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "lines.json").read_text())
MEASURES = st.decimals(min_value=0, max_value=10_000, places=4)
AMOUNTS = st.decimals(min_value=-10_000, max_value=10_000, places=2)


def line_of(vector: dict[str, str]) -> Line:
    return Line(
        id=uuid4(), quantity=Decimal(vector["quantity"]), unit_price=Decimal(vector["unit_price"]),
        discount=Decimal(vector["discount"]),
        expected_revenue=Decimal(vector["expected_revenue"]) if vector["expected_revenue"] else None,
    )  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS["lines"], ids=lambda vector: f"{vector['quantity']}×{vector['unit_price']}")
def test_a_line_has_the_amounts_of_its_vector(vector: dict[str, str]) -> None:
    line = line_of(vector)
    assert (line.gross, line.net) == (Decimal(vector["gross"]), Decimal(vector["net"]))


@pytest.mark.parametrize("wanted", VECTORS["totals"], ids=lambda wanted: str(wanted["last"]))
def test_lines_add_up_to_the_totals_of_their_vectors(wanted: dict[str, Any]) -> None:
    totals = Totals.of(map(line_of, VECTORS["lines"][-wanted["last"] :]))
    revenue = None if wanted["expected_revenue"] is None else Decimal(wanted["expected_revenue"])
    assert (totals.gross, totals.discount, totals.net) == tuple(
        Decimal(wanted[name]) for name in ("gross", "discount", "net")
    )
    assert totals.expected_revenue == revenue


@given(quantity=MEASURES, price=MEASURES, discount=AMOUNTS)
def test_a_gross_is_the_nearest_cent_and_half_a_cent_goes_up(
    quantity: Decimal, price: Decimal, discount: Decimal
) -> None:
    line = Line(id=uuid4(), quantity=quantity, unit_price=price, discount=discount)
    assert -Decimal("0.005") < line.gross - quantity * price <= Decimal("0.005")
    assert line.net == line.gross - discount


@given(st.lists(st.tuples(MEASURES, MEASURES, AMOUNTS, st.none() | AMOUNTS), max_size=8))
def test_net_is_always_gross_minus_discount_also_of_the_sums(
    rows: list[tuple[Decimal, Decimal, Decimal, Decimal | None]],
) -> None:
    lines = [Line(id=uuid4(), quantity=q, unit_price=p, discount=d, expected_revenue=e) for q, p, d, e in rows]
    totals = Totals.of(lines)
    assert totals.net == totals.gross - totals.discount == sum((line.net for line in lines), Decimal(0))
    assert (totals.expected_revenue is None) == all(line.expected_revenue is None for line in lines)
