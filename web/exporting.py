"""Every row of a search to take away, streamed."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, request

from archive import export as exports
from archive.asked import Asked
from archive.errors import QueryError
from archive.export import CONTENT_TYPES, Format
from archive.messages import export as t
from web import params
from web.opening import engine
from web.params import Address
from web.values import shown

MOST_OF_THE_TEXT = 30
"""Characters of what was searched for that stand in the name of the file."""

_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*.\s]+')

blueprint = Blueprint("exporting", __name__)


@blueprint.get("/export")
def export() -> Response:
    """The file that the address asks for: all that the page's parameters find."""
    written = request.args.get("format", "") or Format.CSV
    if written not in tuple(Format):
        raise QueryError(
            t.UNKNOWN_FORMAT.format(value=shown(written)),
            t.UNKNOWN_FORMAT_REMEDY.format(choices=t.SEPARATOR.join(Format)),
        )
    return exported(params.read(request.args), Format(written))


def exported(address: Address, form: Format) -> Response:
    """The whole of what an address asks for as a file. Raises `QueryError` before it begins."""
    variants = tuple(variant for _, variant in address.also)
    asked = Asked(address.text, params.to_query(address), variants)
    head = exports.head(engine(), asked)
    pieces = exports.pieces(head, engine().scan(asked.query), form, request.url_root)
    response = Response(pieces, content_type=CONTENT_TYPES[form])
    response.headers.set("Content-Disposition", "attachment", **_names(address.text, form))
    return response


def _names(text: str, form: Format) -> dict[str, str]:
    """The file's name for browsers of today and, in ASCII, for all others (RFC 6266)."""
    today = date.today().isoformat()
    kept = _NOT_IN_A_NAME.sub(" ", text).strip()[:MOST_OF_THE_TEXT].strip()
    form_of_name = t.FILE_NAME if kept else t.FILE_NAME_OF_LIST
    name = form_of_name.format(text=kept, date=today)
    return {
        "filename": f"export-{today}.{form}",
        "filename*": f"UTF-8''{quote(name, safe='')}.{form}",
    }
