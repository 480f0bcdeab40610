"""Reads plain text in the encodings that Chinese offices use, hard-wrapped lines joined."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from archive.messages import readers as messages
from archive.text import fold
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.lines import join

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
"""Tried on a text that is not whole UTF-8; the one that reads as Chinese wins."""

WIDE_ENCODINGS = ("utf-16-le", "utf-16-be")
"""Tried, too; their bytes tell lines and letters apart nowhere but at the beginning."""

LEAST_PLAUSIBLE = 0.7
"""The share of a text's characters that are common; below it is no text in that encoding."""

_SAMPLE = 4_000  # bytes that an encoding is judged by
_BROKEN = 10  # how many uncommon characters one broken one counts for between two encodings
_DAMAGED = 2  # and how many for what is damaged text, or none
_MOST_NULS = 0.3
_NOT_ASCII = re.compile(rb"[\x80-\xff][^\n\r]{0,400}")
_LINES = re.compile(rb"[^\n\r]+|[\n\r]+")
_LONGEST_MENDED = 20_000  # bytes of a line
_COSTS = (0, 2, 6)  # of a common character, an uncommon one, a byte that is none

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
    best, plausibility = _likeliest(data)
    if plausibility < LEAST_PLAUSIBLE:
        raise Unreadable(*messages.NOT_TEXT)
    return without_controls(_reading(best, data))


def without_controls(text: str) -> str:
    """A text without the characters that show nothing; line ends of all kinds stay."""
    return _CONTROLS.sub("", text)


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines without the blank ones; where they are clearly hard-wrapped, the paragraphs.

    Hard-wrapped means: no line is wider than a certain width, at least six are as wide, and
    most of those end in the midst of a sentence.
    """
    filled = [line.rstrip() for line in lines if line and not line.isspace()]
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


def _likeliest(data: bytes) -> tuple[str, float]:
    """The encoding that reads most as Chinese, and how much it does.

    ASCII reads the same in most, so what is judged are lines with other characters first.
    """
    lines, size = [], 0
    for line in islice(_NOT_ASCII.finditer(data), _SAMPLE):
        lines.append(line[0])
        size += len(line[0])
        if size > _SAMPLE:
            break
    head = data[: _SAMPLE - _SAMPLE % 4]
    told = b"\n".join([*lines, head[: max(0, _SAMPLE - size)]])
    samples = dict.fromkeys(ENCODINGS, told)
    samples |= dict.fromkeys(WIDE_ENCODINGS, head)
    read = {name: _reading(name, sample) for name, sample in samples.items()}
    best = max(read, key=lambda name: _plausibility(read[name], _BROKEN))
    return best, _plausibility(read[best], _DAMAGED)


def _reading(encoding: str, data: bytes) -> str:
    """Bytes read in an encoding, what is broken in them mended or marked."""
    mend = _MENDING.get(encoding)
    return mend(data) if mend else data.decode(encoding, "replace")


def _mended(data: bytes) -> str:
    """GB18030 with what is broken marked: a lost byte spoils no more than its character."""
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return "".join(_mended_line(line) for line in _LINES.findall(data))


def _mended_line(line: bytes) -> str:
    """The reading of a line, of bytes by ones and twos, with the most common characters."""
    try:
        return line.decode("gb18030")
    except UnicodeDecodeError:
        if len(line) > _LONGEST_MENDED:
            return line.decode("gb18030", "replace")
    common, uncommon, none = _COSTS
    # For each place in the line the cheapest way to it: its cost, its last character's and start.
    ways: list[tuple[int, str, int]] = [(0, "", 0)] + [(1 << 30, "", 0)] * len(line)
    for i, byte in enumerate(line):
        cost = ways[i][0]
        alone = (cost, chr(byte), i) if byte < 0x80 else (cost + none, "\ufffd", i)
        ways[i + 1] = min(ways[i + 1], alone)
        pair = line[i : i + 2].decode("gbk", "ignore") if byte >= 0x80 else ""
        if len(pair) == 1 and i + 1 < len(line):
            dear = common if _is_common(pair) else uncommon
            ways[i + 2] = min(ways[i + 2], (cost + dear, pair, i))
    found, at = [], len(line)
    while at:
        _, character, at = ways[at]
        found.append(character)
    return "".join(reversed(found))


def _with_surrogates(data: bytes) -> str:
    """UTF-8 with what is broken marked; characters that stand in it as two surrogates are whole."""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_MENDING: Mapping[str, Callable[[bytes], str]] = {"utf-8": _with_surrogates, "gb18030": _mended}


def _plausibility(text: str, weight: int) -> float:
    """The share of common characters, a broken one counting against so many of them."""
    shown = "".join(text.split())
    if not shown:
        return 0.0
    common = sum(map(_is_common, fold(shown)))
    broken = shown.count("\ufffd") + len(_CONTROLS.findall(shown))
    return (common - weight * broken) / len(shown)


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
