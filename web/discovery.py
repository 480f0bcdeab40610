"""What browsers and crawlers read of the site: how to search it, and what to leave alone."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from web import access

blueprint = Blueprint("discovery", __name__)

CRAWLERS_MAY_READ_REPORTS = """\
User-agent: *
Disallow: /*q=
Disallow: /*&
Allow: /?year=*&page=
Disallow: /*chart.svg
Disallow: /api/
Disallow: /compare/
Disallow: /export
Disallow: /reports/*/
Disallow: /suggest
"""
"""Reports and the lists by which they are found; there is no end of searches and filters."""

CRAWLERS_MAY_READ_NOTHING = """\
User-agent: *
Disallow: /
"""


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """The OpenSearch description, by which a browser adds the site to its search engines."""
    return Response(
        render_template("opensearch.xml"), content_type="application/opensearchdescription+xml"
    )


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: nothing where a password is asked for."""
    rules = CRAWLERS_MAY_READ_NOTHING if access.required() else CRAWLERS_MAY_READ_REPORTS
    return Response(rules, content_type="text/plain; charset=utf-8")
