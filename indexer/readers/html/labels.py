"""What a web page states about its document: 发布时间, 来源, 索引号 … with their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_KEPT: Mapping[str, str] = {
    "发布时间": "发布时间 发布日期 公布时间 公布日期 上传时间 更新时间 更新日期 时间 日期",
    "来源": "来源 信息来源 文章来源 稿件来源 新闻来源 内容来源 稿源 来源单位 供稿单位",
    "发布机构": "发布机构 发布单位 发布机关 发文机关 发文机构 发文单位 公开机构 制发机关",
    "索引号": "索引号 信息索引号 信息索引",
    "文号": "文号 发文字号 文件编号 文件字号 发文文号 公文文号",
    "成文日期": "成文日期 成文时间 发文日期 发文时间 印发日期 生成日期",
    "公开日期": "公开日期 公开时间",
    "生效日期": "生效日期 实施日期 施行日期",
    "废止日期": "废止日期 失效日期 失效时间",
    "作者": "作者 撰稿人 撰稿",
    "标题": "标题 名称 信息名称 文件名称 公文名称",
    "主题分类": "主题分类 信息分类 分类 所属主题 组配分类 公开分类",
    "主题词": "主题词 关键词 关键字",
    "有效性": "有效性 效力状态 信息有效性 时效性",
    "体裁": "体裁 体裁分类 公文种类 文种",
    "公开方式": "公开方式 公开形式 公开属性",
    "公开范围": "公开范围 公开对象 服务对象",
    "内容概述": "内容概述 内容概览",
}
_FURNITURE = """
    责任编辑 编辑 责编 审核 初审 复审 终审 校对 录入 录入人 字体 字号 字体大小 文字大小
    打印 收藏 分享 分享到 扫一扫 浏览次数 浏览量 浏览 点击次数 点击数 点击量 点击率 点击
    阅读次数 阅读量 阅读数 阅读 访问次数 访问量 主办单位 承办单位 网站标识码 公开时限
    保护视力色 背景色 视力保护色
"""

NAMES: Mapping[str, str] = {
    **{label: name for name, labels in _KEPT.items() for label in labels.split()},
    **dict.fromkeys(_FURNITURE.split(), ""),
}
"""The name of each label as pages write it, "" for one whose value nobody needs."""

META: Mapping[str, str] = {"pubdate": "发布时间", "contentsource": "来源", "author": "作者"}
"""What the meta elements are called that government sites are to have."""

_META_SIGNS = frozenset(("pubdate", "articletitle", "contentsource", "sitename"))

DISCLOSED = frozenset(
    ("索引号", "文号", "发布机构", "成文日期", "公开日期", "发布时间", "主题分类")
)
"""The names of which a table at a page's head states at least two."""

BELOW = frozenset(("来源", "发布时间", "作者", ""))
"""The names that are also stated below the text, where a document's own lines may stand."""

MAX_VALUE = 60
"""The most characters of a value; more is a text."""

MAX_HEAD = 1500
"""The most characters of a table that states such values."""

_STAMP = re.compile(r"\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}")
_DATE = re.compile(r"\d{4}\D{1,3}\d{1,2}")
_DATED = frozenset(name for name in _KEPT if name.endswith(("时间", "日期")))
_BARE = frozenset(("时间", "日期"))
_SHORT = 2  # a label of so few characters may be a part of a word


def _spaced(label: str) -> str:
    return r"\s*".join(label)


_ANY = "|".join(_spaced(label) for label in sorted(NAMES, key=len, reverse=True))
_SEGMENT = re.compile(
    rf"[【\[（(]?\s*(?P<label>{_ANY})\s*[】\]）)]?\s*(?:[:：]|(?=(?:19|20)\d\d\s*[-/.年]))"
)
_ALONE = re.compile(rf"[【\[（(]?\s*(?P<label>{_ANY})\s*[】\]）)]?\s*(?P<colon>[:：]?)\s*")
_OPENING = re.compile(r"[^\w【\[（(]*")
_SEPARATORS = " \t\u3000\xa0|｜/／;；,，-—·[]【】()（）"
_SENTENCE = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True)
class Stated:
    """A name and its value, "" where the page leaves it empty; the name "" for furniture."""

    name: str
    value: str


def begins_with_label(text: Any) -> bool:
    """Whether a text opens with a label and its colon."""
    return bool(text) and _SEGMENT.match(text, _start(text)) is not None


def stated_in(line: str) -> list[Stated] | None:
    """What a line states, if it states nothing else; None for a line of text.

    Several labels may share a line: 发布时间：2022-01-13 来源：市司法局 字体：大 中 小.
    """
    segments = _segments(line)
    if not segments:
        return None
    ends = [*(segment.start() for segment in segments[1:]), len(line)]
    found = []
    for segment, end in zip(segments, ends, strict=True):
        label = _label(segment)
        value = line[segment.end() : end].strip(_SEPARATORS)
        if not _fits(label, value, len(segments) > 1):
            return None
        found.append(Stated(NAMES[label], " ".join(value.split())))
    return found


def label_alone(line: str) -> str | None:
    """The name of a label that a line consists of, its value standing in the next one."""
    if not (found := _ALONE.fullmatch(line)):
        return None
    label = _label(found)
    # 来源 and 作者 alone may be words of the text.
    told = found["colon"] or len(label) > _SHORT or NAMES[label] in DISCLOSED
    return NAMES[label] if told and label not in _BARE else None


def stated_in_meta(page: Any) -> list[Stated]:
    """What the page's meta elements state, where they are those of a government site."""
    metas = [((meta.get("name") or "").lower(), meta.get("content")) for meta in page.iter("meta")]
    if not any(name in _META_SIGNS for name, _ in metas):
        return []
    return [
        Stated(META[name], " ".join(value.split()))
        for name, value in metas
        if name in META and value
    ]


def stated_in_table(cells: Sequence[Sequence[str]]) -> list[Stated] | None:
    """What the table at the head of a published document states, None for a table of its text.

    A label and its value stand side by side, or together in one cell.
    """
    filled = [cell for row in cells for cell in row if cell]
    if not filled or sum(map(len, filled)) > MAX_HEAD:
        return None
    found: list[Stated] = []
    accounted = 0
    for row in cells:
        name = None
        for cell in filter(None, row):
            alone = _ALONE.fullmatch(cell)
            if name is not None and not alone:
                found.append(Stated(name, " ".join(cell.split())))
                name, accounted = None, accounted + 2
            elif alone:
                name = NAMES[_label(alone)]
            elif (both := stated_in(cell)) is not None:
                found += both
                accounted += 1
            else:
                return None
    disclosed = {one.name for one in found} & DISCLOSED
    return found if len(disclosed) > 1 and accounted * 2 >= len(filled) else None


def first_of_each(stated: Iterable[Stated]) -> list[Stated]:
    """The values that are not empty, the first of each name; furniture left out."""
    found: dict[str, Stated] = {}
    for one in stated:
        if one.name and one.value.strip("-—/无 "):
            found.setdefault(one.name, one)
    return list(found.values())


def _segments(line: str) -> list[re.Match[str]]:
    first = _SEGMENT.match(line, _start(line))
    if not first:
        return []
    later = _SEGMENT.finditer(line, first.end())
    return [first, *(one for one in later if _is_apart(line, one))]


def _is_apart(line: str, segment: re.Match[str]) -> bool:
    """Whether a label within a line is one: a short one must not be the end of a word."""
    before = line[segment.start() - 1]
    is_han = "\u4e00" <= before <= "\u9fff"
    return not is_han or len(_label(segment)) > _SHORT


def _fits(label: str, value: str, among_others: bool) -> bool:
    if len(value) > MAX_VALUE or _SENTENCE.search(value):
        return False
    if NAMES[label] in _DATED and value:
        # 时间：2022年1月13日 may open a document's own lines; a stamp is the page's.
        return bool((_STAMP if label in _BARE and not among_others else _DATE).search(value))
    return True


def _start(line: str) -> int:
    opening = _OPENING.match(line)
    return opening.end() if opening else 0


def _label(found: re.Match[str]) -> str:
    return "".join(found["label"].split())
