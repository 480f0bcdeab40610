"""The password that the site may be kept behind: login page, session and logout."""

from __future__ import annotations

import fcntl
import hmac
import os
import re
import secrets
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import SettingsError
from archive.messages import access as t
from web.failures import NotSignedIn
from web.metrics import UNCOUNTED

EXTENSION = "password"
"""The key of the password in `app.extensions`; absent where everyone may read."""

LOGIN = "access.login"
"""The endpoint of the login page."""

OPEN = UNCOUNTED | {LOGIN, "access.logout", "discovery.opensearch", "discovery.robots"}
"""What is answered without a login: it tells nothing of what the archive holds, or asks for a token
of its own."""

SESSION_LASTS = timedelta(hours=12)
KEY_BYTES = 32

_HERE = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")
"""An address on this site: browsers take // and /\\ for the beginning of another site's."""

blueprint = Blueprint("access", __name__)


class _Sessions(SecureCookieSessionInterface):
    """Sessions whose cookie goes over TLS only, where the request came over TLS."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def register(app: Flask, password: str | None, data: Path) -> None:
    """Keep the site behind the password; None leaves it open to everyone.

    The key that signs sessions is kept in the folder `data`. Raises `SettingsError` where it
    cannot be read or made.
    """
    app.jinja_env.globals["signed_in"] = signed_in
    if password is None:
        return
    app.extensions[EXTENSION] = password
    # With the password in the key, a new password ends every session.
    app.secret_key = hmac.digest(_key(data / "session.key"), password.encode(), sha256)
    # Lax, not Strict: a report's address in a document or a mail leads a reader who is signed in
    # to the report. Nothing here is changed by following a link.
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["PERMANENT_SESSION_LIFETIME"] = SESSION_LASTS
    app.session_interface = _Sessions()
    app.before_request(_guard)
    app.after_request(_unkept)
    app.register_blueprint(blueprint)


def required() -> bool:
    """Whether this site is behind a password."""
    return EXTENSION in current_app.extensions


def signed_in() -> bool:
    """Whether this request belongs to a session that gave the password."""
    return session.get("signed_in") is True


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> BaseResponse:
    """The login page; the right password leads on to the page that was asked for.

    The form bears no token: readers share one password and have nothing of their own, so that
    nobody is harmed who is signed in by another site's form.
    """
    to = _here(request.args.get("next", ""))
    if request.method == "GET":
        return redirect(to, HTTPStatus.SEE_OTHER) if signed_in() else _page("", HTTPStatus.OK)
    if not _same(request.form.get("password", ""), current_app.extensions[EXTENSION]):
        return _page(t.WRONG_PASSWORD, HTTPStatus.UNAUTHORIZED)
    session["signed_in"] = True
    return redirect(to, HTTPStatus.SEE_OTHER)


@blueprint.post("/logout")
def logout() -> BaseResponse:
    """End the session. Its cookie is not sent with another site's form: none can end it."""
    session.clear()
    return redirect(url_for(LOGIN), HTTPStatus.SEE_OTHER)


def _guard() -> BaseResponse | None:
    """Lead a browser to the login page and refuse every other program."""
    if request.endpoint in OPEN or signed_in():
        return None
    if "text/html" not in request.headers.get("Accept", ""):
        raise NotSignedIn(t.NOT_SIGNED_IN, t.NOT_SIGNED_IN_REMEDY)
    wanted = urlsplit(iri_to_uri(request.url))._replace(scheme="", netloc="").geturl()
    return redirect(url_for(LOGIN, next=wanted), HTTPStatus.SEE_OTHER)


def _unkept(response: Response) -> Response:
    """Have no browser or proxy keep what only a reader who is signed in may see."""
    if request.endpoint not in OPEN:
        response.headers["Cache-Control"] = "no-store"
    return response


def _page(message: str, status: HTTPStatus) -> Response:
    return make_response(render_template("login.html", message=message), status)


def _here(address: str) -> str:
    """The address, if it leads to a page of this site; otherwise the home page's."""
    return address if _HERE.fullmatch(address) else url_for("pages.search")


def _same(given: str, wanted: str) -> bool:
    """Whether two texts are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _key(path: Path) -> bytes:
    """The key in a file that only its owner may read, drawn at the first start."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # the workers of a server start at one moment
            key = file.read()
            if len(key) != KEY_BYTES:
                key = secrets.token_bytes(KEY_BYTES)
                file.seek(0)
                file.truncate()
                file.write(key)
            return key
    except OSError as error:
        raise SettingsError(
            t.KEY_UNUSABLE.format(path=path, detail=error), t.KEY_UNUSABLE_REMEDY
        ) from error
