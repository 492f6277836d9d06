"""Columns and tables of the generator: plain arrays by name, turned into frames at the very end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Texts = NDArray[np.object_]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Moments = NDArray[np.datetime64]
Numbers = NDArray[np.float64]
Values = NDArray[np.generic]
NEVER = np.datetime64("NaT", "s")
_DIGITS = np.frombuffer(b"0123456789abcdef", dtype="S1")
_PLACES = [place for place in range(36) if place not in {8, 13, 18, 23}]


@dataclass(frozen=True)
class Coded:
    """Texts out of few different ones; a negative code is nothing."""

    codes: Ints
    values: tuple[str, ...]

    def __getitem__(self, rows: Ints | Flags) -> Coded:
        return Coded(self.codes[rows], self.values)

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class Keys:
    """UUIDs as their sixteen octets, spelled only where they are laid out: a fifth of the room of texts."""

    octets: NDArray[np.uint8]

    def __getitem__(self, rows: Ints | Flags | slice) -> Keys:
        return Keys(self.octets[rows])

    def __len__(self) -> int:
        return len(self.octets)

    def spelled(self) -> Texts:
        """Return the keys in the usual spelling."""
        letters = np.full((len(self), 36), b"-", dtype="S1")
        nibbles = np.stack([self.octets >> 4, self.octets & 0x0F], axis=2).reshape(len(self), 32)
        letters[:, _PLACES] = _DIGITS[nibbles]
        return np.ascontiguousarray(letters).view("S36").ravel().astype("U36").astype(object)


Column = Values | Coded
Table = dict[str, Column]


def coded(codes: Ints, values: Sequence[object]) -> Coded:
    """Return a column of few different texts."""
    return Coded(codes, tuple(str(value) for value in values))


def texts(values: Sequence[str | None]) -> Texts:
    """Return texts as an array of objects."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def same(value: object, count: int) -> Texts:
    """Return a column that holds one value everywhere."""
    return np.full(count, value, dtype=object)


def either(test: Flags, value: Texts | str, other: Texts | str | None = None) -> Texts:
    """Return ``value`` where the test holds, else ``other``, by default nothing."""
    found = same(None, len(test))
    found[test] = value if isinstance(value, str) else value[test]
    if other is not None:
        found[~test] = other if isinstance(other, str) else other[~test]
    return found


def strings(values: Texts) -> list[str]:
    """Return a column of texts as a list."""
    return cast("list[str]", values.tolist())


def draws(rng: np.random.Generator, count: int, width: int) -> list[list[int]]:
    """Draw ``width`` large numbers for each of ``count`` rows, to choose from lists of any length."""
    return cast("list[list[int]]", rng.integers(0, 1 << 30, size=(count, width)).tolist())


def day(moments: Moments) -> Moments:
    """Return the beginning of each moment's day, in the unit that the store takes."""
    return moments.astype("datetime64[D]").astype("datetime64[s]")


def days(count: Ints) -> NDArray[np.timedelta64]:
    """Return durations of whole days."""
    return count.astype("timedelta64[D]")


def seconds(count: Ints) -> NDArray[np.timedelta64]:
    """Return durations of whole seconds."""
    return count.astype("timedelta64[s]")


def earlier(moments: Moments, by: NDArray[np.timedelta64]) -> Moments:
    """Return moments that lie some time before others."""
    return moments + (-by)


def picked(table: Table, rows: Ints | Flags) -> Table:
    """Return some rows of a table, in the order given."""
    return {name: column[rows] for name, column in table.items()}


def stacked(upper: Table, lower: Table) -> Table:
    """Return two tables of the same columns, one under the other."""
    return {name: _joined(column, lower[name]) for name, column in upper.items()}


def framed(table: Table) -> pd.DataFrame:
    """Return a table as the frame that the store takes."""
    return pd.DataFrame({name: _native(column) for name, column in table.items()})


def _joined(upper: Column, lower: Column) -> Column:
    if isinstance(upper, Coded) and isinstance(lower, Coded):
        return Coded(np.concatenate([upper.codes, lower.codes]), upper.values)
    return np.concatenate([cast("Values", upper), cast("Values", lower)])


def _native(column: Column) -> Values | pd.Categorical:
    if not isinstance(column, Coded):
        return column
    return pd.Categorical.from_codes(column.codes.tolist(), categories=list(column.values))  # pyright: ignore[reportUnknownMemberType]
