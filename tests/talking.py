"""A page's side of a widget: says something, returns what it hears."""

from __future__ import annotations

from typing import Any

from workbench.widgets.conversation import Conversation


def says(widget: Conversation, kind: str, **fields: Any) -> dict[str, Any]:
    return hears(widget, {"kind": kind, "request": "r1", **fields})


def hears(widget: Conversation, content: object) -> dict[str, Any]:
    heard: list[dict[str, Any]] = []
    widget.tell = heard.append  # type: ignore[method-assign]
    widget._handle_custom_msg(content, [])
    assert heard, "the page was left without an answer"
    return heard[-1]
