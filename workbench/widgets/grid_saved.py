"""The saved views of the list: what the menu shows, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast
from uuid import UUID

from workbench.domain.looks import Look
from workbench.domain.people import Role
from workbench.i18n import N_, _
from workbench.services.views import SHARING, SavedView
from workbench.widgets.conversation import Intent, Reply, UnreadableIntentError

if TYPE_CHECKING:
    from workbench.app import Workbench

WHAT = "opportunities"
ROLE_NAMES = {
    Role.ADMINISTRATOR: N_("Administrator"), Role.MANAGER: N_("Manager"), Role.SALESPERSON: N_("Salesperson"),
    Role.VIEWER: N_("Viewer"),
}  # fmt: skip
Answer = Callable[[Intent], Reply | None]


class SavedViews:
    """Answers what a page asks about saved views; each answer says how the menu is then.

    Args:
        workbench: the services of the person at work.
        look: returns how the list is looked at now.
        show: shows a view.
        told: called after each answer: another view, or another name of it.
    """

    def __init__(
        self, workbench: Workbench, *, look: Callable[[], Look], show: Callable[[SavedView], None],
        told: Callable[[], None],
    ) -> None:  # fmt: skip
        self._workbench, self._look, self._show, self._told = workbench, look, show, told
        self.current: SavedView | None = None

    def answers(self) -> Mapping[str, Answer]:
        """Return what answers each intent of the menu."""
        return {
            "views": lambda _intent: self._listed(), "view_open": self._open, "view_save": self._save,
            "view_update": self._update, "view_rename": self._rename, "view_share": self._share,
            "view_remove": self._remove, "view_default": self._default,
        }  # fmt: skip

    def projection(self) -> dict[str, object]:
        """Return the name of the view that is shown, and whether it looks otherwise by now."""
        if self.current is None:
            return {"id": None, "name": "", "changed": False}
        changed = self._look().to_json() != self.current.look.to_json()
        return {"id": str(self.current.id), "name": self.current.name, "changed": changed}

    def _menu(self) -> Reply:
        self._told()
        return self._listed()

    def _listed(self) -> Reply:
        user, views = self._workbench.user, self._workbench.views
        default = views.default(WHAT)
        shared = user.role in SHARING
        return {
            "kind": "views", "current": self.projection(),
            "views": [
                {
                    "id": str(view.id), "name": view.name, "mine": view.owner_id == user.id,
                    "editable": view.owner_id == user.id or user.role is Role.ADMINISTRATOR,
                    "first": default is not None and default.id == view.id, "roles": list(view.roles),
                    "role_defaults": [role.value for role in Role if view.is_default_for(role)],
                }
                for view in views.list(WHAT)
            ],
            "roles": [{"key": role.value, "label": _(name)} for role, name in ROLE_NAMES.items()] if shared else [],
        }  # fmt: skip

    def _open(self, intent: Intent) -> Reply:
        self.current = self._workbench.views.get(intent.key("view"))
        self._show(self.current)
        return self._menu()

    def _save(self, intent: Intent) -> Reply:
        self.current = self._workbench.views.save(intent.text("name"), self._look(), what=WHAT)
        return self._menu()

    def _update(self, intent: Intent) -> Reply:
        self.current = self._workbench.views.change(intent.key("view"), self._look())
        return self._menu()

    def _rename(self, intent: Intent) -> Reply:
        self._kept(self._workbench.views.rename(intent.key("view"), intent.text("name")))
        return self._menu()

    def _share(self, intent: Intent) -> Reply:
        given = intent.fields.get("roles")
        if not isinstance(given, list) or not all(isinstance(role, str) for role in cast("list[object]", given)):
            raise UnreadableIntentError
        self._kept(self._workbench.views.share(intent.key("view"), cast("list[str]", given)))
        return self._menu()

    def _remove(self, intent: Intent) -> Reply:
        gone = self._workbench.views.remove(intent.key("view"))
        if self.current is not None and self.current.id == gone.id:
            self.current = None
        return self._menu()

    def _default(self, intent: Intent) -> Reply:
        named = intent.text("role", longest=40)
        roles = {role.value: role for role in Role}
        if named and named not in roles:
            raise UnreadableIntentError
        key: UUID | None = intent.optional_key("view")
        self._workbench.views.make_default(key, what=WHAT, role=roles.get(named))
        return self._menu()

    def _kept(self, view: SavedView) -> None:
        if self.current is not None and self.current.id == view.id:
            self.current = view
