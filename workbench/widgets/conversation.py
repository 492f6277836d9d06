"""The talk between a widget's two halves: every intent is read as hostile, every outcome is an answer."""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import anywidget
import ipywidgets

from workbench.errors import AnswerNeededError, InvalidValueError, WorkbenchError
from workbench.i18n import _

log = logging.getLogger(__name__)
MARK = re.compile(r"[A-Za-z0-9-]{1,64}")
LARGEST_INTENT = 200_000
SLOW_SECONDS = 0.2
Reply = dict[str, object]


class UnreadableIntentError(WorkbenchError):
    """A message of the page has not the shape that the widget understands."""

    def __init__(self) -> None:
        super().__init__(_("The page sent something that cannot be read. Reload the page and try again."))


@dataclass(frozen=True)
class Intent:
    """A message from the page whose fields are taken one by one, each checked."""

    kind: str
    fields: Mapping[str, object]

    @classmethod
    def read(cls, content: object) -> Intent:
        """Read a message.

        Raises:
            UnreadableIntentError: not an object with a kind, or far too large.
        """
        if not isinstance(content, dict):
            raise UnreadableIntentError
        fields = cast("dict[str, object]", content)
        kind = fields.get("kind")
        if not isinstance(kind, str) or not _fits(fields):
            raise UnreadableIntentError
        return cls(kind, fields)

    def text(self, name: str, *, longest: int = 500) -> str:
        """Return a text field; an absent one is empty."""
        value = self.fields.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest:
            raise UnreadableIntentError
        return value

    def whole(self, name: str, *, low: int = 0, high: int = 1_000_000_000) -> int:
        """Return a whole number within bounds."""
        value = self.fields.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise UnreadableIntentError
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean field."""
        value = self.fields.get(name)
        if not isinstance(value, bool):
            raise UnreadableIntentError
        return value

    def key(self, name: str) -> UUID:
        """Return the id of a record."""
        key = self.optional_key(name)
        if key is None:
            raise UnreadableIntentError
        return key

    def optional_key(self, name: str) -> UUID | None:
        """Return the id of a record, or nothing where the field is absent or empty."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        try:
            return UUID(cast("str", value))
        except (ValueError, AttributeError, TypeError) as error:
            raise UnreadableIntentError from error

    def mapping(self, name: str) -> dict[str, object]:
        """Return an object field."""
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise UnreadableIntentError
        return cast("dict[str, object]", value)


class Deaf(ipywidgets.Widget):
    """What the page writes into traits is ignored: it may come from anybody."""

    def set_state(self, sync_data: object) -> None:
        """Ignore state from the page; intents are the only way in."""


class Frame(Deaf, ipywidgets.Box):
    """A box whose children only the kernel decides."""


class Conversation(Deaf, anywidget.AnyWidget):
    """A widget that answers intents.

    ``on_failure``, where somebody set it, hears what kept an intent from being carried out.
    """

    on_failure: Callable[[Exception], None] | None = None

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        self.on_msg(self._hear)  # pyright: ignore[reportUnknownMemberType]

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each kind of intent; a widget overrides this."""
        return {}

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        request, began = request_of(content), time.perf_counter()
        try:
            intent = Intent.read(content)
            answer = self.answers().get(intent.kind)
            if answer is None:
                raise UnreadableIntentError  # noqa: TRY301 - one way out for every refusal
            reply = answer(intent)
        except Exception as error:  # noqa: BLE001 - the last border before the person: every error becomes an answer
            reply = refusal(error)
            if self.on_failure is not None:
                self.on_failure(error)
        self.tell({"kind": "done", **(reply or {}), "request": request})
        note_slow(type(self).__name__, content, time.perf_counter() - began)

    def tell(self, message: Reply) -> None:
        """Send a message to the page; ``buffers``, a list of bytes, travel beside it as they are."""
        content = {name: value for name, value in message.items() if name != "buffers"}
        self.send(content, buffers=message.get("buffers"))  # pyright: ignore[reportUnknownMemberType]


def note_slow(widget: str, content: object, seconds: float) -> None:
    """Log an answer that kept the page waiting: what takes longer than 0.2 s belongs into a job.

    Args:
        widget: the name of the widget that answered.
        content: the message of the page.
        seconds: how long the answer took.
    """
    if seconds > SLOW_SECONDS:
        kind = cast("dict[str, object]", content).get("kind") if isinstance(content, dict) else None
        log.warning("slow answer: %s %.40r took %.0f ms", widget, kind, 1000 * seconds)


def request_of(content: object) -> str | None:
    """Return the mark by which the page recognises the answer; an unfit one is dropped."""
    if not isinstance(content, dict):
        return None
    request = cast("dict[str, object]", content).get("request")
    return request if isinstance(request, str) and MARK.fullmatch(request) else None


def refusal(error: Exception) -> Reply:
    """Turn an error into what the page shows; an unexpected one is logged under a short reference."""
    if isinstance(error, AnswerNeededError):
        return {"kind": "ask", "question": error.question, "outcome": error.outcome, "message": str(error)}
    if isinstance(error, InvalidValueError):
        return {"kind": "refuse", "field": error.field, "message": str(error)}
    if isinstance(error, WorkbenchError):
        return {"kind": "refuse", "field": None, "message": str(error)}
    reference = uuid.uuid4().hex[:8]
    log.error("unexpected error %s", reference, exc_info=error)
    text = _(
        "Something went wrong here, and nothing was changed. Try again; if it stays, report reference {reference}."
    )
    return {"kind": "refuse", "field": None, "message": text.format(reference=reference)}


def _fits(fields: Mapping[str, object]) -> bool:
    try:
        return len(json.dumps(fields, ensure_ascii=False).encode()) <= LARGEST_INTENT  # half a character fits nowhere
    except (TypeError, ValueError, RecursionError):
        return False
