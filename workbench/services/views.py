"""``wb.views``: views that people save, share with roles, and open first."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from workbench.domain.looks import Look
from workbench.domain.people import Role
from workbench.domain.text import required_line
from workbench.errors import GuardFailedError, InvalidValueError, NotAllowedError, NotFoundError, WriteConflictError
from workbench.i18n import _
from workbench.services.records import tags_from, tags_text
from workbench.services.session import Session
from workbench.store import Batch, uuid7

WHAT = ("opportunities", "progress", "stages")
SHARING = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
ROLE = "role:"


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A saved view; ``roles`` are those it is shared with, ``default_for`` whose view opens first: ids, ``role:…``."""

    id: UUID
    version: int
    name: str
    owner_id: UUID
    what: str
    look: Look
    roles: tuple[str, ...] = ()
    default_for: tuple[str, ...] = ()
    archived: bool = False

    def is_default_for(self, role: Role) -> bool:
        """Tell whether people with this role see it first, where they have no default of their own."""
        return f"{ROLE}{role.value}" in self.default_for


class Views:
    """Saved views of one person, and those that are shared with the person's role; an administrator may change any."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store

    def list(self, what: str = "opportunities") -> builtins.list[SavedView]:
        """Return one's own views and those shared with one's role, by name.

        Args:
            what: ``opportunities``, ``progress`` or ``stages``.
        """
        found = [_view(row) for row in self._store.records("views/list")]
        return [view for view in found if view.what == what and self._is_offered(view)]

    def get(self, key: UUID) -> SavedView:
        """Return a view.

        Raises:
            NotFoundError: there is none, or it is somebody else's.
        """
        rows = self._store.records("views/get", id=key)
        seen = bool(rows) and (self._session.user.role is Role.ADMINISTRATOR or self._is_offered(_view(rows[0])))
        if not seen or rows[0]["archived"]:
            raise NotFoundError(_("There is no such view, or it is not shared with you."))
        return _view(rows[0])

    def default(self, what: str = "opportunities") -> SavedView | None:
        """Return the view that the person sees first: the own choice, else the role's; ``None`` where there is none."""
        user, views = self._session.user, self.list(what)
        own = (view for view in views if str(user.id) in view.default_for)
        of_role = (view for view in views if user.role.value in view.roles and view.is_default_for(user.role))
        return next(own, None) or next(of_role, None)

    def save(self, name: str, look: Look, *, what: str = "opportunities") -> SavedView:
        """Save a view under a new name.

        Raises:
            InvalidValueError: the name is empty, or one of the person's views has it already.
        """
        if what not in WHAT:
            raise InvalidValueError("what", _("There is no such view."))
        title = self._free_name(name, what)
        view = SavedView(id=uuid7(), version=1, name=title, owner_id=self._session.user.id, what=what, look=look)

        def once() -> SavedView:
            batch = self._session.batch("save view")
            batch.add("views/insert", **_values(view))
            _remember(batch, view)
            self._session.write(batch)
            return view

        return self._session.attempt(once)

    def change(self, key: UUID, look: Look) -> SavedView:
        """Save other conditions, columns or order under the same name.

        Raises:
            NotAllowedError: it is somebody else's, and the person is no administrator.
            NotFoundError: there is no such view.
        """
        return self._change(key, lambda view: replace(view, look=look))

    def rename(self, key: UUID, name: str) -> SavedView:
        """Give a view another name.

        Raises:
            InvalidValueError: the name is empty, or one of the person's views has it already.
            NotAllowedError, NotFoundError: as for ``change``.
        """
        return self._change(key, lambda view: replace(view, name=self._free_name(name, view.what, but=view.id)))

    def share(self, key: UUID, roles: Iterable[str]) -> SavedView:
        """Share a view with roles, or with none.

        Raises:
            NotAllowedError: only managers and administrators share views, and only their own; an administrator any.
            InvalidValueError: there is no such role.
            NotFoundError: there is no such view.
        """
        self._require_sharing()
        wanted = tuple(role.value for role in Role if role.value in set(roles))
        if len(wanted) != len(set(roles)):
            raise InvalidValueError("roles", _("There is no such role."))
        gone = {f"{ROLE}{role.value}" for role in Role} - {f"{ROLE}{role}" for role in wanted}
        return self._change(
            key,
            lambda view: replace(
                view, roles=wanted, default_for=tuple(each for each in view.default_for if each not in gone)
            ),
        )

    def remove(self, key: UUID) -> SavedView:
        """Put a view away.

        Raises:
            NotAllowedError, NotFoundError: as for ``change``.
        """
        return self._change(key, lambda view: replace(view, archived=True))

    def make_default(self, key: UUID | None, *, what: str = "opportunities", role: Role | None = None) -> None:
        """Choose the view that opens first: for oneself, or for everybody with a role.

        Args:
            key: the view; ``None``: none.
            what: of which views.
            role: for whom; by default for oneself.

        Raises:
            NotAllowedError: only managers and administrators choose for a role.
            InvalidValueError: the view is not shared with that role, or is a view of something else.
            NotFoundError: there is no such view.
        """
        if role is not None:
            self._require_sharing()
        holder = str(self._session.user.id) if role is None else f"{ROLE}{role.value}"

        def once() -> None:
            chosen = None if key is None else self.get(key)
            if chosen is not None and (chosen.what != what or (role is not None and role.value not in chosen.roles)):
                raise InvalidValueError("role", _("Share the view with this role first."))
            batch = self._session.batch("default view")
            for row in self._store.records("views/list"):
                view = _view(row)
                is_chosen = chosen is not None and view.id == chosen.id
                if view.what != what or is_chosen == (holder in view.default_for):
                    continue
                kept = tuple(each for each in view.default_for if each != holder)
                after = replace(view, default_for=(*kept, holder) if is_chosen else kept)
                self._next(batch, view, after)
            if batch.changes:
                self._write(batch)

        self._session.attempt(once)

    def _change(self, key: UUID, decide: Callable[[SavedView], SavedView]) -> SavedView:
        def once() -> SavedView:
            view = self.get(key)
            user = self._session.user
            if view.owner_id != user.id and user.role is not Role.ADMINISTRATOR:
                raise NotAllowedError(_("This view is somebody else's. Save it under a name of your own."))
            batch = self._session.batch("change view")
            after = self._next(batch, view, decide(view))
            self._write(batch)
            return after

        return self._session.attempt(once)

    def _next(self, batch: Batch, view: SavedView, after: SavedView) -> SavedView:
        batch.guard("views/guard_version", id=view.id, seen=view.version)
        following = replace(after, version=view.version + 1)
        batch.add("views/update", **_values(following))
        _remember(batch, following)
        return following

    def _write(self, batch: Batch) -> None:
        try:
            self._session.write(batch)
        except GuardFailedError as error:
            raise WriteConflictError(_("Somebody changed this view at the same moment; try again.")) from error

    def _is_offered(self, view: SavedView) -> bool:
        user = self._session.user
        return view.owner_id == user.id or user.role.value in view.roles

    def _require_sharing(self) -> None:
        if self._session.user.role not in SHARING:
            raise NotAllowedError(_("Only managers and administrators share views."))

    def _free_name(self, name: str, what: str, but: UUID | None = None) -> str:
        title = required_line("name", name)
        mine = self._session.user.id
        taken = {view.name.casefold() for view in self.list(what) if view.owner_id == mine and view.id != but}
        if title.casefold() in taken:
            raise InvalidValueError("name", _("You have a view “{name}” already.").format(name=title))
        return title


def _view(row: Mapping[str, Any]) -> SavedView:
    values = dict(row)
    look = Look.from_json(values.pop("state"))
    lists = {name: tags_from(values.pop(name)) for name in ("roles", "default_for")}
    return SavedView(look=look, **lists, **values)


def _values(view: SavedView) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(view, name) for name in view.__dataclass_fields__ if name != "look"}
    lists = {"roles": tags_text(view.roles), "default_for": tags_text(view.default_for)}
    return values | lists | {"state": view.look.to_json()}


def _remember(batch: Batch, view: SavedView) -> None:
    when = {"unit_id": batch.unit, "recorded_at": batch.recorded_at, "effective_at": batch.recorded_at}
    batch.add("views/remember", **when, **_values(view))
    batch.changed("view", view.id, view.version)
