"""What a section speaks of, told from its headings by a table of cues."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model import SectionKind

CUES: tuple[tuple[SectionKind, tuple[str, ...]], ...] = (
    (
        SectionKind.PROBLEMS,
        ("问题", "不足", "短板", "困难", "薄弱", "差距", "挑战"),
    ),
    (
        SectionKind.PLANS,
        (
            *("下一步", "下步", "下一阶段", "下阶段", "今后", "明年", "打算", "展望", "努力方向"),
            *("工作思路", "工作要点", "工作计划", "工作安排", "工作目标", "计划推进"),
            *("重点任务安排", "改进措施", "整改措施", "目标任务", "总体要求", "工作重点$"),
            "年(?:度)?(?:工作)?(?:思路|打算|计划|安排|目标|建议|重点)",
        ),
    ),
    (
        SectionKind.LEADERSHIP,
        (
            *("组织领导", "组织保障", "党的领导", "党对", "政治引领", "第一责任人"),
            *("领导责任", "领导机制", "统筹协调机制", "加强领导(?!干部)", "压实.{0,6}责任"),
        ),
    ),
    (
        SectionKind.ACHIEVEMENTS,
        (
            *("成效", "成绩", "举措", "做法", "亮点", "特色", "经验", "总结", "回顾", "进展"),
            *("开展情况", "工作情况", "完成情况", "落实情况", "建设情况", "推进情况", "履职情况"),
            *("基本情况", "履行.{0,12}情况", "情况$"),
        ),
    ),
)
"""Each kind's cues in a heading; the first row with a cue names a heading that has several, but
for problems and plans, where the one that is named first does."""

_PATTERNS = tuple((kind, re.compile("|".join(cues))) for kind, cues in CUES)

STRONG = frozenset({SectionKind.PROBLEMS, SectionKind.PLANS})
"""Kinds that a heading below does not change: 加强组织领导 among next year's plans is a plan."""


def section_kind(headings: Sequence[str]) -> SectionKind:
    """The kind of a section under these headings, outermost first, inherited downwards."""
    kind = SectionKind.OTHER
    named: frozenset[SectionKind] = frozenset()
    for heading in headings:
        own = _named_kinds(heading)
        if not own:
            continue
        # Below a heading that names problems and plans, each part may say which of the two it is.
        if kind not in STRONG or own[0] in named:
            kind, named = own[0], frozenset(own)
    return kind


def _named_kinds(heading: str) -> list[SectionKind]:
    found = {kind: match.start() for kind, cue in _PATTERNS if (match := cue.search(heading))}
    strong = sorted(STRONG & found.keys(), key=lambda kind: found[kind])
    return strong or list(found)
