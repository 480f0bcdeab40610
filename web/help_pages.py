"""The help page: the query language and how to use the site."""

from __future__ import annotations

from flask import Blueprint, render_template

from archive.messages import help as texts
from web.params import Address

blueprint = Blueprint("help_pages", __name__)


@blueprint.get("/help")
def help_page() -> str:
    """The one page of help."""
    return render_template("help.html", address=Address(), h=texts, example=_search_for)


def _search_for(row: texts.Row) -> Address:
    """The search that an example of the table stands for."""
    return Address(text=row.example)
