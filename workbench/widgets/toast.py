"""Short notices of the whole page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import traitlets

from workbench.i18n import _
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply

KEPT = 20


class Toast(Conversation):
    """Shows notices at the foot of the page, each with at most one action such as Undo."""

    _esm = bundle("toast.js")
    _css = bundle("toast.css")
    texts = traitlets.Dict().tag(sync=True)
    waiting = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self) -> None:
        super().__init__(texts={"notices": _("Notices"), "close": _("Close")})
        self._actions: dict[str, Callable[[], None]] = {}
        self._count = 0
        self._seen = False

    def say(
        self, text: str, *, tone: str = "plain", action: str | None = None, act: Callable[[], None] | None = None
    ) -> None:
        """Show a notice.

        Args:
            text: a sentence in the reader's language.
            tone: ``plain``, ``good``, ``warn`` or ``bad``; a bad one stays until it is closed.
            action: the label of the action, such as “Undo”.
            act: what the action does.
        """
        self._count += 1
        notice = str(self._count)
        if act is not None:
            self._actions[notice] = act
            for old in list(self._actions)[:-KEPT]:
                del self._actions[old]
        shown: Reply = {"kind": "notice", "notice": notice, "text": text, "tone": tone, "action": action or ""}
        if self._seen:
            self.tell(shown)
        else:
            self.waiting = [*self.waiting, shown]

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: ``act`` and ``ready``."""
        return {"act": self._act, "ready": self._ready}

    def _ready(self, _intent: Intent) -> None:
        """Hear that the page is there and has shown what was waiting."""
        self._seen = True
        self.waiting = []

    def _act(self, intent: Intent) -> None:
        act = self._actions.pop(intent.text("notice", longest=20), None)
        if act is not None:
            act()
