"""How text is compared: folding, words and shingles, and the spans to highlight.

The one module that knows the segmenter and the script converter. Both engines index what this
module makes, so that they find the same; a highlight is computed here too, so that it is the same.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import opencc

from archive.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HAN = "々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""The Han characters, as the inside of a regular expression's class."""

VARIANTS = {
    "(": "（﹙❨⦅",
    ")": "）﹚❩⦆",
    "[": "〔［【〖⟦",
    "]": "〕］】〗⟧",
    "{": "｛﹛",
    "}": "｝﹜",
    "<": "《〈＜«‹⟨⟪",
    ">": "》〉＞»›⟩⟫",
    '"': "“”„‟＂″〝〞「」『』",
    "'": "‘’‚‛＇′",
    "-": "‐‑‒–—―－−─━﹣﹘⁃",
    "~": "～〜∼",
    "·": "•・‧∙⋅･",
    "〇": "○◯",
}
"""Characters written in several ways, each way folded to one: brackets, quotes, dashes, dots."""

RADICALS = dict(
    zip(
        "⺟⺠⺩⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻫⻬⻭⻮⻯⻰",
        "母民王虎西见角贝车长长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齐齿齿龙龙",
        strict=True,
    )
)
"""Radicals that PDF files hold in place of the characters they look like, and that Unicode gives
no decomposition (source: its EquivalentUnifiedIdeograph.txt, those that are words by themselves).
"""

_COMPATIBILITY = frozenset({"wide", "narrow", "compat", "square", "noBreak", "small", "vertical"})
"""The Unicode decompositions that fold: ⽇ to 日, ％ to %, ㎡ to m2, ⒈ to 1.

Circled numbers, super- and subscripts and fractions stay: folding them would make 10² read 102.
"""

LONGEST_NAME = 8_000
"""Characters of a name by which it is searched: both engines limit a term's bytes."""

_REPLACEMENT = "\ufffd"  # stands for half a surrogate pair, which no engine can store

_LAST_PLAIN = 0xFFFF  # of the characters that `fold_each` has a table for
_NOT_PLAIN = "\0"  # stands there for one that does not fold to one other

_SPACES = re.compile(f"(?P<beside_han>(?<=[{HAN}]) +| +(?=[{HAN}]))| {{2,}}")

_STOP_WORDS = frozenset(
    """的 了 和 与 及 或 在 是 为 对 以 于 等 而 之 其 也 都 就 将 并 被 把 从 到 由 向 有 中 上 下
    不 这 那 一 一个 我 我们 你 他 她 它 们 该 此 所 因 但 还 又 很 更 最 着 过 地 得 吗 呢 吧 啊
    哪些 什么 怎么 如何 多少 a an and are as at be by for from in is it of on or the to
    with""".split()
)
"""Words too common to rank by; a query of nothing else keeps them."""


def fold(text: str) -> str:
    """The form in which texts are compared and indexed.

    Full width becomes half width, upper case lower, compatibility and traditional characters
    their plain and simplified form, each bracket, quote, dash and dot its one form. Zero-width
    and control characters vanish; white space vanishes beside a Han character and is otherwise
    one blank. For every stretch s of a text t, `fold(s).strip() in fold(t)`.
    """
    folded = text.translate(_fold_table())
    return _SPACES.sub(_one_blank, folded) if " " in folded else folded


def fold_each(texts: Sequence[str]) -> list[str]:
    """`fold` of each text, in a fifth of the time: characters go through a table all at once."""
    # Loading numpy is for those who write: the site only searches.
    import numpy as np

    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    if codes.size and codes.max() > _LAST_PLAIN:
        return list(map(fold, texts))
    table = _plain_folds()
    folded = table[codes]
    if not folded.all():
        for code in set(codes[folded == 0].tolist()):
            one = _fold_table()[code]
            table[code] = ord(one) if len(one) == 1 and ord(one) <= _LAST_PLAIN else 0
        folded = table[codes]
    whole, each, start = folded.tobytes().decode("utf-32-le"), [], 0
    for text in texts:
        line = whole[start : start + len(text)]
        start += len(text)
        if _NOT_PLAIN in line:
            each.append(fold(text))
        else:
            each.append(_SPACES.sub(_one_blank, line) if " " in line else line)
    return each


def fold_name(name: str) -> str:
    """The form in which a title, a unit or a number is searched as a whole, as far as it is."""
    return fold(name).strip()[:LONGEST_NAME]


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """`fold(text)` and, for each of its characters, the index of its source in `text`."""
    table = _fold_table()
    folded = text.translate(table)
    if (
        len(folded) == len(text)
        and " " not in folded
        and all(len(table[ord(character)]) == 1 for character in set(text))
    ):
        return folded, list(range(len(text)))
    offsets = [i for i, character in enumerate(text) for _ in table[ord(character)]]
    kept: list[int] = []
    end = 0
    for run in _SPACES.finditer(folded):
        kept += offsets[end : run.start() + len(_one_blank(run))]
        end = run.end()
    return _SPACES.sub(_one_blank, folded), kept + offsets[end:]


def simplify(text: str) -> str:
    """The text in simplified characters, one for one, so that every offset stays what it was."""
    table = _simplification()
    # Most texts are simplified already, and a look at their few hundred characters is quicker.
    if all(table[ord(character)] == character for character in set(text)):
        return text
    return text.translate(table)


def words(folded: str) -> list[str]:
    """The words of a folded text in its order, as jieba segments it, without punctuation."""
    # Loading its dictionary takes a sixth of a second, which only those wait who ask for words.
    import rjieba

    return [
        word
        for word in rjieba.cut(folded)
        if word.isalnum() or word[0].isalnum() or word[-1].isalnum()
    ]


def query_words(text: str) -> list[str]:
    """The distinct words to search by: without stop words, unless there is nothing else."""
    found = list(dict.fromkeys(words(fold(text))))
    return [word for word in found if word not in _STOP_WORDS] or found


def shingles(folded: str) -> list[str]:
    """Every two characters that stand side by side, in the text's order."""
    return list(map(operator.add, folded, folded[1:]))


def word_spans(text: str, wanted: Sequence[str]) -> tuple[Span, ...]:
    """Where any of the wanted words (from `query_words`) stands in a text."""
    folded, offsets = fold_with_offsets(text)
    return merged(
        [
            (offsets[i], offsets[i + len(word) - 1] + 1)
            for word in wanted
            for i in _occurrences(folded, word)
        ]
    )


def _occurrences(folded: str, phrase: str) -> Iterator[int]:
    start = folded.find(phrase)
    while start >= 0:
        yield start
        start = folded.find(phrase, start + 1)


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return tuple(apart)


def _one_blank(run: re.Match[str]) -> str:
    return "" if run["beside_han"] else " "


class _Simplification(dict[int, str]):
    """The simplified form of each character, worked out when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self._converter = opencc.OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # Twice, for 薴 becomes 苧, which in its turn becomes 苎. Half a surrogate pair stays.
        if unicodedata.category(character) != "Cs":
            converted = str(self._converter.convert(self._converter.convert(character)))
            character = converted if len(converted) == 1 else character
        self[code] = character
        return character


class _FoldTable(dict[int, str]):
    """What each character folds to, worked out when it is first met; for `str.translate`."""

    def __init__(self) -> None:
        super().__init__()
        for one, variants in VARIANTS.items():
            self.update({ord(variant): one for variant in variants})
        self.update({ord(radical): character for radical, character in RADICALS.items()})

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = "".join(map(self._folded_part, _decomposed(character)))
        self[code] = folded
        return folded

    def _folded_part(self, character: str) -> str:
        if (variant := self.get(ord(character))) is not None:
            return variant
        if character.isspace():
            return " "
        category = unicodedata.category(character)
        if category in ("Cf", "Cc") or "VARIATION SELECTOR" in unicodedata.name(character, ""):
            return ""
        if category == "Cs":
            return _REPLACEMENT
        return simplify(character).lower()


def _decomposed(character: str) -> str:
    """The compatibility form, or the character itself where that would change what it says."""
    tag, *_ = unicodedata.decomposition(character).split() or [""]
    if tag.strip("<>") in _COMPATIBILITY:
        return unicodedata.normalize("NFKC", character)
    if "COMPATIBILITY IDEOGRAPH" in unicodedata.name(character, ""):
        return unicodedata.normalize("NFC", character)
    return character


@cache
def _simplification() -> _Simplification:
    return _Simplification()


@cache
def _fold_table() -> _FoldTable:
    return _FoldTable()


@cache
def _plain_folds() -> NDArray[np.uint32]:
    """By code point what a character folds to; 0 where not known yet, or not one character."""
    import numpy as np

    return np.zeros(_LAST_PLAIN + 1, "<u4")
