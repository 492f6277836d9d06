"""Who opens a page: on this machine, the person who started the workbench."""

from __future__ import annotations

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler


class LocalIdentity(IdentityProvider):
    """Everyone who reaches the loopback address is the person at this machine.

    The ``_xsrf`` cookie is set with the page: without it the browser's farewell is refused and the kernel
    of a closed tab lives on (https://github.com/voila-dashboards/voila/issues/1458).
    """

    @property
    def auth_enabled(self) -> bool:  # type: ignore[override]  # the base says Literal[True]
        """Whether a sign-in is asked for: never on loopback."""
        return False

    async def get_user(self, handler: RequestHandler) -> User:  # type: ignore[override]  # the base allows None and a plain value too
        """Return the person at this machine and give the page its cookie."""
        user = User(username="local")
        handler.current_user = user
        _cookie = handler.xsrf_token
        return user
