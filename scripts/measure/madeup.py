"""Made-up reports in any number: real words at their real frequency, and no sense."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, islice
from pathlib import Path

import jieba

from tests.indexer import word_documents
from tests.indexer.mutations import cut

WORDS = 30_000
"""How many of the most frequent words are drawn from, each as often as it is used."""

DAMAGED, DUPLICATES = 0.01, 0.02
"""The shares of files that break off, and that have the bytes of an earlier one."""

A_FOLDER = 1_000
"""Files that stand in one folder."""

_CHARACTERS = 1_500
_SENTENCE = (8, 30)  # words
_TOWNS = tuple(
    f"{name}{kind}" for name in "青石 云溪 望江 柳河 白鹤".split() for kind in "省市县镇"
)
_OFFICES = ("人民政府", "司法局", "人民政府办公室", "市场监督管理局")
_HEADINGS = ("一、主要举措和成效", "二、存在的问题", "三、下一步打算")

Lines = list[str]


def txt(lines: Lines) -> bytes:
    """Plain text."""
    return "\n".join(lines).encode()


def docx(lines: Lines) -> bytes:
    """A Word document."""
    return word_documents.document("".join(map(word_documents.paragraph, lines)))


def html(lines: Lines) -> bytes:
    """A web page."""
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    return f"<!doctype html><html><head><meta charset=utf-8></head><body>{body}</body>".encode()


MIXED: Mapping[Callable[[Lines], bytes], int] = {txt: 2, docx: 2, html: 1}
"""How often each format comes in a mixed folder."""


def write(
    folder: Path, count: int, seed: int, formats: Mapping[Callable[[Lines], bytes], int] = MIXED
) -> None:
    """Write so many files, in folders below this one; the same for the same seed."""
    draw = random.Random(seed)
    reports = _reports(draw)
    earlier: list[tuple[str, bytes]] = []
    for number in range(count):
        kind = draw.random()
        if kind < DUPLICATES and earlier:
            ending, data = draw.choice(earlier)
        else:
            packed = draw.choices([*formats], [*formats.values()])[0]
            ending, data = packed.__name__, packed(next(reports))
            earlier = [*earlier[-99:], (ending, data)]
        if kind > 1 - DAMAGED:
            data = cut(draw, bytearray(data)) if ending == "docx" else b""
        path = folder / f"{number // A_FOLDER:03}" / f"{number:06}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _reports(draw: random.Random) -> Iterator[Lines]:
    words, weights = _vocabulary()

    def sentence() -> str:
        drawn = draw.choices(words, cum_weights=weights, k=draw.randint(*_SENTENCE))
        drawn.insert(draw.randrange(len(drawn)), f"{draw.randint(2, 9999)}件，")
        return "".join(drawn) + "。"

    while True:
        town, year = draw.choice(_TOWNS), draw.randint(2004, 2024)
        unit = town + draw.choice(_OFFICES)
        lines = [f"{unit}{year}年法治政府建设情况报告"]
        for heading in _HEADINGS:
            lines.append(heading)
            size = 0
            while size < _CHARACTERS / len(_HEADINGS):
                lines.append("".join(sentence() for _ in range(draw.randint(1, 3))))
                size += len(lines[-1])
        yield [*lines, unit, f"{year + 1}年1月{draw.randint(2, 28)}日"]


def _vocabulary() -> tuple[list[str], list[int]]:
    """The most frequent words of two characters and more, and their frequencies summed up."""
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    known = ((count, word) for word, count in jieba.dt.FREQ.items() if len(word) > 1)
    frequent = list(islice(sorted(known, reverse=True), WORDS))
    return [word for _, word in frequent], list(accumulate(count for count, _ in frequent))
