"""What the keeper's machines ask: whether the site is alive, whether it is ready, its figures.

Alive and ready are told to everyone, for they tell nothing of the archive. The figures are given
for a token only: a reader's address would prove nothing, since behind a proxy that the settings do
not name all readers seem to come from the machine itself.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from archive.engine import EngineStatus
from archive.errors import ArchiveError, EngineUnavailable, IndexMismatch
from archive.files import State
from archive.library import Library
from archive.messages import operation as t
from web.budget import TooSlow
from web.metrics import Metrics
from web.opening import EXTENSION as OPENING
from web.opening import Opening, library
from web.readiness import SECONDS, Readiness

READINESS, METRICS, TOKEN = "readiness", "metrics", "metrics token"
"""The keys in `app.extensions`; the token's is absent where nobody may read the figures."""

REASONS: tuple[tuple[type[ArchiveError], str], ...] = (
    (IndexMismatch, t.MISMATCH),
    (TooSlow, t.SLOW.format(seconds=SECONDS)),
    (ArchiveError, t.NO_ENGINE),
)
"""Why the site is not ready: the first row that fits. Where the engine is, the log alone says."""

blueprint = Blueprint("operation", __name__)


def register(app: Flask, metrics: Metrics, token: str | None) -> None:
    """Answer what machines ask; to be called when the views have their budget.

    These have none: they have to answer when slow searches have used up all of it.
    """
    opening: Opening = app.extensions[OPENING]
    app.extensions[READINESS] = Readiness(lambda: _held(opening))
    app.extensions[METRICS] = metrics
    if token is not None:
        app.extensions[TOKEN] = token
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing is asked of the engine."""
    return _said(HTTPStatus.OK, t.ALIVE)


@blueprint.get("/readyz")
def readyz() -> Response:
    """Whether searches can be answered now; 503 with the reason when they cannot."""
    try:
        _status()
    except ArchiveError as error:
        reason = next(reason for kind, reason in REASONS if isinstance(error, kind))
        return _said(HTTPStatus.SERVICE_UNAVAILABLE, reason)
    return _said(HTTPStatus.OK, t.READY)


@blueprint.get("/metrics")
def metrics() -> Response:
    """The figures for Prometheus, for who has the token; 404 where none is set."""
    token = current_app.extensions.get(TOKEN)
    if token is None:
        return _said(HTTPStatus.NOT_FOUND, t.NO_METRICS)
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {token}".encode()):
        refused = _said(HTTPStatus.UNAUTHORIZED, t.BAD_TOKEN)
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    counted: Metrics = current_app.extensions[METRICS]
    figures = counted.exposition(_status_if_ready(), _files())
    return _unkept(Response(figures, content_type=CONTENT_TYPE_LATEST))


def _held(opening: Opening) -> EngineStatus:
    """What the engine holds. Raises `EngineUnavailable` where it has no index of the library."""
    status = opening.engine().status()
    if not status.version and (count := _count_reports(opening)):
        raise EngineUnavailable(t.NO_INDEX.format(count=count), t.NO_INDEX_REMEDY)
    return status


def _count_reports(opening: Opening) -> int:
    try:
        with Library(opening.settings.library) as opened:
            return opened.count_reports()
    except ArchiveError:  # there is no library either, as before the first load
        return 0


def _status() -> EngineStatus:
    readiness: Readiness = current_app.extensions[READINESS]
    return readiness.status()


def _status_if_ready() -> EngineStatus | None:
    try:
        return _status()
    except ArchiveError:
        return None


def _files() -> Mapping[State, int] | None:
    try:
        with library() as opened:
            return opened.counts()
    except ArchiveError:
        return None


def _said(status: HTTPStatus, text: str) -> Response:
    return _unkept(Response(f"{text}\n", status, content_type="text/plain; charset=utf-8"))


def _unkept(response: Response) -> Response:
    """Have nothing between the site and who asks keep the answer of an earlier moment."""
    response.headers["Cache-Control"] = "no-store"
    return response
