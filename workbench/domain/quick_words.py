"""The words of one-line entry in English, Italian and Romanian: kinds of activities, days, weeks, months, times.

Words are folded: small letters without accents. A word of one language is understood in all of them.
"""

from __future__ import annotations

import unicodedata

Phrase = tuple[str, ...]


def folded(text: str) -> str:
    """Return a text in small letters without accents."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


def phrase(text: str) -> Phrase:
    """Return the folded words of a text."""
    return tuple(folded(text).split())


def _table(rows: dict[int, str]) -> dict[Phrase, int]:
    return {phrase(text): value for value, texts in rows.items() for text in texts.split(", ")}


TYPE_WORDS: dict[str, tuple[str, ...]] = {
    "call": ("call", "phone", "ring", "chiama", "chiamare", "chiamata", "telefona", "telefonare", "telefonata", "suna",
             "apel", "telefon", "telefoneaza"),
    "mail": ("mail", "e-mail", "email", "write", "scrivi", "scrivere", "scrie"),
    "meeting": ("meeting", "meet", "riunione", "incontro", "incontra", "incontrare", "intalnire", "sedinta"),
    "visit": ("visit", "visita", "visitare", "vizita", "viziteaza"),
    "demo": ("demo", "demonstration", "dimostrazione", "demonstratie"),
    "task": ("task", "todo", "to-do", "compito", "attivita", "sarcina", "activitate"),
}  # fmt: skip
DAYS = _table({
    -1: "yesterday, ieri",
    0: "today, oggi, azi, astazi",
    1: "tomorrow, domani, maine",
    2: "day after tomorrow, dopodomani, poimaine",
})  # fmt: skip
WEEKDAYS = _table({
    0: "monday, mon, lunedi, lun, luni",
    1: "tuesday, tue, martedi, marti",
    2: "wednesday, wed, mercoledi, miercuri",
    3: "thursday, thu, giovedi, gio, joi",
    4: "friday, fri, venerdi, ven, vineri",
    5: "saturday, sabato, sambata",
    6: "sunday, domenica, duminica",
})  # fmt: skip
NEXT_WEEK = frozenset(map(phrase, ("next week", "settimana prossima", "prossima settimana", "saptamana viitoare")))
UNDATED = frozenset(map(phrase, ("no date", "someday", "senza data", "fara data")))
MONTHS = _table({
    1: "january, jan, gennaio, ianuarie",
    2: "february, feb, febbraio, februarie",
    3: "march, marzo, martie",
    4: "april, apr, aprile, aprilie",
    5: "may, maggio, mai",
    6: "june, giugno, iunie",
    7: "july, luglio, iulie",
    8: "august, aug, agosto",
    9: "september, sep, settembre, septembrie",
    10: "october, oct, ottobre, octombrie",
    11: "november, nov, novembre, noiembrie",
    12: "december, dec, dicembre, decembrie",
})  # fmt: skip
UNITS = {
    **dict.fromkeys(("d", "g", "z", "day", "days", "giorno", "giorni", "zi", "zile"), 1),
    **dict.fromkeys(("w", "s", "week", "weeks", "settimana", "settimane", "saptamana", "saptamani"), 7),
}
ONE = frozenset({"a", "one", "un", "uno", "una", "o"})
AHEAD = frozenset({"in", "tra", "fra", "peste"})
BEFORE_A_DAY = frozenset({"on", "by", "next", "this", "il", "entro", "per", "prossimo", "pe", "pana"})
BEFORE_A_TIME = frozenset({"at", "alle", "ore", "h", "la", "ora"})
NOON = {("noon",): 12, ("mezzogiorno",): 12, ("pranz",): 12}
