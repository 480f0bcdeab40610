"""The pages a reader gets when a request fails: what happened, and what to do next."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from archive.errors import ArchiveError, QueryError
from archive.messages import web as t
from web import problems
from web.params import Address, read, read_text


class UnknownReport(ArchiveError):
    """An address names a report that the archive does not hold."""


class NotSignedIn(ArchiveError):
    """The site is behind a password, and this reader has not given it."""


class TooManyRequests(ArchiveError):
    """This reader's address asks more often than the site allows."""


STATUSES: tuple[tuple[type[ArchiveError], HTTPStatus], ...] = (
    (QueryError, HTTPStatus.BAD_REQUEST),
    (UnknownReport, HTTPStatus.NOT_FOUND),
    (NotSignedIn, HTTPStatus.UNAUTHORIZED),
    (TooManyRequests, HTTPStatus.TOO_MANY_REQUESTS),
    (ArchiveError, HTTPStatus.SERVICE_UNAVAILABLE),
)
"""The status of each failure: the first row that fits."""


def register(app: Flask) -> None:
    """Have the app answer every failure with a page of its own."""
    app.register_error_handler(ArchiveError, _explained)
    app.register_error_handler(HTTPException, _refused)


def _explained(error: ArchiveError) -> Response:
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    return _page(status, error.message, error.remedy)


def _refused(error: HTTPException) -> Response:
    """A failure that Flask itself found; what the program did not foresee arrives here as 500."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, NotFound):
        return _page(status, t.NO_PAGE, t.NO_PAGE_REMEDY)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _page(status, t.ERROR_INTERNAL, t.ERROR_INTERNAL_REMEDY)
    response = _page(status, t.ERROR_HTTP.format(code=status), t.ERROR_HTTP_REMEDY)
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def _page(status: int, message: str, remedy: str) -> Response:
    heading = t.ERROR_TITLES.get(status, t.ERROR_OTHER)
    if problems.wanted():
        return problems.problem(status, heading, message, remedy)
    page = render_template(
        "failure.html",
        heading=heading,
        message=message,
        remedy=remedy,
        address=_as_far_as_readable(),
    )
    return make_response(page, int(status))


def _as_far_as_readable() -> Address:
    """What was asked for, so that the box stays filled, and the filters where they can be read."""
    try:
        return read(request.args)
    except QueryError:
        return Address(read_text(request.args))
