"""Charts of years by levels, as SVG: a row of discs a level, whose areas are the values.

Areas tell the values and the name of each row stands beside it, so that no colour is needed. What
a chart shows stands in a table too; it is a second view, not the only one.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import pygal  # type: ignore[import-untyped]
from flask import Blueprint, Response, request
from lxml import etree
from pygal.style import Style  # type: ignore[import-untyped]

from archive.messages import charts as t
from archive.model import Level, Table
from web import params
from web.opening import engine
from web.tabulating import tables

Place = tuple[int | None, Level | None]
"""A year and a level; None for what is unknown."""

INK, DISC, PAPER, GRID = "#1f2429", "#1d4f80", "#ffffff", "#dedbd3"
CELL = 44
"""Width and height of a cell, in units of the drawing, which its page shows at any size."""

MARGIN_LEFT = 24
"""Room that pygal, which takes Chinese characters for half as wide, leaves the names short of."""

LABELS, FOOT = 72, 52
"""What the names of the levels take at the left, and the years and the key at the bottom."""

EMPTY_RADIUS = 4
"""The radius of the ring that stands for a value of 0."""

MOST_YEARS = 40
"""Over so many years those without any report have a place of their own."""

TINY = 1e-9
"""Stands for 0: pygal draws no 0, and what is below 0 as a ring."""

SECURITY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""What a chart may do: be drawn by the styles inside it, and nothing else."""

_SVG = "{http://www.w3.org/2000/svg}"
_FONTS = "PingFang SC, Noto Sans CJK SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"


# pygal's finder for maps, which are not used here, makes Python warn of every later import.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]

blueprint = Blueprint("charts", __name__)


@blueprint.get("/chart.svg")
def of_search() -> Response:
    """The chart of the search that the address asks for, as the table view shows it."""
    address = params.read(request.args)
    return svg_response(chart(*tables(engine(), address)))


def chart(found: Table, reports: Table) -> bytes:
    """The share of the reports that has a hit, of each year and level, as an SVG document.

    A ring stands for 0 of n; a place without any report stays empty. As in `cross_table`, `found`
    counts the reports with a hit and `reports` all of them.
    """
    shares = {place: found.get(place, 0) / count for place, count in reports.items() if count}
    hits, all_reports = sum(found.values()), sum(reports.values())
    share = f"{hits / all_reports:.0%}" if all_reports else f"{0:.0%}"
    description = t.SHARE_DESCRIPTION.format(found=hits, reports=all_reports, share=share)
    key = t.SHARE_KEY.format(most=f"{max(shares.values(), default=0):.0%}")
    return _drawn(shares, t.SHARE_TITLE, key, description)


def count_chart(reports: Table) -> bytes:
    """The number of reports of each year and level, as an SVG document."""
    counts = {place: float(count) for place, count in reports.items() if count}
    description = t.COUNT_DESCRIPTION.format(reports=sum(reports.values()))
    key = t.COUNT_KEY.format(most=int(max(counts.values(), default=0)))
    return _drawn(counts, t.COUNT_TITLE, key, description)


def svg_response(svg: bytes) -> Response:
    """A chart as an answer, to be shown as an image or by itself."""
    response = Response(svg, content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Security-Policy"] = SECURITY
    return response


def _drawn(values: Mapping[Place, float], title: str, key: str, description: str) -> bytes:
    years = _years(year for year, _ in values)
    levels = [level for level in (*Level, None) if any(level is one for _, one in values)]
    most = max(values.values(), default=0) or 1
    drawing = pygal.Dot(
        width=LABELS + CELL * max(len(years), 8),
        height=FOOT + CELL * max(len(levels), 2),
        style=_style(),
        no_data_text=t.NOTHING,
        x_title=key,
        js=(),
        show_legend=False,
        range=(0, 1),
        truncate_label=-1,
        margin=6,
        margin_left=MARGIN_LEFT,
    )
    drawing.uuid = "years-by-levels"  # otherwise another one each time
    drawing.x_labels = [str(year or t.UNKNOWN) for year in years]
    for level in levels:
        row = [_disc(values.get((year, level)), most) for year in years]
        drawing.add(level or t.UNKNOWN, row)
    drawing.add_xml_filter(lambda root: _plain(root, title, description))
    rendered: bytes = drawing.render()
    return rendered


def _years(known: Iterable[int | None]) -> list[int | None]:
    """The years in their order; those between them too, where they are few; then the unknown."""
    found = set(known)
    years = sorted(year for year in found if year is not None)
    if years and years[-1] - years[0] < MOST_YEARS:
        years = list(range(years[0], years[-1] + 1))
    return [*years, *({None} & found)]


def _disc(value: float | None, most: float) -> dict[str, Any] | None:
    """A disc of the value's area; a ring for 0; nothing where there is no value."""
    if value is None:
        return None
    if value == 0:
        return {"value": -TINY, "node": {"r": EMPTY_RADIUS}}
    # pygal takes the value for the radius.
    return {"value": math.sqrt(value / most)}


def _style() -> Any:
    return Style(
        background=PAPER,
        plot_background=PAPER,
        foreground=INK,
        foreground_strong=INK,
        foreground_subtle=GRID,
        colors=(DISC,) * (len(Level) + 1),
        opacity="1",
        guide_stroke_color=GRID,
        guide_stroke_dasharray="1,0",
        font_family=_FONTS,
        label_font_size=13,
        major_label_font_size=13,
        title_font_size=13,
        no_data_font_size=20,
        transition="0s",
    )


def _plain(root: etree._Element, title: str, description: str) -> etree._Element:
    """The drawing without scripts, tooltips and their data; with a title and a description."""
    for parent in list(root.iter()):
        for child in list(parent):
            tag = child.tag if isinstance(child.tag, str) else ""
            name = tag.removeprefix(_SVG)
            tooltip = "tooltip" in (child.get("class") or "").split()
            if not tag or name in ("script", "desc", "title") or tooltip:
                parent.remove(child)
    for name, text in (("desc", description), ("title", title)):
        element = root.makeelement(name, {"id": name})
        element.text = text
        root.insert(0, element)
    root.attrib.update({"role": "img", "aria-labelledby": "title", "aria-describedby": "desc"})
    return root
