"""The page's navigation: views, person, theme, language, and the page's link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import traitlets

from workbench.domain.filters import Filters
from workbench.errors import InvalidValueError
from workbench.i18n import _, language
from workbench.widgets.bundle import bundle
from workbench.widgets.conversation import Conversation, Intent, Reply
from workbench.widgets.link import Link, readable_filters

LANGUAGE_NAMES = {"en": "English", "it": "Italiano", "ro": "Română"}


@dataclass(frozen=True, kw_only=True)
class View:
    """An entry of the navigation, or of the person's ``menu``; ``icon`` is one of the page's drawings."""

    key: str
    label: str
    icon: str
    menu: bool = False


class Navigation(Conversation):
    """Shows where one can go and where one is; tells when the person goes somewhere.

    Args:
        views: in order.
        view: the key of the one shown first.
        person: name and role, in the reader's language.
        may_create: whether “New opportunity” is offered.
        owns_address: whether the page's address is ours to write (a page of its own, not JupyterLab).
        on_view: called with the key of the view that the person chose.
        on_go: called with the link to which the person went back or forward.
        on_new: called when a new deal is wanted.
        on_jobs: called when the jobs are wanted.
        on_seen: called with whether the page is looked at, at the beginning and when that changes.
    """

    _esm = bundle("navigation.js")
    _css = bundle("navigation.css")
    product = traitlets.Unicode().tag(sync=True)
    views = traitlets.List(traitlets.Dict()).tag(sync=True)
    view = traitlets.Unicode().tag(sync=True)
    person = traitlets.Dict().tag(sync=True)
    languages = traitlets.List(traitlets.Dict()).tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    link = traitlets.Dict().tag(sync=True)
    owns_address = traitlets.Bool().tag(sync=True)
    may_create = traitlets.Bool().tag(sync=True)
    running = traitlets.Int().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(
        self, *, views: Sequence[View], view: str, person: tuple[str, str], may_create: bool, owns_address: bool,
        on_view: Callable[[str], None], on_go: Callable[[Link], None], on_new: Callable[[], None],
        on_jobs: Callable[[], None] | None = None, on_seen: Callable[[bool], None] | None = None, link: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._on_view, self._on_go, self._on_new, self._on_seen = on_view, on_go, on_new, on_seen
        self._on_jobs = on_jobs
        super().__init__(
            product=_("Opportunity workbench"),
            views=[vars(entry) for entry in views],
            view=view,
            person={"name": person[0], "role": person[1]},
            languages=[{"code": code, "label": name} for code, name in LANGUAGE_NAMES.items()],
            language=language(),
            link=dict(link or {}),
            owns_address=owns_address,
            may_create=may_create,
            texts=_texts(),
        )

    def show(self, view: str, link: Mapping[str, str]) -> None:
        """Mark the view that is shown and write the page's link.

        Args:
            view: the key of the view.
            link: ``view``, ``filter`` (JSON), ``workflow``, ``opportunity``, ``lang``; empty ones are left out of the address.
        """
        with self.hold_sync():
            self.view = view
            self.link = dict(link)

    def answers(self) -> Mapping[str, Callable[[Intent], Reply | None]]:
        """Return what answers each intent: ``view``, ``go``, ``new``, ``jobs``, ``seen``."""
        return {
            "view": self._choose, "go": self._go, "new": lambda _intent: self._on_new(), "jobs": self._jobs,
            "seen": self._seen,
        }  # fmt: skip

    def _choose(self, intent: Intent) -> None:
        self._on_view(self._known(intent.text("view")))

    def _jobs(self, _intent: Intent) -> None:
        if self._on_jobs is not None:
            self._on_jobs()

    def _seen(self, intent: Intent) -> None:
        if self._on_seen is not None:
            self._on_seen(intent.flag("seen"))

    def _go(self, intent: Intent) -> None:
        self._on_go(
            Link(
                view=self._known(intent.text("view") or self.view),
                filters=readable_filters(intent.text("filter", longest=20_000)) or Filters(),
                workflow=intent.text("workflow") or None,
                opportunity=intent.optional_key("opportunity"),
            )
        )

    def _known(self, key: str) -> str:
        if key not in {entry["key"] for entry in self.views}:
            raise InvalidValueError("view", _("There is no such view."))
        return key


def _texts() -> dict[str, str]:
    return {
        "navigation": _("Views"),
        "new": _("New opportunity"),
        "jobs": _("Jobs"),
        "running": _("Jobs, {count} under way"),
        "settings": _("Person and display"),
        "theme": _("Theme"),
        "light": _("Light"),
        "dark": _("Dark"),
        "auto": _("Auto"),
        "language": _("Language"),
    }
