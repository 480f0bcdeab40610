"""The site: a Flask front end over the archive."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from flask import Flask, url_for
from werkzeug.middleware.proxy_fix import ProxyFix

from archive import settings as archive_settings
from archive.messages import access as access_messages
from archive.messages import help as help_messages
from archive.messages import holdings as holdings_messages
from archive.messages import suggesting as suggesting_messages
from archive.messages import web as messages
from archive.settings import Settings
from archive.text import words
from web import (
    access,
    access_log,
    budget,
    charts,
    discovery,
    exporting,
    failures,
    headers,
    help_pages,
    holdings,
    limits,
    opening,
    operation,
    pages,
    params,
    report_pages,
    suggesting,
)
from web import settings as site_settings
from web.api import application as api
from web.metrics import Metrics
from web.params import Address, Order, View
from web.settings import SiteSettings

YEAR_IN_SECONDS = 365 * 24 * 60 * 60


def create_app(settings: Settings | None = None, site: SiteSettings | None = None) -> Flask:
    """The site over the archive of the settings; what is not given is read from the environment.

    The engine is opened by the first request. Raises `SettingsError` for an unusable environment.
    """
    app = api.application(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_IN_SECONDS  # their addresses change with them
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "t": messages,
        "t_access": access_messages,
        "t_help": help_messages,
        "t_holdings": holdings_messages,
        "t_suggesting": suggesting_messages,
        "search_url": _search_url,
        "report_url": _report_url,
        "export_url": _export_url,
        "chart_url": _chart_url,
        "state_pairs": params.state_pairs,
        "View": View,
        "Order": Order,
        "with_view": params.with_view,
        "with_order": params.with_order,
        "with_near": params.with_near,
        "in_report": params.in_report,
        "static_version": _static_version(Path(str(app.static_folder))),
    }
    settings = settings or archive_settings.from_environment()
    site = site or site_settings.from_environment()
    if site.proxies:  # otherwise a reader could write any address into X-Forwarded-For
        app.wsgi_app = ProxyFix(app.wsgi_app, site.proxies, site.proxies)  # type: ignore[method-assign]
    opening.provide(app, settings)
    words("")  # loads the segmenter now, not for the first reader who asks
    metrics = Metrics()
    metrics.register(app)  # first: what is refused is counted too
    failures.register(app)
    headers.register(app)
    # In this order: what is refused is logged too, and guesses at the password are counted.
    access_log.register(app, queries=site.log_queries)
    limits.register(app, site.rate_limit)
    access.register(app, site.password, settings.data)
    app.register_blueprint(discovery.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(report_pages.blueprint)
    app.register_blueprint(exporting.blueprint)
    api.register(app)
    app.register_blueprint(suggesting.blueprint)
    app.register_blueprint(charts.blueprint)
    app.register_blueprint(holdings.blueprint)
    app.register_blueprint(help_pages.blueprint)
    budget.register(app)
    operation.register(app, metrics, site.metrics_token)
    return app


def _search_url(address: Address) -> str:
    written = params.write(address)
    return f"{url_for('pages.search')}?{written}" if written else url_for("pages.search")


def _report_url(address: Address, doc_id: str, ordinal: int) -> str:
    """The report at a paragraph, with the state of the search, so that it can be returned to."""
    written = params.write(address)
    path = url_for("report_pages.report", doc_id=doc_id)
    return f"{path}?{written}#p{ordinal}" if written else f"{path}#p{ordinal}"


def _export_url(address: Address, form: str) -> str:
    """All that a search finds, as a file."""
    written = params.write(replace(address, page=1))
    return f"{url_for('exporting.export')}?{written}&format={form}"


def _chart_url(address: Address) -> str:
    """The drawing of the table of a search."""
    return f"{url_for('charts.of_search')}?{params.write(replace(address, page=1))}"


def _static_version(folder: Path) -> str:
    """A mark of what the static files hold, so that a browser keeps none that has changed."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
