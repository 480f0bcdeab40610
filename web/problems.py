"""How the API says that a request failed: problem details (RFC 9457)."""

from __future__ import annotations

import json

from flask import Response, request

ROOT = "/api/v1/"
"""Where the API's addresses begin: what fails below it is told to a program, not to a reader."""

CONTENT_TYPE = "application/problem+json"


def wanted() -> bool:
    """Whether this request came to the API."""
    return request.path.startswith(ROOT)


def problem(status: int, title: str, detail: str, remedy: str) -> Response:
    """The failure as a JSON object; `remedy` says what to do next."""
    record = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
        "remedy": remedy,
    }
    body = json.dumps(record, ensure_ascii=False)
    return Response(body, status=status, content_type=CONTENT_TYPE)
