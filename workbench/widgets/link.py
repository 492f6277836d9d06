"""The link of a page: which view, which filters, which workflow, which deal, which language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs
from uuid import UUID

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import LANGUAGES

LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class Link:
    """What a link says; ``None`` where it says nothing or nothing readable."""

    view: str | None = None
    filters: Filters | None = None
    workflow: str | None = None
    saved: UUID | None = None
    opportunity: UUID | None = None
    lang: str | None = None

    @classmethod
    def read(cls, query: str | None) -> Link:
        """Read the query part of an address; what cannot be read counts as absent.

        Args:
            query: such as ``view=progress&filter={"owner":["ana"]}``, with or without a question mark.
        """
        if not query or len(query) > LONGEST:
            return cls()
        try:
            given = parse_qs(query.removeprefix("?"), max_num_fields=50)
        except ValueError:
            return cls()
        texts = {name: values[-1] for name, values in given.items()}
        lang = texts.get("lang")
        return cls(
            view=texts.get("view"),
            filters=readable_filters(texts.get("filter")),
            workflow=texts.get("workflow"),
            saved=_key(texts.get("saved")),
            opportunity=_key(texts.get("opportunity")),
            lang=lang if lang in LANGUAGES else None,
        )


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def readable_filters(text: str | None) -> Filters | None:
    """Return filters from their JSON, or nothing where it is not readable."""
    if not text:
        return None
    try:
        return Filters.from_json(text)
    except InvalidValueError:
        return None
