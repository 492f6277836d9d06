"""The password in a PostgreSQL address, taken apart the way libpq reads one."""

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


def without_password(address: str) -> tuple[str, str | None]:
    """Return the address without its password, and the password: before the host, or ``password=`` in the query.

    Args:
        address: of a store; one that is no PostgreSQL address comes back as it is.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return address, None
    secrets = [] if found["password"] is None else [found["password"]]
    kept: list[str] = []
    for part in (found["query"] or "").split("&"):
        name, _sign, value = part.partition("=")
        if unquote(name) == "password":
            secrets.append(value)
        elif part:
            kept.append(part)
    user = f"{found['user']}@" if found["user"] else ""
    query = f"?{'&'.join(kept)}" if kept else ""
    bare = f"{found['scheme']}{user}{found['place']}{query}"
    return (bare, unquote(secrets[-1])) if secrets else (address, None)
