from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.activity import ActivityType
from workbench.domain.quick_entry import understand
from workbench.domain.quick_words import DAYS, MONTHS, TYPE_WORDS, WEEKDAYS
from workbench.domain.text import one_line

TODAY = date(2026, 11, 24)  # a Tuesday
CODES = ("call", "mail", "meeting", "visit", "demo", "task")
TYPES = [ActivityType(id=UUID(int=n), position=n, code=code, name=code.title()) for n, code in enumerate(CODES, 1)]
OWN = ActivityType(id=UUID(int=99), position=9, code="site", name="Sopralluogo tecnico")
SPOKEN = [" ".join(words) for table in (DAYS, WEEKDAYS, MONTHS) for words in table] + [
    *(word for words in TYPE_WORDS.values() for word in words), "at", "on", "alle", "ore", "la ora", "in 3 days", "+3d",
    "12/3", "2026-12-01", "14:30", "9am", "2 pm", "#12", "@rossi", "31/2", "99:99", "0/0", "+9999w", "Rossi", "—", "\u00a0",
]  # fmt: skip
lines = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(SPOKEN), max_size=12).map(" ".join))


def said(text):
    return understand(text, today=TODAY, types=[*TYPES, OWN])


def code(found):
    return found.type.code if found.type else None


@pytest.mark.parametrize(
    ("text", "kind", "day", "clock", "subject"),
    [
        ("call Rossi tomorrow 14:30 about price", "call", date(2026, 11, 25), time(14, 30), "Rossi about price"),
        ("tomorrow call Rossi", "call", date(2026, 11, 25), None, "Rossi"),
        ("Call Rossi at 5", "call", TODAY, time(17), "Rossi"),
        ("meeting with Ana on Friday at 9:15", "meeting", date(2026, 11, 27), time(9, 15), "with Ana"),
        ("send offer in 3 days", None, date(2026, 11, 27), None, "send offer"),
        ("visit plant +2w", "visit", date(2026, 12, 8), None, "plant"),
        ("email references 2026-12-01", "mail", date(2026, 12, 1), None, "references"),
        ("demo next week 2pm", "demo", date(2026, 11, 30), time(14), ""),
        ("call 3 march", "call", date(2027, 3, 3), None, ""),
        ("call 24/11", "call", TODAY, None, ""),
        ("call 23/11", "call", date(2027, 11, 23), None, ""),
        ("call 1.12. 10am", "call", date(2026, 12, 1), time(10), ""),
        ("chiama Rossi domani alle 14.30 per il prezzo", "call", date(2026, 11, 25), time(14, 30), "Rossi per il prezzo"),
        ("riunione lunedì ore 9", "meeting", date(2026, 11, 30), time(9), ""),
        ("visita allo stabilimento il 12/3", "visit", date(2027, 3, 12), None, "allo stabilimento"),
        ("telefonata tra 2 settimane", "call", date(2026, 12, 8), None, ""),
        ("compito dopodomani mezzogiorno", "task", date(2026, 11, 26), time(12), ""),
        ("sună Popescu mâine la ora 14 despre preț", "call", date(2026, 11, 25), time(14), "Popescu despre preț"),
        ("întâlnire vineri 10:00", "meeting", date(2026, 11, 27), time(10), ""),
        ("vizită peste o săptămână", "visit", date(2026, 12, 1), None, ""),
        ("scrie oferta pe 5 decembrie", "mail", date(2026, 12, 5), None, "oferta"),
        ("sopralluogo tecnico giovedì a Modena", "site", date(2026, 11, 26), None, "a Modena"),
        ("site Modena", "site", None, None, "Modena"),
        ("Offer +39 333 123456", None, None, None, "Offer +39 333 123456"),
        ("price 14.30 and 12.5", None, None, None, "price 14.30 and 12.5"),
        ("check 31/2 and 99:99", None, None, None, "check 31/2 and 99:99"),
        ("", None, None, None, ""),
    ],
)  # fmt: skip
def test_a_line_is_understood_in_three_languages(text, kind, day, clock, subject):
    found = said(text)
    assert (code(found), found.due_date, found.due_time, found.subject) == (kind, day, clock, subject)


def test_a_weekday_is_the_next_one_and_never_today():
    assert said("tuesday").due_date == date(2026, 12, 1)


def test_a_type_is_understood_where_the_line_begins_and_nowhere_else():
    assert code(said("offer after the call")) is None
    assert said("offer after the call").subject == "offer after the call"


def test_a_retired_type_is_not_understood():
    gone = ActivityType(id=UUID(int=1), position=1, code="call", name="Call", retired=True)
    assert understand("call Rossi", today=TODAY, types=[gone]).type is None


def test_only_the_first_day_and_time_are_taken():
    found = said("call tomorrow friday 10:00 11:00")
    assert (found.due_date, found.due_time, found.subject) == (date(2026, 11, 25), time(10), "friday 11:00")


def test_a_line_may_name_a_deal_a_contact_and_no_day():
    found = said("call @Rossi someday #12 about price")
    assert (found.number, found.contact, found.undated, found.due_date) == (12, "rossi", True, None)
    assert found.subject == "about price"


def test_a_time_alone_is_today_and_a_day_that_is_refused_takes_the_time_with_it():
    assert said("call 16:00").due_date == TODAY
    assert said("call 16:00 no date").due_time is None


@given(lines, st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_no_line_fails_and_no_word_is_lost(text, today):
    found = understand(text, today=today, types=TYPES)
    assert " ".join(piece.text for piece in found.pieces) == " ".join(one_line(text).split(" ")).strip()
    subject = [word for piece in found.pieces if piece.kind == "subject" for word in piece.text.split(" ")]
    assert found.subject.split(" ") == (subject or [""])
    assert found.due_date is None or abs((found.due_date - today).days) < 366 * 100
    assert found.due_time is None or found.due_date is not None
