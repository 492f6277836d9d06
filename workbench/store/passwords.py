"""The passwords in a PostgreSQL address: left out of what is shown, and taken out of what is handed on."""

from __future__ import annotations

import re
from urllib.parse import unquote

_ADDRESS = re.compile(
    r"""
    (?P<scheme>postgres(?:ql)?://)
    (?: (?P<user>[^:@/]*) (?: : (?P<password>[^/]*) )? @ )?
    (?P<place>[^?]*)
    (?: \? (?P<query>.*) )?
    """,
    re.VERBOSE | re.DOTALL,
)
SECRETS = {"password", "sslpassword"}
BEFORE_THE_HOST = (re.compile(r"://[^:@/]*:([^@]*)@"), re.compile(r"://[^:@/]*:([^/]*)@"))


def without_password(text: str, url: str) -> str:
    """Return the text without the passwords of an address.

    Args:
        text: the address itself, or what an engine says of it.
        url: the address; a password stands before the host or among the parameters, quoted or not.
    """
    secrets = [value for name, value in _parameters(url.partition("?")[2]) if unquote(name).lower() in SECRETS]
    secrets += [found for pattern in BEFORE_THE_HOST for found in pattern.findall(url)]
    shown = {form for secret in secrets for form in (secret, unquote(secret)) if form}
    for form in sorted(shown, key=lambda form: (-len(form), form)):
        text = text.replace(form, "…")
    return text


def split_password(address: str) -> tuple[str, str | None]:
    """Return the address without its password, and the password, as libpq reads one.

    Args:
        address: of a store, with the password before the host or as ``password=`` in the query; one that is no
            PostgreSQL address comes back as it is.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return address, None
    parameters = _parameters(found["query"] or "")
    secrets = [] if found["password"] is None else [found["password"]]
    secrets += [value for name, value in parameters if unquote(name) == "password"]
    kept = [f"{name}={value}" for name, value in parameters if unquote(name) != "password"]
    user = f"{found['user']}@" if found["user"] else ""
    query = f"?{'&'.join(kept)}" if kept else ""
    bare = f"{found['scheme']}{user}{found['place']}{query}"
    return (bare, unquote(secrets[-1])) if secrets else (address, None)


def _parameters(query: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in query.split("&") if part)
    return [(name, value) for name, _sign, value in pairs]
