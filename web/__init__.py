"""The site: a Flask front end over the archive."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, url_for

from archive import settings as archive_settings
from archive.messages import web as messages
from archive.settings import Settings
from web import failures, headers, opening, pages, params
from web.params import Address

YEAR_IN_SECONDS = 365 * 24 * 60 * 60


def create_app(settings: Settings | None = None) -> Flask:
    """The site over the archive of the settings; without any, of those in the environment.

    The engine is opened by the first request. Raises `SettingsError` for an unusable environment.
    """
    app = Flask(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_IN_SECONDS  # their addresses change with them
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "t": messages,
        "search_url": _search_url,
        "report_url": _report_url,
        "filter_pairs": params.filter_pairs,
        "static_version": _static_version(Path(str(app.static_folder))),
    }
    opening.provide(app, settings or archive_settings.from_environment())
    failures.register(app)
    headers.register(app)
    app.register_blueprint(pages.blueprint)
    return app


def _search_url(address: Address) -> str:
    written = params.write(address)
    return f"{url_for('pages.search')}?{written}" if written else url_for("pages.search")


def _report_url(address: Address, doc_id: str, ordinal: int) -> str:
    """The report at a paragraph, with the state of the search, so that it can be returned to."""
    written = params.write(address)
    path = url_for("pages.report", doc_id=doc_id)
    return f"{path}?{written}#p{ordinal}" if written else f"{path}#p{ordinal}"


def _static_version(folder: Path) -> str:
    """A mark of what the static files hold, so that a browser keeps none that has changed."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
