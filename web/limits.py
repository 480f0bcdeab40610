"""How often and how much one reader may ask, so that nobody keeps the archive from the others.

The counts are kept in the memory of each worker process: with n workers a reader gets between the
limit and n times as much.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import ceil
from typing import NoReturn

from flask import Flask, Response, after_this_request, request
from flask_limiter import ApplicationLimit, Limiter, RequestLimit

from archive.errors import QueryError
from archive.messages import access as t
from web.access import LOGIN
from web.failures import TooManyRequests
from web.metrics import UNCOUNTED

PAGES, EXPORTS, SUGGESTIONS = "pages", "exports", "suggestions"

KINDS: Mapping[str, str] = {
    "exporting.export": EXPORTS,
    "api.export": EXPORTS,
    "suggesting.suggest": SUGGESTIONS,
}
"""What a request is for, by its endpoint; every other is for a page."""

SHARES: Mapping[str, Fraction] = {
    PAGES: Fraction(1),
    EXPORTS: Fraction(1, 6),
    SUGGESTIONS: Fraction(5),
}
"""How often each kind may be asked for, as a multiple of the limit of pages.

Suggestions are asked for with every few keys, and take a tenth of a page's time.
"""

FAILED_LOGINS = "5/minute;30/hour"
"""How often one address may give a wrong password, whatever its limit of pages."""

SUBSCRIBER = 64
"""Bits of an IPv6 address that tell one subscriber; the rest is for them to choose."""


MAX_PARAMETERS = 50
"""Parameters in an address: a page repeats all of them in each of its links, and there is one
link for each."""


def register(app: Flask, pages: int | None) -> None:
    """Answer `pages` requests for pages a minute from one address, None for any number.

    Static files and what machines ask count for nothing, nor does what comes from the machine
    itself: a proxy there that
    the settings do not name would make all readers one. What is beyond a limit raises
    `TooManyRequests`; its answer tells in Retry-After when to ask again. An address with more than
    `MAX_PARAMETERS` raises `QueryError`.
    """
    limits: list[str | Callable[[], str] | ApplicationLimit] = [_failed_logins()]
    if pages is not None:
        limits += [_limit(kind, max(1, int(pages * share))) for kind, share in SHARES.items()]
    Limiter(_reader, app=app, application_limits=limits, storage_uri="memory://", on_breach=_refuse)
    app.before_request(_check_parameters)


def _failed_logins() -> ApplicationLimit:
    return ApplicationLimit(
        FAILED_LOGINS,
        scope="failed logins",
        exempt_when=lambda: (request.endpoint, request.method) != (LOGIN, "POST"),
        deduct_when=lambda response: response.status_code == HTTPStatus.UNAUTHORIZED,
    )


def _limit(kind: str, per_minute: int) -> ApplicationLimit:
    return ApplicationLimit(
        f"{per_minute}/minute", scope=kind, exempt_when=partial(_is_exempt, kind)
    )


def _is_exempt(kind: str) -> bool:
    """Whether this request is not of the kind, or a machine's, or from the machine itself."""
    if request.endpoint in UNCOUNTED:
        return True
    return KINDS.get(request.endpoint or "", PAGES) != kind or _is_local()


def _is_local() -> bool:
    address = _address()
    return address is not None and address.is_loopback


def _check_parameters() -> None:
    count = sum(len(values) for _, values in request.args.lists())
    if count > MAX_PARAMETERS:
        raise QueryError(
            t.TOO_MANY_PARAMETERS.format(count=count, limit=MAX_PARAMETERS),
            t.TOO_MANY_PARAMETERS_REMEDY,
        )


def _reader() -> str:
    """The address that the request came from; of IPv6 the network of one subscriber."""
    address = _address()
    if address is None:
        return "-"  # a server that is spoken to by a Unix socket tells none
    if isinstance(address, IPv6Address):
        return str(ip_network((address, SUBSCRIBER), strict=False))
    return str(address)


def _address() -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _refuse(breached: RequestLimit) -> NoReturn:
    seconds = max(1, ceil(breached.window.reset_time - time.time()))

    @after_this_request
    def tell(response: Response) -> Response:
        response.headers["Retry-After"] = str(seconds)
        return response

    raise TooManyRequests(
        t.TOO_MANY_REQUESTS.format(seconds=seconds),
        t.TOO_MANY_REQUESTS_REMEDY.format(seconds=seconds),
    )
