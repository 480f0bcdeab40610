"""What the site counts for Prometheus: pages by status, searches by outcome, and their time.

Nothing that a reader typed and no path is in it: every label has a fixed set of values.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from archive.engine import EngineStatus
from archive.files import State
from archive.messages import operation as t
from web.params import View

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names, in the environment, the folder in which the workers of one server count together."""

UNCOUNTED = frozenset({"static", "operation.healthz", "operation.readyz", "operation.metrics"})
"""What is no page: a page's own files, and what machines ask for again and again."""

SEARCH_PAGE = "pages.search"
API_SEARCHES = frozenset({"api.search", "api.reports"})

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
"""Seconds; a page waits for 2 at most."""

_FOUND = "archive.found"  # in the request's environ, which a view's thread shares


class Metrics:
    """The counters of a process; `exposition` sums those of all workers of its server."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        self._pages = Counter("archive_pages", t.HELP_PAGES, ("page", "status"), registry=self._own)
        self._searches = Counter(
            "archive_searches", t.HELP_SEARCHES, ("view", "outcome"), registry=self._own
        )
        self._seconds = Histogram(
            "archive_search_seconds",
            t.HELP_SECONDS,
            ("view",),
            registry=self._own,
            buckets=BUCKETS,
        )

    def register(self, app: Flask) -> None:
        """Count every request of the app; to be called before what may refuse one."""
        app.before_request(self._start)
        app.after_request(self._count)

    def exposition(self, status: EngineStatus | None, files: Mapping[State, int] | None) -> bytes:
        """All figures in Prometheus's text format; of what could not be asked (None) there is none.

        `status` is the engine's, `files` the ledger's number of files in each state.
        """
        shown = CollectorRegistry()
        if os.environ.get(FOLDER):
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]
        else:
            shown.register(self._own)
        shown.register(_Holdings(status, files))
        return generate_latest(shown)

    def _start(self) -> None:
        g.arrived = time.perf_counter()

    def _count(self, response: Response) -> Response:
        if request.endpoint in UNCOUNTED:
            return response
        self._pages.labels(request.endpoint or "none", str(response.status_code)).inc()
        view, outcome = _view(), _outcome(response.status_code)
        if view and outcome:
            self._searches.labels(view, outcome).inc()
            self._seconds.labels(view).observe(time.perf_counter() - g.arrived)
        return response


def note_found(total: int) -> None:
    """Have this request counted as a search that found `total` paragraphs."""
    request.environ[_FOUND] = total


def _view() -> str | None:
    """The view that this request searched in; None for what is no search."""
    if request.endpoint in API_SEARCHES:
        return "api"
    if request.endpoint != SEARCH_PAGE or not request.args:
        return None
    named = request.args.get("view", "")
    return named if named in tuple(View) else View.PARAGRAPHS.value


def _outcome(status: int) -> str | None:
    """How a search ended; None where it was not begun, as on the home page."""
    if status == 400:
        return "refused"
    if status >= 500:
        return "failed"
    total = request.environ.get(_FOUND)
    return None if total is None else "found" if total else "nothing"


class _Holdings(Collector):
    """The state of the archive at one moment, the same whichever worker is asked."""

    def __init__(self, status: EngineStatus | None, files: Mapping[State, int] | None) -> None:
        self._status = status
        self._files = files

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The gauges."""
        status = self._status
        yield GaugeMetricFamily("archive_engine_up", t.HELP_ENGINE, int(status is not None))
        if status is not None:
            yield GaugeMetricFamily("archive_reports", t.HELP_REPORTS, status.reports)
            yield GaugeMetricFamily("archive_paragraphs", t.HELP_PARAGRAPHS, status.paragraphs)
        if self._files is not None:
            files = GaugeMetricFamily("archive_files", t.HELP_FILES, labels=["state"])
            for state, count in self._files.items():
                files.add_metric([state.value], count)
            yield files
