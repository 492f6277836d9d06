"""One line of text as an activity: its type, day and time are understood, every other word is the subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypeVar

from workbench.domain.activity import ActivityType
from workbench.domain.quick_words import (
    AHEAD,
    BEFORE_A_DAY,
    BEFORE_A_TIME,
    DAYS,
    MONTHS,
    NEXT_WEEK,
    NOON,
    ONE,
    TYPE_WORDS,
    UNDATED,
    UNITS,
    WEEKDAYS,
    Phrase,
    folded,
    phrase,
)
from workbench.domain.text import one_line

MOST_DAYS = 3650
YEARS = range(2000, 2101)
SHORT_AHEAD = re.compile(r"\+(\d{1,4})([a-z]{1,10})", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
NUMERIC = re.compile(r"(\d{1,2})(?:/(\d{1,2})(?:/(\d{2}|\d{4}))?|\.(\d{1,2})\.(\d{2}|\d{4})?)", re.ASCII)
DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|º|°)?", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?:(?<=:\d\d)|(?=[ap]m))(am|pm)?", re.ASCII)
HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
NUMBER = re.compile(r"#(\d{1,9})", re.ASCII)
CONTACT = re.compile(r"@(\S+)")
ENDING = ",;:!?)"
Found = TypeVar("Found")
Reader = Callable[[Sequence[str], int], "tuple[int, Found] | None"]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some words of a line, and their ``kind``: ``type``, ``day``, ``time``, ``deal``, ``contact`` or ``subject``."""

    text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What a line says; ``None`` where it says nothing. ``undated`` where it says that there is no day.

    ``pieces`` are all its words in order: together they are the line.
    """

    type: ActivityType | None = None
    due_date: date | None = None
    due_time: time | None = None
    undated: bool = False
    number: int | None = None
    contact: str | None = None
    subject: str = ""
    pieces: tuple[Piece, ...] = ()


class _Line:
    """The words of a line, of which some have been understood."""

    def __init__(self, text: str) -> None:
        self.words = [word for word in one_line(text).split(" ") if word]
        self.plain = [folded(word).rstrip(ENDING) for word in self.words]
        self.kinds = ["subject"] * len(self.words)

    def take(self, kind: str, read: Reader[Found], *, before: frozenset[str] = frozenset()) -> Found | None:
        """Find the first place that is understood; words that lead to it go with it."""
        for place in range(len(self.words)):
            found = read(self.plain, place)
            if found is None or any(each != "subject" for each in self.kinds[place : place + found[0]]):
                continue
            start = place
            while (
                start and place - start < 2 and self.plain[start - 1] in before and self.kinds[start - 1] == "subject"
            ):
                start -= 1
            self.kinds[start : place + found[0]] = [kind] * (place + found[0] - start)
            return found[1]
        return None

    def take_first(self, kind: str, phrases: dict[Phrase, Found]) -> Found | None:
        """Understand the words with which what is left begins; the longest phrase wins."""
        start = next((place for place, each in enumerate(self.kinds) if each == "subject"), len(self.kinds))
        for length in range(max(map(len, phrases), default=0), 0, -1):
            words = tuple(self.plain[start : start + length])
            free = all(each == "subject" for each in self.kinds[start : start + length])
            if len(words) == length and free and words in phrases:
                self.kinds[start : start + length] = [kind] * length
                return phrases[words]
        return None

    def subject(self) -> str:
        return " ".join(word for word, kind in zip(self.words, self.kinds, strict=True) if kind == "subject")

    def pieces(self) -> tuple[Piece, ...]:
        found: list[tuple[str, list[str]]] = []
        for word, kind in zip(self.words, self.kinds, strict=True):
            if found and found[-1][0] == kind:
                found[-1][1].append(word)
            else:
                found.append((kind, [word]))
        return tuple(Piece(text=" ".join(words), kind=kind) for kind, words in found)


def understand(text: str, *, today: date, types: Iterable[ActivityType]) -> Understood:
    """Read one line of text; it never fails and loses no word.

    Args:
        text: such as “call Rossi tomorrow 14:30 about price”; ``#12`` is a deal, ``@rossi`` a contact.
        today: the local day from which days are counted; a date without a year is the next one.
        types: what activities there are; their names and codes are understood beside the usual words.
    """
    line = _Line(text)
    undated = line.take("day", _phrases(dict.fromkeys(UNDATED, True))) is not None
    day = None if undated else line.take("day", lambda words, at: _day(words, at, today), before=BEFORE_A_DAY)
    clock = line.take("time", _time, before=BEFORE_A_TIME)
    number = line.take("deal", _matched(NUMBER, lambda found: int(found[1])))
    contact = line.take("contact", _matched(CONTACT, lambda found: found[1]))
    kind = line.take_first("type", _type_phrases(types))
    return Understood(
        type=kind, due_date=today if day is None and clock is not None and not undated else day,
        due_time=None if undated else clock, undated=undated, number=number, contact=contact, subject=line.subject(),
        pieces=line.pieces(),
    )  # fmt: skip


def _type_phrases(types: Iterable[ActivityType]) -> dict[Phrase, ActivityType]:
    known = [each for each in types if not each.retired]
    usual = {phrase(word): each for each in known for word in TYPE_WORDS.get(each.code, ())}
    own = {phrase(text): each for each in known for text in (each.code, each.name)}
    return {words: each for words, each in {**usual, **own}.items() if words}


def _day(words: Sequence[str], at: int, today: date) -> tuple[int, date] | None:
    for read in (_named_day, _weekday, _ahead, _iso, _numeric, _month):
        found = read(words, at, today)
        if found is not None:
            return found
    return None


def _named_day(words: Sequence[str], at: int, today: date) -> tuple[int, date] | None:
    for length in (3, 2, 1):
        some = tuple(words[at : at + length])
        if some in DAYS:
            return len(some), today + timedelta(days=DAYS[some])
        if some in NEXT_WEEK:
            return len(some), today + timedelta(days=7 - today.weekday())
    return None


def _weekday(words: Sequence[str], at: int, today: date) -> tuple[int, date] | None:
    wanted = WEEKDAYS.get((words[at],))
    return None if wanted is None else (1, today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1))


def _ahead(words: Sequence[str], at: int, today: date) -> tuple[int, date] | None:
    short = SHORT_AHEAD.fullmatch(words[at])
    if short is not None and short[2] in UNITS:
        return _later(1, int(short[1]) * UNITS[short[2]], today)
    if words[at] not in AHEAD or len(words) < at + 3 or words[at + 2] not in UNITS:
        return None
    count = words[at + 1]
    if count not in ONE and not re.fullmatch(r"\d{1,4}", count, re.ASCII):
        return None
    return _later(3, (1 if count in ONE else int(count)) * UNITS[words[at + 2]], today)


def _later(length: int, days: int, today: date) -> tuple[int, date] | None:
    return (length, today + timedelta(days=days)) if days <= MOST_DAYS else None


def _iso(words: Sequence[str], at: int, _today: date) -> tuple[int, date] | None:
    found = ISO.fullmatch(words[at])
    return None if found is None else _dated(1, int(found[3]), int(found[2]), int(found[1]))


def _numeric(words: Sequence[str], at: int, today: date) -> tuple[int, date] | None:
    found = NUMERIC.fullmatch(words[at])
    if found is None:
        return None
    return _coming(1, int(found[1]), int(found[2] or found[4]), found[3] or found[5], today)


def _month(words: Sequence[str], at: int, today: date) -> tuple[int, date] | None:
    day = DAY_OF_MONTH.fullmatch(words[at])
    month = MONTHS.get(tuple(words[at + 1 : at + 2]))
    if day is None or month is None:
        return None
    year = words[at + 2] if len(words) > at + 2 and re.fullmatch(r"\d{4}", words[at + 2], re.ASCII) else None
    return _coming(2 if year is None else 3, int(day[1]), month, year, today)


def _coming(length: int, day: int, month: int, year: str | None, today: date) -> tuple[int, date] | None:
    """Return that day of the year, without one the next such day."""
    if year is not None:
        return _dated(length, day, month, int(year) + (2000 if len(year) == 2 else 0))
    for candidate in range(today.year, today.year + 9):
        found = _dated(length, day, month, candidate)
        if found is not None and found[1] >= today:
            return found
    return None


def _dated(length: int, day: int, month: int, year: int) -> tuple[int, date] | None:
    try:
        return (length, date(year, month, day)) if year in YEARS else None
    except ValueError:
        return None


def _time(words: Sequence[str], at: int) -> tuple[int, time] | None:
    word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    half = after if after in {"am", "pm"} else None
    if (word,) in NOON:
        return 1, time(NOON[(word,)])
    clock = CLOCK.fullmatch(word)
    if clock is not None:
        return _clock(1 if clock[3] or half is None else 2, int(clock[1]), int(clock[2] or 0), clock[3] or half)
    hour = HOUR.fullmatch(word)
    if hour is not None and half is not None:
        return _clock(2, int(hour[1]), int(hour[2] or 0), half)
    if hour is not None and at and words[at - 1] in BEFORE_A_TIME:
        return _clock(1, _working_hour(int(hour[1])), int(hour[2] or 0), None)
    return None


def _working_hour(hour: int) -> int:
    """Take “at 5” for the afternoon."""
    return hour + 12 if 1 <= hour <= 6 else hour


def _clock(length: int, hour: int, minute: int, half: str | None) -> tuple[int, time] | None:
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (length, time(hour, minute)) if hour < 24 and minute < 60 else None


def _phrases(phrases: dict[Phrase, Found]) -> Reader[Found]:
    def read(words: Sequence[str], at: int) -> tuple[int, Found] | None:
        for length in (3, 2, 1):
            some = tuple(words[at : at + length])
            if len(some) == length and some in phrases:
                return length, phrases[some]
        return None

    return read


def _matched(pattern: re.Pattern[str], made: Callable[[re.Match[str]], Found]) -> Reader[Found]:
    def read(words: Sequence[str], at: int) -> tuple[int, Found] | None:
        found = pattern.fullmatch(words[at])
        return None if found is None else (1, made(found))

    return read
