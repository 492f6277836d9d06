"""Rows of the store ↔ values of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from workbench.domain.activity import Activity, State
from workbench.domain.contact import Contact
from workbench.domain.interaction import Direction, Interaction, Kind
from workbench.domain.lines import Line
from workbench.domain.opportunity import Opportunity
from workbench.domain.probability import Outcome
from workbench.store import Store

LONGEST_CHAIN = 50
LINE_FIELDS = tuple(item.name for item in fields(Line))
CONTACT_FIELDS = tuple(item.name for item in fields(Contact))
ACTIVITY_FIELDS = tuple(item.name for item in fields(Activity))
INTERACTION_FIELDS = tuple(item.name for item in fields(Interaction))
OPPORTUNITY_FIELDS = tuple(item.name for item in fields(Opportunity) if item.name != "lines")


def tags_text(tags: Iterable[str]) -> str | None:
    """Return tags as the store keeps them: ``,vip,fair,``, or nothing."""
    joined = ",".join(tags)
    return f",{joined}," if joined else None


def tags_from(text: str | None) -> tuple[str, ...]:
    """Return the tags that the store keeps as one text."""
    return tuple(tag for tag in (text or "").split(",") if tag)


def opportunity_values(deal: Opportunity) -> dict[str, object]:
    """Return all columns of table ``opportunity`` for a deal."""
    values: dict[str, object] = {name: getattr(deal, name) for name in OPPORTUNITY_FIELDS}
    return values | {
        "tags": tags_text(deal.tags),
        "status": deal.status.value,
        "base_net": deal.base_net,
        "base_expected": deal.base_expected,
    }


def opportunity_from(record: Mapping[str, Any], lines: Iterable[Line] = ()) -> Opportunity:
    """Return the deal of a row with all columns of table ``opportunity``."""
    values = {name: record[name] for name in OPPORTUNITY_FIELDS}
    values |= {"tags": tags_from(record["tags"]), "status": Outcome(record["status"]), "lines": tuple(lines)}
    return Opportunity(**values)


def line_values(line: Line, opportunity_id: UUID, *, archived: bool = False) -> dict[str, object]:
    """Return all columns of table ``line`` for a line."""
    values: dict[str, object] = {name: getattr(line, name) for name in LINE_FIELDS}
    return values | {
        "opportunity_id": opportunity_id, "gross": line.gross, "net": line.net, "archived": archived,
    }  # fmt: skip


def line_from(record: Mapping[str, Any]) -> Line:
    """Return the line of a row of table ``line``."""
    return Line(**{name: record[name] for name in LINE_FIELDS})


def contact_values(contact: Contact) -> dict[str, object]:
    """Return all columns of table ``contact`` for a contact."""
    return {name: getattr(contact, name) for name in CONTACT_FIELDS}


def contact_from(record: Mapping[str, Any]) -> Contact:
    """Return the contact of a row of table ``contact``."""
    return Contact(**{name: record[name] for name in CONTACT_FIELDS})


def surviving(store: Store, key: UUID) -> UUID:
    """Return the key of the contact that a merged one became; the same key where it was not merged."""
    for _step in range(LONGEST_CHAIN):
        found = store.rows("contact/survivor", id=key)
        if not found:
            return key
        key = found[0][0]
    return key


def activity_values(activity: Activity) -> dict[str, object]:
    """Return all columns of table ``activity`` for an activity."""
    values: dict[str, object] = {name: getattr(activity, name) for name in ACTIVITY_FIELDS}
    return values | {"state": activity.state.value}


def activity_from(record: Mapping[str, Any]) -> Activity:
    """Return the activity of a row of table ``activity``."""
    values: dict[str, Any] = {name: record[name] for name in ACTIVITY_FIELDS}
    values["state"] = State(record["state"])
    return Activity(**values)


def interaction_values(interaction: Interaction) -> dict[str, object]:
    """Return all columns of table ``interaction`` for an interaction."""
    values: dict[str, object] = {name: getattr(interaction, name) for name in INTERACTION_FIELDS}
    return values | {"kind": interaction.kind.value, "direction": interaction.direction.value}


def interaction_from(record: Mapping[str, Any]) -> Interaction:
    """Return the interaction of a row of table ``interaction``."""
    values: dict[str, Any] = {name: record[name] for name in INTERACTION_FIELDS}
    values["kind"], values["direction"] = Kind(record["kind"]), Direction(record["direction"])
    return Interaction(**values)


def with_contacts(
    store: Store, keys: Sequence[UUID], rows: Iterable[dict[str, Any]], shown: Mapping[str, object]
) -> list[dict[str, Any]]:
    """Return rows of deals in the order of ``keys``, each with ``contact``, the name of its contact.

    Args:
        store: where the names are.
        keys: ids of the deals.
        rows: of the deals.
        shown: from ``filtering.shown``.

    Names by key take a tenth of the time of a join with all contacts. A key without a row is left out.
    """
    by_key = {row["id"]: row for row in rows}
    contacts = {row["contact_id"] for row in by_key.values() if row["contact_id"] is not None}
    found = store.records("listing/contacts", ids=sorted(contacts), **shown) if contacts else []
    names = {row["id"]: row["name"] for row in found}
    return [by_key[key] | {"contact": names.get(by_key[key]["contact_id"])} for key in keys if key in by_key]
