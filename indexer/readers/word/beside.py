"""Puts what stands beside a Word document's text behind the paragraph that refers to it.

Footnotes and endnotes, text boxes, lettering drawn as a shape, charts (as tables) and diagrams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from indexer.readers.word.ooxml import number_of, qn

_P, _TBL, _ID, _BOX = qn("w:p"), qn("w:tbl"), qn("w:id"), qn("w:txbxContent")
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_LETTERING, _CHART, _DIAGRAM = qn("v:textpath"), qn("c:chart"), qn("dgm:relIds")

Root = Callable[[str], Any]
"""The root of the part that the document names by an identifier or a kind, None for none."""


def place(body: Any, notes: Mapping[str, Any], root: Root) -> None:
    """Move and make, in place, paragraphs and tables of all that stands beside the text.

    `notes` holds the roots of the parts "footnotes" and "endnotes"; `root` gives the part of a
    chart or diagram by the identifier that the document names it by.
    """
    by_id = {kind: _notes(part) for kind, part in notes.items()}
    wanted = (*_NOTES, _BOX, _LETTERING, _CHART, _DIAGRAM)
    # From the end on, so that what belongs to one paragraph keeps its order behind it.
    for element in reversed(list(body.iter(*wanted))):
        if element.tag in _NOTES:
            found = [by_id.get(_NOTES[element.tag], {}).get(element.get(_ID))]
            anchor = _outermost_table(element)
        else:
            found = list(_made(element, root))
            anchor = next(element.iterancestors(_P), None)
        for one in reversed(found):
            if one is not None and anchor is not None:
                anchor.addnext(one)


def _made(element: Any, root: Root) -> Iterator[Any]:
    """What is read of a text box, a lettering, a chart or a diagram."""
    if element.tag == _BOX:
        yield element
    elif element.tag == _LETTERING:
        yield _paragraph(element.get("string") or "")
    elif element.tag == _CHART and (chart := root(element.get(qn("r:id")) or "")) is not None:
        yield from _chart(chart)
    elif element.tag == _DIAGRAM and (data := root(element.get(qn("r:dm")) or "")) is not None:
        yield from map(_paragraph, _diagram(data))


def _notes(part: Any) -> dict[str, Any]:
    """The notes of a part by their identifiers; lines that part them from the text are none."""
    notes = part if part is not None else ()
    return {note.get(_ID): note for note in notes if note.get(qn("w:type"), "normal") == "normal"}


def _outermost_table(element: Any) -> Any:
    """The table in which an element stands, else its paragraph: rows of a table stay together."""
    anchor = None
    for above in element.iterancestors(_P, _TBL, _BOX):
        if above.tag == _BOX:
            break
        anchor = above
    return anchor


def _paragraph(text: str) -> Any:
    paragraph = etree.Element(_P)
    etree.SubElement(etree.SubElement(paragraph, qn("w:r")), qn("w:t")).text = text
    return paragraph


def _chart(chart: Any) -> Iterator[Any]:
    """The title of a chart as a paragraph, and its figures as a table: a column each series."""
    title = chart.find(f".//{qn('c:title')}")
    if title is not None:
        yield _paragraph(_drawn_text(title))
    series = list(chart.iter(qn("c:ser")))
    names = [_points(one, "c:tx").get(0, "") for one in series]
    values = [_points(one, "c:val", "c:yVal") for one in series]
    categories = _points(series[0], "c:cat", "c:xVal") if series else {}
    table = etree.Element(_TBL)
    rows = sorted({*categories, *(i for column in values for i in column)})
    for cells in [["", *names]] + [
        [categories.get(i, ""), *(column.get(i, "") for column in values)] for i in rows
    ]:
        row = etree.SubElement(table, qn("w:tr"))
        for text in cells:
            etree.SubElement(row, qn("w:tc")).append(_paragraph(text))
    yield table


def _points(series: Any, *tags: str) -> dict[int, str]:
    """The values of a series' names, categories or figures by their places."""
    for tag in tags:
        if (holder := series.find(qn(tag))) is not None:
            return {
                number_of(point.get("idx")): point.findtext(qn("c:v")) or ""
                for point in holder.iter(qn("c:pt"))
            } or {0: holder.findtext(qn("c:v")) or ""}
    return {}


def _diagram(data: Any) -> Iterator[str]:
    """The texts of a diagram from its root on, each above what hangs from it."""
    points = {point.get("modelId"): point for point in data.iter(qn("dgm:pt"))}
    below: dict[str | None, list[tuple[int, str]]] = {}
    for link in data.iter(qn("dgm:cxn")):
        if link.get("type", "parOf") == "parOf":
            order = number_of(link.get("srcOrd"))
            below.setdefault(link.get("srcId"), []).append((order, link.get("destId")))
    roots = [name for name, point in points.items() if point.get("type") == "doc"]
    waiting = roots or list(reversed(points))
    seen: set[str | None] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in points:
            continue
        seen.add(name)
        for paragraph in points[name].iter(qn("a:p")):
            yield _drawn_text(paragraph)
        waiting += [one for _, one in sorted(below.get(name, ()), reverse=True)]


def _drawn_text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("a:t")))
