"""The contacts of the demo company: companies and the people in them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.services.demo import company, names
from workbench.services.demo.keys import Texts, keys_at
from workbench.services.demo.places import Place, chosen_places
from workbench.services.demo.setup import Setup

Ints = NDArray[np.int64]
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
    pull: NDArray[np.float64]
    person_ids: Texts
    person_names: Texts
    tax_numbers: Texts
    phones: Texts
    addresses: Texts

    def __len__(self) -> int:
        return len(self.ids)


def draw_firms(count: int, born: np.datetime64, rng: np.random.Generator) -> Firms:
    """Invent companies.

    Args:
        count: how many.
        born: the moment their keys are made of.
        rng: the seeded generator.
    """
    shares = np.array([flavour.share for flavour in names.FLAVOURS.values()])
    countries = np.array(list(names.FLAVOURS), dtype=object)[rng.choice(len(shares), count, p=shares / shares.sum())]
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
        quality=np.clip(
            np.round(2.6 + 1.1 * (pull > np.quantile(pull, 0.85)) + rng.normal(0, 0.9, count)), 1, 5
        ).astype(np.int64),
        owner=_owners(countries, rng),
        pull=pull / pull.sum(),
        person_ids=np.where(has_person, keys_at(moments, rng), None),
        person_names=_person_names(countries, rng),
        tax_numbers=_filled([names.FLAVOURS[country].tax_number for country in countries], rng),
        phones=_filled([names.FLAVOURS[country].phone for country in countries], rng),
        addresses=_addresses(countries, rng),
    )


def contact_frame(
    firms: Firms, setup: Setup, lead_since: pd.Series, customer_since: pd.Series, origin: Texts
) -> pd.DataFrame:
    """Lay out companies and their people as rows of table ``contact``; dates are ``NaT`` where unknown."""
    owners = [str(setup.people[person.login]) for person in company.PEOPLE]
    slugs = [_domain(name, country) for name, country in zip(firms.names, firms.countries, strict=True)]
    rich = firms.pull > np.quantile(firms.pull, 0.9)
    frame = pd.DataFrame(
        {
            "id": firms.ids, "version": np.where(customer_since.isna(), 1, 2), "kind": "company", "parent_id": None,
            "name": firms.names, "vat_number": firms.tax_numbers, "quality": firms.quality, "origin_id": origin,
            "sector": np.array(names.SECTORS, dtype=object)[firms.sectors],
            "category": np.where(rich, "A", np.where(customer_since.isna(), "C", "B")).astype(object),
            "address": firms.addresses, "city": [place.city for place in firms.places],
            "postcode": [place.postcode for place in firms.places],
            "region": [place.region for place in firms.places], "country": firms.countries,
            "latitude": [place.latitude for place in firms.places],
            "longitude": [place.longitude for place in firms.places], "phone": firms.phones,
            "email": [f"info@{slug}.example" for slug in slugs],
            "agent_id": np.array(owners, dtype=object)[firms.owner], "lead_since": lead_since.to_numpy(),
            "customer_since": customer_since.to_numpy(), "external_source": None, "external_id": None,
            "archived": False,
        }
    )  # fmt: skip
    people = frame[firms.person_ids != None].copy()  # noqa: E711 - element by element
    chosen = people.index.to_numpy()
    people["parent_id"] = people["id"]
    people["id"], people["name"] = firms.person_ids[chosen], firms.person_names[chosen]
    people["email"] = [f"{_slug(firms.person_names[row], '.')}@{slugs[row]}.example" for row in chosen]
    people["kind"], people["version"] = "person", 1
    people[["vat_number", "sector", "category", "origin_id"]] = None
    people["customer_since"] = pd.NaT
    return pd.concat([frame, people], ignore_index=True)


def _firm_names(countries: Texts, where: list[Place], rng: np.random.Generator) -> Texts:
    drawn: list[str] = []
    seen: dict[str, int] = {}
    numbers = rng.integers(0, 1 << 30, size=(len(countries), 3))
    for country, place, (one, two, three) in zip(countries, where, numbers.tolist(), strict=True):
        flavour = names.FLAVOURS[country]
        stem = f"{flavour.surnames[one % len(flavour.surnames)]} {flavour.trades[two % len(flavour.trades)]}"
        form = flavour.forms[three % len(flavour.forms)]
        name = f"{stem} {form}"
        if name in seen:
            name = f"{stem} {place.city} {form}"
        seen[name] = seen.get(name, 0) + 1
        drawn.append(name if seen[name] == 1 else f"{stem} {place.city} {seen[name]} {form}")
    return np.array(drawn, dtype=object)


def _person_names(countries: Texts, rng: np.random.Generator) -> Texts:
    numbers = rng.integers(0, 1 << 30, size=(len(countries), 2)).tolist()
    flavours = [names.FLAVOURS[country] for country in countries]
    drawn = [
        f"{flavour.first_names[one % len(flavour.first_names)]} {flavour.surnames[two % len(flavour.surnames)]}"
        for flavour, (one, two) in zip(flavours, numbers, strict=True)
    ]
    return np.array(drawn, dtype=object)


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
    streets = rng.integers(0, 1 << 30, size=len(countries)).tolist()
    drawn: list[str] = []
    for country, number, street in zip(countries, numbers, streets, strict=True):
        flavour = names.FLAVOURS[country]
        name = flavour.streets[street % len(flavour.streets)]
        drawn.append(f"{number} {name}" if flavour.house_first else f"{name} {number}")
    return np.array(drawn, dtype=object)


def _filled(patterns: list[str], rng: np.random.Generator) -> Texts:
    digits = rng.integers(10**13, 10**14, size=len(patterns)).tolist()
    drawn: list[str] = []
    for pattern, number in zip(patterns, digits, strict=True):
        figures = iter(str(number)[::-1].replace("0", "5"))
        drawn.append("".join(next(figures) if char == "#" else char for char in pattern))
    return np.array(drawn, dtype=object)


def _domain(name: str, country: str) -> str:
    form = max((form for form in names.FLAVOURS[country].forms if name.endswith(form)), key=len, default="")
    return _slug(name.removesuffix(form))


def _slug(name: str, joint: str = "-") -> str:
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)
