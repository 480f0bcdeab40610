"""One line of JSON on standard error for each page view, without the reader's address.

What was searched for stands in it only where the keeper asks for it; a password never does.
"""

from __future__ import annotations

import json
import logging
import re
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request
from flask.logging import wsgi_errors_stream

from web.metrics import UNCOUNTED

LOGGER = "archive.access"

UNLOGGED = UNCOUNTED | {"suggesting.suggest"}
"""What is no page view."""

AGENTS: tuple[tuple[str, str], ...] = (
    ("bot", r"bot\b|crawl|spider|slurp|preview"),
    ("program", r"^(curl|wget|python|java|go-http|okhttp|apache-http|axios|node)"),
    ("phone", r"mozilla.*\b(mobile|phone|android)\b"),
    ("browser", r"^mozilla"),
)
"""The kinds of reader that are told apart, by the first row that fits what the program says."""


def register(app: Flask, *, queries: bool) -> None:
    """Log each view of a page; with what was searched for where `queries` is true."""
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if not logger.handlers:  # a process may hold more than one app
        logger.addHandler(logging.StreamHandler(wsgi_errors_stream))  # type: ignore[call-overload]

    def start() -> None:
        g.started = time.perf_counter()

    def log(response: Response) -> Response:
        if request.endpoint in UNLOGGED:
            return response
        started, line = g.started, _line(response, queries=queries)

        def write() -> None:
            line["ms"] = round((time.perf_counter() - started) * 1000, 1)
            logger.info("%s", json.dumps(line, ensure_ascii=False))

        if response.is_streamed:
            response.call_on_close(write)  # an export ends long after its first row
        else:
            write()
        return response

    app.before_request(start)
    app.after_request(log)


def agent_class(agent: str) -> str:
    """The kind of reader that a User-Agent header tells."""
    return next((kind for kind, cue in AGENTS if re.search(cue, agent.lower())), "other")


def _line(response: Response, *, queries: bool) -> dict[str, object]:
    line: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "agent": agent_class(request.headers.get("User-Agent", "")),
    }
    if queries:
        line["q"] = request.args.get("q", "")
    return line
