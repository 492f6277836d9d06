"""Who is let in: the person with the link of ``workbench up``, from the page's own address."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from http.cookies import Morsel
from typing import Any, Final, Self, cast
from urllib.parse import unquote_plus

from tornado.httputil import HTTPServerRequest

TOKEN = "token"  # noqa: S105 - the name of a parameter
TOKEN_VARIABLE = "WORKBENCH_PAGE_TOKEN"  # noqa: S105 - the name of a variable
NOT_FOR_KERNELS = (TOKEN_VARIABLE, "JUPYTER_TOKEN")
PAGE = "/"
TICKETS = "/voila/api/ticket"
TICKET_SECONDS = 60.0
OTHER_SITES: Final = frozenset({"cross-site", "same-site"})  # a site knows no ports: other servers of this machine too


def page_address(port: int, token: str = "") -> str:
    """Return the address of the page, with the token that lets a browser in."""
    return f"http://127.0.0.1:{port}{PAGE}" + (f"?{TOKEN}={token}" if token else "")


def without_token(request: HTTPServerRequest) -> str:
    """Return the page's address as it was asked for, every other parameter kept as it was written."""
    kept = [part for part in request.query.split("&") if part and unquote_plus(part.partition("=")[0]) != TOKEN]
    return PAGE + ("?" + "&".join(kept) if kept else "")


@dataclass(kw_only=True)
class Admission:
    """The secrets of one server and the rules by which it lets requests in."""

    port: int
    token: str = field(repr=False)
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    tickets: dict[str, float] = field(default_factory=dict[str, float], repr=False)

    @classmethod
    def from_environment(cls, port: int, environment: MutableMapping[str, str]) -> Self:
        """Take the token out of the environment, so that no kernel inherits it; without one nobody is let in."""
        token = environment.get(TOKEN_VARIABLE) or secrets.token_urlsafe(32)
        for name in NOT_FOR_KERNELS:
            environment.pop(name, None)
        return cls(port=port, token=token)

    @property
    def cookie(self) -> str:
        """The name of the cookie: cookies know no ports, and several workbenches may run on one machine."""
        return f"workbench-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the page may be asked for; any other was made to point here."""
        return frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost"))

    def refusal(self, request: HTTPServerRequest, now: float) -> str | None:
        """Return why a request is refused, or nothing.

        Args:
            request: its headers are complete, its body is not read.
            now: seconds of a clock that never goes back.
        """
        rules: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("host", lambda: _host(request) not in self.hosts),
            ("elsewhere", lambda: _is_from_elsewhere(request)),
            ("stranger", lambda: not self.knows(request) and not self.brings_token(request, now)),
        )
        return next((name for name, applies in rules if applies()), None)

    def knows(self, request: HTTPServerRequest) -> bool:
        """Whether the request has this server's cookie, or the token in its header as commands send it."""
        found = cast("Mapping[str, Morsel[str]]", cast("Any", request).cookies).get(self.cookie)
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        return _same(found.value if found else "", self.session) or (scheme == TOKEN and _same(given, self.token))

    def brings_token(self, request: HTTPServerRequest, now: float) -> bool:
        """Whether the request asks for the page with the token or a ticket that was not used yet."""
        if request.method != "GET" or not is_exchange(request):
            return False
        given = [each.decode(errors="replace") for each in request.query_arguments.get(TOKEN, [])]
        valid = [self.token, *(ticket for ticket, until in self.tickets.items() if now < until)]
        return len(given) == 1 and any(_same(given[0], each) for each in valid)

    def issue_ticket(self, now: float) -> str:
        """Return a token for one use within a minute: what a browser is started with, everyone on a machine can read."""
        self.tickets = {ticket: until for ticket, until in self.tickets.items() if now < until}
        ticket = secrets.token_urlsafe(32)
        self.tickets[ticket] = now + TICKET_SECONDS
        return ticket

    def use(self, request: HTTPServerRequest) -> None:
        """Spend the ticket that a request brings; the token itself stays valid until the server ends."""
        for given in request.query_arguments.get(TOKEN, []):
            self.tickets.pop(given.decode(errors="replace"), None)


def is_exchange(request: HTTPServerRequest) -> bool:
    """Whether the request asks for the page and names a token, right or wrong."""
    return request.path == PAGE and TOKEN in request.query_arguments


def _is_from_elsewhere(request: HTTPServerRequest) -> bool:
    """Other sites may send a person here with a link, and nothing else: no request of theirs, no frame, no socket."""
    header = request.headers.get
    own = f"http://{_host(request)}"
    if header("Upgrade", "").lower() == "websocket":
        return header("Origin") != own
    for_page = header("Sec-Fetch-Dest", "document") == "document"
    return (
        header("Origin", own) != own
        or (header("Sec-Fetch-Site") in OTHER_SITES and not for_page)
        or (request.path == PAGE and not for_page)
    )


def _host(request: HTTPServerRequest) -> str:
    return request.headers.get("Host", "").lower()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
