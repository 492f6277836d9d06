"""The banner at the top of the page while what it shows may be old: why, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import traitlets

from workbench.i18n import _
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply


class Banner(Conversation):
    """Stands while the store does not answer, and has every total of the page marked as possibly old.

    Args:
        on_back: called when the browser reaches the kernel again after it had lost it: what was sent meanwhile may
            have been lost.
    """

    _esm = bundle("banner.js")
    _css = bundle("banner.css")
    trouble = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(self, *, on_back: Callable[[], None]) -> None:
        self._on_back = on_back
        super().__init__(
            texts={
                "as_of": _("as of {time}"),
                "slow": _("The workbench takes long to answer. What you see may be old until it does."),
            }
        )

    @property
    def stands(self) -> bool:
        """Whether the banner is shown."""
        return bool(self.trouble)

    def show(self, text: str, why: str, *, since: datetime) -> None:
        """Show the banner.

        Args:
            text: what is wrong and what it means, in the reader's language.
            why: what the store said.
            since: when what the page shows was certainly so, UTC without a zone.
        """
        self.trouble = {"text": text, "why": why, "since": f"{since.isoformat(timespec='seconds')}Z"}

    def clear(self) -> None:
        """Take the banner away: everything was read again."""
        self.trouble = {}

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: ``back``, and ``there``, which only wants an answer."""
        return {"back": self._back, "there": lambda _intent: None}

    def _back(self, _intent: Intent) -> None:
        self._on_back()
