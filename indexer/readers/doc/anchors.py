"""The texts that stand beside the main one: notes and text boxes, and where they are anchored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.readers.doc.fib import Fib, Part, plc
from indexer.readers.doc.properties import number
from indexer.readers.doc.shapes import Shapes, read_shapes

_BOX = 22  # bytes of a text box's record
_SHAPE = 26  # bytes of a shape's


@dataclass(frozen=True, slots=True)
class Attachment:
    """Characters `start` to `end`, or a text drawn as a shape, beside the main text.

    They belong to character `anchor` of the main text, if to any.
    """

    anchor: int | None
    start: int
    end: int
    drawn: str = ""


def attachments(fib: Fib, table: bytes) -> list[Attachment]:
    """All texts beside the main one that are part of the document, none of them twice.

    What headers, footers and comments say is none.
    """
    shapes = read_shapes(fib.part(table, Part.DRAWINGS))
    anchors = _anchors(fib, table)
    found = [
        Attachment(anchors[outermost], 0, 0, shapes.lettering[shape])
        for shape, outermost in shapes.outermost.items()
        if shape in shapes.lettering and outermost in anchors
    ]
    for story, parts in (
        ("footnotes", _notes(fib, table, Part.FOOTNOTE_ANCHORS, Part.FOOTNOTE_TEXTS)),
        ("endnotes", _notes(fib, table, Part.ENDNOTE_ANCHORS, Part.ENDNOTE_TEXTS)),
        ("text boxes", _boxes(fib, table, shapes, anchors)),
    ):
        start, end = fib.stories[story]
        done = start
        for anchor, first, last in parts:
            if start + first == done and start + last <= end and first <= last:
                found.append(Attachment(anchor, done, start + last))
                done = start + last
        if done < end:  # what no anchor tells of stays the document's
            found.append(Attachment(None, done, end))
    return found


def _notes(
    fib: Fib, table: bytes, anchors: Part, texts: Part
) -> Iterator[tuple[int | None, int, int]]:
    places, _ = plc(fib.part(table, anchors), 2)
    bounds, _ = plc(fib.part(table, texts), 0)
    yield from zip(places[:-1], bounds, bounds[1:], strict=False)


def _boxes(
    fib: Fib, table: bytes, shapes: Shapes, anchors: Mapping[int, int]
) -> Iterator[tuple[int | None, int, int]]:
    bounds, boxes = plc(fib.part(table, Part.TEXT_BOXES), _BOX)
    for box, first, last in zip(boxes, bounds, bounds[1:], strict=False):
        shape = number(box[14:18])
        yield anchors.get(shapes.outermost.get(shape, shape)), first, last


def _anchors(fib: Fib, table: bytes) -> dict[int, int]:
    """The character that each shape, or outermost group of shapes, is anchored at."""
    places, shapes = plc(fib.part(table, Part.SHAPE_ANCHORS), _SHAPE)
    return {number(shape[:4]): place for place, shape in zip(places, shapes, strict=False)}
