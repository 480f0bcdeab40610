"""The app that the API is part of, its OpenAPI description, and the page that shows it."""

from __future__ import annotations

from importlib.resources import files
from typing import NoReturn

from flask import Blueprint, Response, make_response, render_template
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import ValidationError

from archive.errors import QueryError
from archive.messages import api as t
from archive.messages import help as language_help
from web.api import answers
from web.api.views import blueprint
from web.headers import HEADERS
from web.values import shown

DOCS = "/api/docs"
SPECIFICATION = "/api/v1/openapi.json"

_ASSETS = str(files("flask_openapi3_swagger") / "templates" / "swagger")

docs = Blueprint("api_docs", __name__, static_folder=_ASSETS, static_url_path=f"{DOCS}/assets")


def application(name: str) -> OpenAPI:
    """The app, with what the API asks of it; `register` adds the operations and the page."""
    description = f"{t.DESCRIPTION}\n\n{language_help.markdown()}"
    return OpenAPI(
        name,
        info=Info(title=t.TITLE, version="1", description=description),
        security_schemes={},  # unset it would stand in the description as null
        doc_ui=False,  # the library's own page is written with inline script
        validation_error_status=400,
        validation_error_model=answers.Problem,
        validation_error_callback=_refused,
    )


def register(app: OpenAPI) -> None:
    """Give the app the API, its description and the page that shows it."""
    app.register_api(blueprint)
    app.register_blueprint(docs)

    def specification() -> Response:
        return make_response(app.api_doc)

    app.add_url_rule(SPECIFICATION, "specification", specification)


@docs.get(DOCS)
def page() -> Response:
    """The description as a page on which each operation can be tried."""
    response = make_response(render_template("api_docs.html", texts=t, specification=SPECIFICATION))
    # Swagger's stylesheet holds its arrows and icons as data: addresses of images.
    policy = HEADERS["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = policy.replace(
        "img-src 'self'", "img-src 'self' data:"
    )
    return response


def _refused(error: ValidationError) -> NoReturn:
    """Say which parameter cannot be used, in the words of the site."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        message = t.UNKNOWN_PARAMETER.format(name=shown(name))
    else:
        message = t.BAD_PARAMETER.format(name=name, value=shown(str(first["input"])))
    raise QueryError(message, t.BAD_PARAMETER_REMEDY.format(docs=DOCS))
