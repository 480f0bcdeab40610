"""The headers that keep a page to itself: nothing from outside, nothing inline, no framing."""

from __future__ import annotations

from flask import Flask, Response, request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # For browsers that do not know frame-ancestors.
    "X-Frame-Options": "DENY",
    # An address holds what was searched for: no other site is to learn it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""Put on every answer that does not set them itself."""

STRICT_TRANSPORT = "max-age=31536000"
"""A year of TLS only, for this host alone: its neighbours are not the archive's to bind."""


def register(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    if not response.headers.get("Cache-Control"):
        response.headers["Cache-Control"] = "no-cache"
    return response
