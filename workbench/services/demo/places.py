"""Where the demo company's contacts are: postcodes with coordinates, from the tracked file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

NORTH = frozenset({"Lombardia", "Emilia-Romagna", "Veneto", "Piemonte", "Friuli-Venezia Giulia", "Trentino-Alto Adige"})
HOME_PULL = 4.0


@dataclass(frozen=True)
class Place:
    """A postcode; coordinates in decimal degrees, WGS 84; ``weight`` in thousands of inhabitants."""

    country: str
    postcode: str
    city: str
    region: str
    latitude: float
    longitude: float
    weight: float


@cache
def places() -> dict[str, tuple[Place, ...]]:
    """Return all places by country."""
    text = (files("workbench.services.demo") / "places.csv").read_text(encoding="utf-8")
    found: dict[str, list[Place]] = {}
    for row in csv.DictReader(text.splitlines()):
        place = Place(
            row["country"], row["postcode"], row["city"], row["region"],
            float(row["latitude"]), float(row["longitude"]), float(row["weight"]),
        )  # fmt: skip
        found.setdefault(place.country, []).append(place)
    return {country: tuple(rows) for country, rows in found.items()}


def chosen_places(countries: NDArray[np.object_], rng: np.random.Generator) -> list[Place]:
    """Draw a place for each country given: large towns more often, the company's own north most."""
    drawn: list[Place | None] = [None] * len(countries)
    for country, known in sorted(places().items()):
        where = np.flatnonzero(countries == country)
        pull = np.array([place.weight**0.6 * (HOME_PULL if place.region in NORTH else 1.0) for place in known])
        for target, choice in zip(where, rng.choice(len(known), size=len(where), p=pull / pull.sum()), strict=True):
            drawn[int(target)] = known[int(choice)]
    return [place for place in drawn if place is not None]
