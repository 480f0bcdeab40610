"""The shapes drawn in a Word binary file: which stand in a group, and the lettering they show."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_DRAWING, _GROUP, _SHAPE, _ABOUT, _LOOKS = 0xF002, 0xF003, 0xF004, 0xF00A, 0xF00B
_HEAD = 8
_LETTERING = 0x00C0  # the property that holds the text of drawn letters (WordArt)
_NUMBER, _LONG = 0x3FFF, 0x8000
_MAIN = 0  # what stands before the drawings of the main text
_DEEPEST = 50


@dataclass(slots=True)
class Shapes:
    """The shapes of the main text: the outermost group of each, and the lettering of some."""

    outermost: dict[int, int] = field(default_factory=dict)
    lettering: dict[int, str] = field(default_factory=dict)


def read_shapes(drawn: bytes) -> Shapes:
    """The shapes in the part of that name; none where it is empty or broken."""
    shapes = Shapes()
    at = 0
    for _, _, content in _records(drawn):  # what all drawings share
        at = _HEAD + len(content)
        break
    while at and at < len(drawn):
        where, at = drawn[at], at + 1
        drawing = next(_records(drawn[at:]), None)
        if drawing is None:
            break
        kind, _, content = drawing
        if kind == _DRAWING and where == _MAIN:
            _group(content, shapes, None, 0)
        at += _HEAD + len(content)
    return shapes


def _group(content: bytes, shapes: Shapes, group: int | None, depth: int) -> None:
    """Takes up the shapes of a group.

    `group` is the outermost one's own shape, None for the drawing (depth 0) and what lies
    directly in it (depth 1).
    """
    own = None
    for kind, _, inner in _records(content):
        if kind == _SHAPE:
            shape = _shape(inner, shapes)
            if own is None:
                own = shape  # a group's own shape is its first
            outermost = own if depth > 1 and group is None else group
            shapes.outermost[shape] = shape if outermost is None else outermost
        elif kind == _GROUP and depth < _DEEPEST:
            _group(inner, shapes, own if depth > 1 and group is None else group, depth + 1)


def _shape(content: bytes, shapes: Shapes) -> int:
    """The number of a shape, whose lettering is taken up."""
    number, lettering = 0, ""
    for kind, count, inner in _records(content):
        if kind == _ABOUT and len(inner) >= 4:
            number = struct.unpack_from("<I", inner)[0]
        elif kind == _LOOKS:
            lettering = _lettering(inner, count)
    if lettering:
        shapes.lettering[number] = lettering
    return number


def _lettering(looks: bytes, count: int) -> str:
    """The text of drawn letters among so many properties; long values stand behind them all."""
    at = 6 * count
    for i in range(min(count, len(looks) // 6)):
        code, value = struct.unpack_from("<HI", looks, 6 * i)
        if not code & _LONG:
            continue
        if code & _NUMBER == _LETTERING:
            return looks[at : at + value].decode("utf-16-le", "replace").rstrip("\0")
        at += value
    return ""


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The records of a container in order, up to one cut short: kind, instance and content."""
    at = 0
    while at + _HEAD <= len(content):
        instance, kind, length = struct.unpack_from("<HHI", content, at)
        if at + _HEAD + length > len(content):
            return
        yield kind, instance >> 4, content[at + _HEAD : at + _HEAD + length]
        at += _HEAD + length
