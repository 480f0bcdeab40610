"""Reads plain text in the encodings that Chinese offices use, hard-wrapped lines joined."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from archive.messages import readers as messages
from archive.text import fold
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.lines import join

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
"""Tried on a text that is not whole UTF-8; the one that reads as Chinese wins."""

LEAST_PLAUSIBLE = 0.7
"""The share of a text's characters that are common; below it is no text in that encoding."""

_SAMPLE = 4_000  # bytes that an encoding is judged by
_BROKEN = 10  # how many uncommon characters one broken one counts for
_MOST_NULS = 0.3

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff]")
_LINE_ENDS = re.compile("\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_INDENT = ("　", "  ", "\t")

MIN_WIDTH = 40
"""The least width (a Han character counts 2) that lines are wrapped at."""

MAX_WIDTH = 160
"""The greatest; a longer line is a paragraph, and its file not hard-wrapped."""

MIN_FULL_LINES = 6
_SENTENCE_ENDS = tuple("。！？：；!?:;")


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each line that is not blank, or for each paragraph of hard-wrapped lines."""
    return [Block(text) for text in unwrapped(_LINE_ENDS.split(decoded(data)))]


def decoded(data: bytes) -> str:
    """The text of bytes, without control characters. Raises `Unreadable` when they are no text."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return without_controls(data.decode(encoding, "replace"))
    if data.count(0) <= len(data) * _MOST_NULS:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return _printable(text)
    sample = data[: _SAMPLE - _SAMPLE % 4]
    scores = {name: _plausibility(sample.decode(name, "replace")) for name in ENCODINGS}
    best = max(ENCODINGS, key=lambda name: scores[name])
    if scores[best] < LEAST_PLAUSIBLE:
        raise Unreadable(*messages.NOT_TEXT)
    return without_controls(data.decode(best, "replace"))


def without_controls(text: str) -> str:
    """A text without the characters that show nothing; line ends of all kinds stay."""
    return _CONTROLS.sub("", text)


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines without the blank ones; where they are clearly hard-wrapped, the paragraphs.

    Hard-wrapped means: no line is wider than a certain width, at least six are as wide, and
    most of those end in the midst of a sentence.
    """
    filled = [line.rstrip() for line in lines if line.strip()]
    width = _wrapped_at(filled)
    if width is None:
        return [line.strip() for line in filled]
    paragraphs: list[list[str]] = []
    goes_on = False
    for line in filled:
        if goes_on and not line.startswith(_INDENT):
            paragraphs[-1].append(line.strip())
        else:
            paragraphs.append([line.strip()])
        goes_on = _width(line) >= width - 2
    return [join(paragraph) for paragraph in paragraphs]


def _printable(text: str) -> str:
    clean = without_controls(text)
    if len(text) - len(clean) > len(text) * _MOST_NULS:
        raise Unreadable(*messages.NOT_TEXT)
    return clean


def _plausibility(text: str) -> float:
    """The share of common characters, broken ones counting heavily against it."""
    shown = "".join(text.split())
    if not shown:
        return 0.0
    common = sum(map(_is_common, fold(shown)))
    broken = shown.count("\ufffd") + len(_CONTROLS.findall(shown))
    return (common - _BROKEN * broken) / len(shown)


def _is_common(character: str) -> bool:
    """ASCII, punctuation, and the 3,755 most common Han characters (the first level of GB 2312)."""
    if character.isascii() or "\u3000" <= character <= "\u303f":
        return True
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _wrapped_at(lines: Sequence[str]) -> int | None:
    """The width at which the lines were wrapped, None when they were not."""
    if len(lines) <= MIN_FULL_LINES or max(map(len, lines)) > MAX_WIDTH:
        return None
    widths = [_width(line) for line in lines]
    widest = max(widths)
    full = [line for line, width in zip(lines, widths, strict=True) if width >= widest - 2]
    in_midst = sum(not line.endswith(_SENTENCE_ENDS) for line in full)
    wrapped = widest >= MIN_WIDTH and len(full) >= MIN_FULL_LINES and in_midst * 4 > len(full) * 3
    return widest if wrapped else None


def _width(line: str) -> int:
    wide = Counter(map(unicodedata.east_asian_width, line))
    return len(line) + wide["W"] + wide["F"] + wide["A"]
