"""Edits that drafts, re-posts, redaction and OCR make to a text, generated from a given seed.

Each takes a text as its paragraphs, the title first, and a text of another report to borrow from.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

Lines = list[str]
Edit = Callable[[random.Random, Lines, Lines], Lines]

_PLACE = re.compile(r"^\W*(?:关于)?(?:\d{4}年)?(\w{1,5}?)(?=[省市县区镇乡局政自])")
_LOOK_ALIKE = str.maketrans("已日未人土天千干大目侯栽0158", "己曰末入士夭干千太日候裁OlSB")
_PUNCTUATION = "，。、；：“”（）"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def typos(share: float, draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """A share of the characters lost, doubled or taken for others of the text."""
    text = "".join(lines)

    def typed(character: str) -> str:
        if draw.random() >= share:
            return character
        return draw.choice(["", character * 2, draw.choice(text)])

    return ["".join(map(typed, line)) for line in lines]


def words(share: float, draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """A share of the characters changed, two side by side at a time."""
    text = "".join(lines)

    def reworded(line: str) -> str:
        made, at = "", 0
        while at < len(line):
            if draw.random() < share / 2:
                other = draw.randrange(max(1, len(text) - 1))
                made += text[other : other + 2]
                at += 2
            else:
                made += line[at]
                at += 1
        return made

    return [lines[0], *map(reworded, lines[1:])]


def ocr(share: float, draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """A share of the characters taken for one that looks alike, or not seen."""

    def seen(character: str) -> str:
        if draw.random() >= share:
            return character
        alike = character.translate(_LOOK_ALIKE)
        return alike if alike != character else ""

    return ["".join(map(seen, line)) for line in lines]


def dropped(draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """One paragraph left out."""
    at = draw.randrange(1, len(lines))
    return lines[:at] + lines[at + 1 :]


def added(draw: random.Random, lines: Lines, other: Lines) -> Lines:
    """One paragraph of another report put in, of the text's own usual length."""
    at = draw.randrange(1, len(lines) + 1)
    usual = sum(map(len, lines)) // len(lines)
    return [*lines[:at], draw.choice(other)[: max(usual, 40)], *lines[at:]]


def moved(draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """One paragraph put elsewhere."""
    rest = list(lines)
    paragraph = rest.pop(draw.randrange(1, len(rest)))
    rest.insert(draw.randrange(1, len(rest) + 1), paragraph)
    return rest


def annex(share: float, draw: random.Random, lines: Lines, other: Lines) -> Lines:
    """An annex, its length a share of the text's."""
    text = "".join(other)
    size = int(sum(map(len, lines)) * share)
    start = draw.randrange(max(1, len(text) - size))
    return [*lines, "附件", text[start : start + size]]


def titled_draft(draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """A title that says that it is a draft."""
    mark = draw.choice(["（征求意见稿）", "（草案）", "（送审稿）", "(讨论稿)"])
    return [lines[0] + mark, *lines[1:]]


def titled_anew(_: random.Random, lines: Lines, __: Lines) -> Lines:
    """A title in other words."""
    changed = lines[0].replace("工作总结", "工作情况的汇报").replace("工作报告", "工作情况")
    return [changed if changed != lines[0] else f"{lines[0]}全文发布", *lines[1:]]


def redacted(_: random.Random, lines: Lines, __: Lines) -> Lines:
    """The place's name blotted out everywhere; a text that names none as it is."""
    found = _PLACE.match(lines[0])
    return [line.replace(found[1], "XX") for line in lines] if found else lines


def blanks(draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """Blanks within the text, punctuation in half width, paragraphs broken in two."""
    table = str.maketrans("，：；？（）", ",:;?()")
    body = "\n".join(lines[1:]).translate(table)
    body = re.sub(r"(?<=[,。])", lambda _: draw.choice(["", "　", " "]), body)
    body = re.sub(r"(?<=。)", lambda _: draw.choice(["", "", "\n"]), body)
    return [lines[0], *body.split("\n")]


def punctuation(share: float, draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """A share of the punctuation changed for other, or left out."""

    def changed(character: str) -> str:
        if character not in _PUNCTUATION or draw.random() >= share:
            return character
        return draw.choice(["", *_PUNCTUATION])

    return ["".join(map(changed, line)) for line in lines]


def furniture(_: random.Random, lines: Lines, __: Lines) -> Lines:
    """What a site puts round a text that it posts again."""
    head = "来源：本站编辑部　发布时间：2024-03-05 10:12　浏览次数：318　字体：大 中 小"
    return [lines[0], head, *lines[1:], "责任编辑：王小明", "打印本页　关闭窗口"]


def numbers(share: float, draw: random.Random, lines: Lines, _: Lines) -> Lines:
    """A share of the numbers updated, but no year."""

    def updated(found: re.Match[str]) -> str:
        number = found[0]
        is_year = len(number) == 4 and number[:2] in ("19", "20")
        if is_year or draw.random() >= share:
            return number
        return re.sub(r"\d", lambda _: str(draw.randint(1, 9)), number)

    return [lines[0], *(_NUMBER.sub(updated, line) for line in lines[1:])]


def final(draw: random.Random, lines: Lines, other: Lines) -> Lines:
    """A draft's final: 2% of it reworded, a paragraph dropped, one added, a quarter of numbers."""
    draft = titled_draft(draw, lines, other)
    for step in (partial(words, 0.02), dropped, added, partial(numbers, 0.25)):
        draft = step(draw, draft, other)
    return draft


def next_year(draw: random.Random, lines: Lines, other: Lines) -> Lines:
    """Last year's text used again: every year one later, every number new, nothing else."""
    later = [
        re.sub(r"(?<!\d)20\d\d(?!\d)", lambda found: str(int(found[0]) + 1), line) for line in lines
    ]
    return later[:1] + numbers(1.0, draw, later, other)[1:]


def other_place(_: random.Random, lines: Lines, __: Lines) -> Lines:
    """A neighbour's text used again: the place's name changed everywhere, nothing else."""
    found = _PLACE.match(lines[0])
    return [line.replace(found[1], "青石") for line in lines] if found else lines


SAME: Mapping[str, Edit] = {
    "blanks, width and breaks": blanks,
    "punctuation 10%": partial(punctuation, 0.1),
    "typos 1%": partial(typos, 0.01),
    "typos 2%": partial(typos, 0.02),
    "typos 5%": partial(typos, 0.05),
    "words 1%": partial(words, 0.01),
    "words 2%": partial(words, 0.02),
    "words 5%": partial(words, 0.05),
    "OCR noise 1%": partial(ocr, 0.01),
    "paragraph dropped": dropped,
    "paragraph added": added,
    "paragraph moved": moved,
    "annex of 10%": partial(annex, 0.1),
    "annex of 25%": partial(annex, 0.25),
    "title of a draft": titled_draft,
    "title in other words": titled_anew,
    "place blotted out": redacted,
    "furniture of a re-post": furniture,
    "numbers updated 25%": partial(numbers, 0.25),
    "numbers updated 100%": partial(numbers, 1.0),
    "draft and final": final,
}
"""Edits that leave a report the same report."""

OTHER: Mapping[str, Edit] = {"next year": next_year, "other place": other_place}
"""Edits that make another report of it: the hardest there are, for nothing else is changed."""


def edited(edit: Edit, seed: str, lines: Sequence[str], other: Sequence[str]) -> bytes:
    """An edited text as a file; the same for the same seed."""
    return "\n".join(edit(random.Random(seed), list(lines), list(other))).encode()
