"""The contacts of the demo company: companies and the people in them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np

from workbench.services.demo import company, names
from workbench.services.demo.arrays import (
    NEVER,
    Flags,
    Ints,
    Moments,
    Numbers,
    Table,
    Texts,
    coded,
    day,
    draws,
    either,
    picked,
    same,
    stacked,
    strings,
    texts,
)
from workbench.services.demo.keys import keys_at
from workbench.services.demo.places import Place, chosen_places
from workbench.services.demo.setup import Setup

LETTERS = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "đ": "d"})


@dataclass(frozen=True)
class Firms:
    """Companies, one place an array: ``owner`` counts in ``company.PEOPLE``, ``persons`` are keys of people or ``None``."""

    ids: Texts
    names: Texts
    countries: Texts
    places: list[Place]
    sectors: Ints
    quality: Ints
    owner: Ints
    pull: Numbers
    person_ids: Texts
    person_names: Texts
    tax_numbers: Texts
    phones: Texts
    addresses: Texts

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def rich(self) -> Flags:
        """The tenth of the companies with the most deals."""
        return self.pull > np.quantile(self.pull, 0.9)


def draw_firms(count: int, born: np.datetime64, rng: np.random.Generator) -> Firms:
    """Invent companies.

    Args:
        count: how many.
        born: the moment their keys are made of.
        rng: the seeded generator.
    """
    shares = np.array([flavour.share for flavour in names.FLAVOURS.values()])
    countries = texts(list(names.FLAVOURS))[rng.choice(len(shares), count, p=shares / shares.sum())]
    where = chosen_places(countries, rng)
    pull = rng.permutation((np.arange(count) + 4.0) ** -0.55)
    moments = np.full(count, born, dtype="datetime64[ms]")
    has_person = rng.random(count) < 0.72
    return Firms(
        ids=keys_at(moments, rng),
        names=_firm_names(countries, where, rng),
        countries=countries,
        places=where,
        sectors=rng.integers(0, len(names.SECTORS), count),
        quality=_stars(2.6 + 1.1 * (pull > np.quantile(pull, 0.85)) + rng.normal(0, 0.9, count)),
        owner=_owners(countries, rng),
        pull=pull / pull.sum(),
        person_ids=either(has_person, keys_at(moments, rng)),
        person_names=_person_names(countries, rng),
        tax_numbers=_filled([names.FLAVOURS[country].tax_number for country in strings(countries)], rng),
        phones=_filled([names.FLAVOURS[country].phone for country in strings(countries)], rng),
        addresses=_addresses(countries, rng),
    )


def _stars(marks: Numbers) -> Ints:
    return np.minimum(np.maximum(np.round(marks), 1), 5).astype(np.int64)


def contact_table(firms: Firms, setup: Setup, *, first: Moments, order: Moments, origin: Texts) -> tuple[Table, Ints]:
    """Lay out companies, then their people, as rows of table ``contact``.

    Args:
        firms: the companies.
        setup: keys of the settings.
        first: when each company became a lead.
        order: when it ordered first, ``NaT`` where it has not yet.
        origin: key of each company's origin.

    Returns:
        The table, and for each row the place of its company.
    """
    bought = ~np.isnat(order)
    domains = [
        _domain(name, country) for name, country in zip(strings(firms.names), strings(firms.countries), strict=True)
    ]
    companies: Table = {
        "id": firms.ids, "version": np.where(bought, 2, 1), "kind": same("company", len(firms)),
        "parent_id": same(None, len(firms)), "name": firms.names, "vat_number": firms.tax_numbers,
        "origin_id": origin, "sector": texts(names.SECTORS)[firms.sectors],
        "category": either(firms.rich, "A", either(bought, "B", "C")), "customer_since": day(order),
        "email": texts([f"info@{domain}.example" for domain in domains]), **_shared(firms, setup, first),
    }  # fmt: skip
    chosen = np.flatnonzero(np.array([key is not None for key in firms.person_ids.tolist()]))
    people: Table = picked(companies, chosen) | {
        "id": firms.person_ids[chosen], "name": firms.person_names[chosen], "parent_id": firms.ids[chosen],
        "kind": same("person", len(chosen)), "version": np.ones(len(chosen), dtype=np.int64),
        "customer_since": np.full(len(chosen), NEVER),
        "email": texts([
            f"{_slug(name, '.')}@{domains[row]}.example"
            for name, row in zip(strings(firms.person_names[chosen]), chosen.tolist(), strict=True)
        ]),
        **{name: same(None, len(chosen)) for name in ("vat_number", "sector", "category", "origin_id")},
    }  # fmt: skip
    return stacked(companies, people), np.concatenate([np.arange(len(firms)), chosen])


def _shared(firms: Firms, setup: Setup, first: Moments) -> Table:
    return {
        "quality": firms.quality, "address": firms.addresses,
        "city": texts([place.city for place in firms.places]),
        "postcode": texts([place.postcode for place in firms.places]),
        "region": texts([place.region for place in firms.places]), "country": firms.countries,
        "latitude": np.array([place.latitude for place in firms.places]),
        "longitude": np.array([place.longitude for place in firms.places]), "phone": firms.phones,
        "agent_id": coded(firms.owner, [setup.people[person.login] for person in company.PEOPLE]),
        "lead_since": day(first), "archived": np.zeros(len(firms), dtype=bool),
    }  # fmt: skip


def _firm_names(countries: Texts, where: list[Place], rng: np.random.Generator) -> Texts:
    drawn: list[str] = []
    seen: dict[str, int] = {}
    numbers = draws(rng, len(countries), 3)
    for country, place, (one, two, three) in zip(strings(countries), where, numbers, strict=True):
        flavour = names.FLAVOURS[country]
        stem = f"{flavour.surnames[one % len(flavour.surnames)]} {flavour.trades[two % len(flavour.trades)]}"
        form = flavour.forms[three % len(flavour.forms)]
        name = f"{stem} {form}"
        if name in seen:
            name = f"{stem} {place.city} {form}"
        seen[name] = seen.get(name, 0) + 1
        drawn.append(name if seen[name] == 1 else f"{stem} {place.city} {seen[name]} {form}")
    return texts(drawn)


def _person_names(countries: Texts, rng: np.random.Generator) -> Texts:
    numbers = draws(rng, len(countries), 2)
    flavours = [names.FLAVOURS[country] for country in strings(countries)]
    drawn = [
        f"{flavour.first_names[one % len(flavour.first_names)]} {flavour.surnames[two % len(flavour.surnames)]}"
        for flavour, (one, two) in zip(flavours, numbers, strict=True)
    ]
    return texts(drawn)


def _owners(countries: Texts, rng: np.random.Generator) -> Ints:
    owners = np.zeros(len(countries), dtype=np.int64)
    for team, (_name, covered) in company.TEAMS.items():
        members = [place for place, person in enumerate(company.PEOPLE) if person.team == team]
        weights = np.array([company.PEOPLE[place].weight for place in members])
        where = np.flatnonzero(np.isin(countries.astype(str), covered))
        owners[where] = rng.choice(members, len(where), p=weights / weights.sum())
    return owners


def _addresses(countries: Texts, rng: np.random.Generator) -> Texts:
    numbers = rng.integers(1, 180, size=len(countries)).tolist()
    streets = draws(rng, len(countries), 1)
    drawn: list[str] = []
    for country, number, (street,) in zip(strings(countries), numbers, streets, strict=True):
        flavour = names.FLAVOURS[country]
        name = flavour.streets[street % len(flavour.streets)]
        drawn.append(f"{number} {name}" if flavour.house_first else f"{name} {number}")
    return texts(drawn)


def _filled(patterns: list[str], rng: np.random.Generator) -> Texts:
    digits = rng.integers(10**13, 10**14, size=len(patterns)).tolist()
    drawn: list[str] = []
    for pattern, number in zip(patterns, digits, strict=True):
        figures = iter(str(number)[::-1].replace("0", "5"))
        drawn.append("".join(next(figures) if char == "#" else char for char in pattern))
    return texts(drawn)


def _domain(name: str, country: str) -> str:
    form = max((form for form in names.FLAVOURS[country].forms if name.endswith(form)), key=len, default="")
    return _slug(name.removesuffix(form))


def _slug(name: str, joint: str = "-") -> str:
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)
