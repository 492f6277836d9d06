"""Rows of a plain table become drafts of deals, lines and contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from workbench.domain.money import currency_code
from workbench.domain.probability import Outcome
from workbench.domain.text import one_line, tag_list
from workbench.errors import InvalidValueError
from workbench.i18n import N_, _
from workbench.services.imports.columns import LINE_FIELDS
from workbench.services.imports.drafts import ContactDraft, LineDraft
from workbench.services.imports.names import country_code, folded
from workbench.services.imports.values import to_step

OUTCOMES = {
    Outcome.WON: (
        "won", "closed won", "closedwon", "win", "vinta", "vinto", "chiusa vinta", "chiuso vinto", "castigata", "castigat",
        "inchisa castigata",
    ),
    Outcome.LOST: (
        "lost", "closed lost", "closedlost", "loss", "persa", "perso", "chiusa persa", "chiuso perso", "pierduta", "pierdut",
        "inchisa pierduta", "cancelled", "canceled",
    ),
    Outcome.OPEN: ("open", "active", "in progress", "aperta", "aperto", "in corso", "deschisa", "deschis", "in desfasurare"),
}  # fmt: skip
OUTCOME_OF = {name: outcome for outcome, names in OUTCOMES.items() for name in names}
PASSING_DATES = (
    "created_date",
    "expected_close_date",
    "expected_order_date",
    "expected_delivery_date",
    "expected_invoice_date",
)
PASSING_AMOUNTS = ("expected_revenue", "margin")
PASSING_TEXTS = ("campaign", "competitors")
CONTACT_TEXTS = ("city", "postcode", "region", "address", "email", "phone")
DETAILS_DIFFER = N_("contacts have differing details in their rows; the first were taken")
COUNTRY_UNKNOWN = N_("countries of contacts are unknown and were left empty")


class RowError(ValueError):
    """A row cannot become a deal; ``field`` names the field, ``reason`` says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Row:
    """A row with typed cells by field; ``place`` counts from 0, ``line`` is the file's own."""

    place: int
    line: int
    values: dict[str, object]

    def text(self, field: str) -> str | None:
        """Return a text cell, or nothing."""
        value = self.values.get(field)
        return str(value) if value not in {None, ""} else None

    def number(self, field: str) -> Decimal | None:
        """Return a number, or nothing."""
        return cast("Decimal | None", self.values.get(field))

    def moment(self, field: str) -> datetime | None:
        """Return a moment, or nothing."""
        return cast("datetime | None", self.values.get(field))

    def day(self, field: str) -> date | None:
        """Return a date, or nothing."""
        return cast("date | None", self.values.get(field))


def outcome_named(text: str | None) -> Outcome | None:
    """Return what a word such as “Closed Won” means, if it is a usual one."""
    return OUTCOME_OF.get(folded(text)) if text else None


def deal_of(key: str, rows: Sequence[Row], *, has_price: bool, has_lines: bool) -> dict[str, Any]:
    """Return the draft of a deal as keyword arguments.

    Args:
        key: its external id.
        rows: its rows, one a line; the first one has the header.
        has_price: whether the file has a column of unit prices.
        has_lines: whether the file has columns of lines.

    Raises:
        RowError: a cell against a rule.
    """
    row = rows[0]
    title = one_line(row.text("title") or "")
    if not title:
        raise RowError("title", _("This must not be empty."))
    status = row.text("status")
    told = outcome_named(status)
    if status and told is None:
        raise RowError("status", _("A status is open, won or lost; a mapping can translate others."))
    closed_at = row.moment("closed_at")
    lines = _lines(rows, has_price=has_price) if has_lines else ()
    return {
        "line": row.line, "external_id": key, "title": title, "contact": contact_key(row), "owner": row.text("owner"),
        "workflow": row.text("workflow"), "stage": row.text("stage"),
        "outcome": told or outcome_named(row.text("stage")) or Outcome.OPEN, "outcome_from_stage": told is None,
        "percent": row.number("probability"), "reason": row.text("reason"), "type": row.text("type"),
        "origin": row.text("origin"), "currency": _currency(row), "net": row.number("net"), "gross": row.number("gross"),
        "discount": row.number("discount"), "lines": lines, "fields": _passing(row),
        "stage_since": row.day("stage_since") or row.day("closed_date"),
        "closed_on": row.day("closed_date") or (closed_at.date() if closed_at else None), "closed_at": closed_at,
        "close_day": row.day("close_date"),
    }  # fmt: skip


def contact_key(row: Row) -> str | None:
    """Return the key of a row's contact: its name, as the file's rows share it."""
    return folded(one_line(row.text("contact") or "")) or None


def contact_drafts(rows: Iterable[Row], repairs: Counter[str]) -> tuple[ContactDraft, ...]:
    """Return the contacts that rows name, each once with the first details given."""
    found: dict[str, ContactDraft] = {}
    differing: set[str] = set()
    for row in rows:
        key = contact_key(row)
        if key is None:
            continue
        if key not in found:
            found[key] = ContactDraft(key=key, line=row.line, name=one_line(row.text("contact") or ""))
        known = found[key].fields
        for name, value in _contact_fields(row, repairs).items():
            if known.setdefault(name, value) != value:
                differing.add(key)
    if differing:
        repairs[DETAILS_DIFFER] += len(differing)
    return tuple(found.values())


def _contact_fields(row: Row, repairs: Counter[str]) -> dict[str, object]:
    fields: dict[str, object] = {
        name: one_line(text) for name in CONTACT_TEXTS if (text := row.text(f"contact_{name}"))
    }
    country = row.text("contact_country")
    if country:
        code = country_code(country)
        if code:
            fields["country"] = code
        else:
            repairs[COUNTRY_UNKNOWN] += 1
    return fields


def _currency(row: Row) -> str | None:
    text = row.text("currency")
    try:
        return currency_code(text) if text else None
    except InvalidValueError as error:
        raise RowError("currency", str(error)) from error


def _passing(row: Row) -> dict[str, object]:
    """Return the columns of the opportunity that need no more than their type."""
    fields: dict[str, object] = {name: row.values[name] for name in PASSING_DATES if name in row.values}
    fields |= {
        name: None if (value := row.number(name)) is None else to_step(value, "0.01")
        for name in PASSING_AMOUNTS
        if name in row.values
    }
    fields |= {
        name: one_line(text) if (text := row.text(name)) else None for name in PASSING_TEXTS if name in row.values
    }
    if "notes" in row.values:
        fields["notes"] = row.text("notes")
    if "tags" in row.values:
        fields["tags"] = tag_list((row.text("tags") or "").replace(";", ","))
    quality = row.number("quality")
    if quality is not None and quality not in {1, 2, 3, 4, 5}:
        raise RowError("quality", _("Contact quality is 1 to 5 stars."))
    if "quality" in row.values:
        fields["quality"] = None if quality is None else int(quality)
    return fields


def _lines(rows: Sequence[Row], *, has_price: bool) -> tuple[LineDraft, ...]:
    told = [row for row in rows if any(row.values.get(name) is not None for name in LINE_FIELDS)]
    return tuple(_line(row, has_price=has_price, alone=len(rows) == 1) for row in told)


def _line(row: Row, *, has_price: bool, alone: bool) -> LineDraft:
    quantity = Decimal(1) if (given := row.number("quantity")) is None else given
    discount = row.number("line_discount") or Decimal(0)
    price = row.number("unit_price") if has_price else _price_alone(row, quantity, discount, alone=alone)
    if price is None:
        raise RowError("unit_price", _("A line needs its unit price."))
    return LineDraft(
        family=row.text("family"), article=row.text("article"), description=row.text("line_description"),
        quantity=to_step(quantity, "0.0001"), unit_price=to_step(price, "0.0001"), discount=to_step(discount, "0.01"),
    )  # fmt: skip


def _price_alone(row: Row, quantity: Decimal, discount: Decimal, *, alone: bool) -> Decimal | None:
    """Return the price of a deal's only line from the deal's amount, where the file has no prices."""
    net, gross = row.number("net"), row.number("gross")
    amount = gross if gross is not None else None if net is None else net + discount
    if not alone or not quantity:
        return None
    return (amount or Decimal(0)) / quantity
