"""How somebody looks at the deals: conditions, columns, order and grouping, as a saved view keeps them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import _

NARROWEST, WIDEST = 48, 900
MOST_COLUMNS = 40
LONGEST_STATE = 20_000


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a view shows and how.

    ``columns`` are keys with their widths in pixels (0: as wide as fits), in order; none means the usual ones.
    """

    filters: Filters = field(default_factory=Filters)
    columns: tuple[tuple[str, int], ...] = ()
    sort: str = "number"
    descending: bool = True
    then: str | None = None
    then_descending: bool = False
    group: str | None = None
    funnel: bool = False

    def to_json(self) -> str:
        """Return the look as JSON, which ``from_json`` reads."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "filters"}
        return json.dumps(plain | {"filters": self.filters.set_fields()}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Look:
        """Read what ``to_json`` wrote.

        Raises:
            InvalidValueError: it is not readable, or a part is of the wrong kind.
        """
        try:
            loaded: object = json.loads(text) if len(text) <= LONGEST_STATE else None
        except (ValueError, RecursionError) as error:
            raise _unreadable() from error
        if not isinstance(loaded, dict):
            raise _unreadable()
        return cls.read(cast("dict[str, object]", loaded))

    @classmethod
    def read(cls, given: Mapping[str, object]) -> Look:
        """Build a look from plain values.

        Raises:
            InvalidValueError: an unknown part, or one of the wrong kind.
        """
        values = dict(given)
        filters, columns = values.pop("filters", {}), values.pop("columns", [])
        kinds = {name: bool if name in FLAGS else str for name in cls.__dataclass_fields__}
        for name, value in values.items():
            if not isinstance(value, kinds.get(name, ())) and not (name in {"then", "group"} and value is None):
                raise _unreadable()
        if not isinstance(filters, Mapping):
            raise _unreadable()
        return cls(
            filters=Filters.from_fields(cast("Mapping[str, object]", filters)), columns=columns_from(columns),
            **values,  # type: ignore[arg-type]
        )  # fmt: skip


FLAGS = frozenset({"descending", "then_descending", "funnel"})


def columns_from(given: object) -> tuple[tuple[str, int], ...]:
    """Read columns with their widths; each once, a width within what can be read.

    Raises:
        InvalidValueError: it is no list of pairs.
    """
    if not isinstance(given, list | tuple) or len(cast("list[object]", given)) > MOST_COLUMNS:
        raise _unreadable()
    found: dict[str, int] = {}
    for pair in cast("list[object]", given):
        parts = cast("list[object]", pair) if isinstance(pair, list | tuple) else []
        key, width = parts if len(parts) == 2 else (None, None)
        if not isinstance(key, str) or not isinstance(width, int) or isinstance(width, bool):
            raise _unreadable()
        found[key] = 0 if width == 0 else max(NARROWEST, min(WIDEST, width))
    return tuple(found.items())


def _unreadable() -> InvalidValueError:
    return InvalidValueError("view", _("This view is not readable."))
