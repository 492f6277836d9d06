"""The entrance of the page server: it stands before every other handler."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Any, cast

from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, Rule
from tornado.web import RequestHandler

from workbench.server.admission import OTHER_SITES, PAGE, TICKETS, Admission, is_exchange, without_token
from workbench.server.kernel import language_asked_for
from workbench.server.texts import refusal_texts

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def rules(admission: Admission, *, language: str) -> list[Rule]:
    """Return the rules that come before a server's own.

    Args:
        admission: decides who is let in.
        language: of the refusals, where the address asks for none.
    """
    known = {"admission": admission, "language": language}
    return [Rule(Unsettled(admission), Entrance, known), Rule(Tickets(admission), TicketOffice, known)]


class Unsettled(Matcher):
    """Every request that is refused, or that brings a token to be exchanged."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Return something where the entrance has to answer itself."""
        refused = self.admission.refusal(request, time.monotonic()) is not None
        return {} if refused or is_exchange(request) else None


class Tickets(Unsettled):
    """The request of ``workbench up`` for a ticket."""

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Return something where a ticket is asked for."""
        return {} if request.path == TICKETS else None


def refuse(
    handler: RequestHandler, reason: str, status: HTTPStatus, *, language: str, again: str | None = None
) -> None:
    """Answer with the product's own error page, which says why and what is possible now.

    Args:
        handler: whose request is refused.
        reason: of ``refusal_texts``.
        status: of the answer.
        language: of the page, where the address asks for none.
        again: where the person may go on with a click.
    """
    language = language_asked_for(handler.request.query) or language
    texts = refusal_texts(language)
    handler.clear()
    handler.set_status(status)
    for name, value in HEADERS.items():
        handler.set_header(name, value)
    template = handler.settings["voila_jinja2_env"].get_template("refused.html")
    page = template.render(lang=language, title=texts["title"], text=texts[reason], again=again, go_on=texts["go_on"])
    cast("Any", handler).finish(page)


class Entrance(RequestHandler):
    """Refuses, or gives the cookie for the token."""

    def initialize(self, admission: Admission, language: str) -> None:
        """Remember the server's rules."""
        self.admission = admission
        self.language = language

    def prepare(self) -> None:
        """Answer every method alike."""
        refusal = self.admission.refusal(self.request, time.monotonic())
        if refusal is None:
            self._let_in()
        else:
            refuse(self, refusal, HTTPStatus.FORBIDDEN, language=self.language, again=self._again(refusal))

    def _let_in(self) -> None:
        self.admission.use(self.request)
        cast("Any", self).set_cookie(
            self.admission.cookie, self.admission.session, path="/", httponly=True, samesite="Strict"
        )
        for name, value in HEADERS.items():
            self.set_header(name, value)
        address = without_token(self.request)
        if self._is_from_other_site():
            self.set_header("Refresh", f"0; url={address}")  # a browser withholds a strict cookie from a redirect here
            cast("Any", self).finish()
        else:
            self.redirect(address)

    def _again(self, refusal: str) -> str | None:
        # A link from a mail arrives without the strict cookie; a click on our own page brings it.
        own = refusal == "stranger" and self.request.path == PAGE and self._is_from_other_site()
        return without_token(self.request) if own else None

    def _is_from_other_site(self) -> bool:
        return self.request.headers.get("Sec-Fetch-Site") in OTHER_SITES


class TicketOffice(RequestHandler):
    """Gives ``workbench up`` a token for one use, with which it starts a browser."""

    def initialize(self, admission: Admission, language: str) -> None:
        """Remember the server's rules; a ticket has no language."""
        self.admission = admission
        del language

    def check_xsrf_cookie(self) -> None:
        """Ask for nothing more: other sites are refused before."""

    def post(self) -> None:
        """Answer with the ticket alone."""
        self.set_header("Content-Type", "text/plain")
        self.set_header("Cache-Control", "no-store")
        cast("Any", self).finish(self.admission.issue_ticket(time.monotonic()))
