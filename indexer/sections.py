"""What a section speaks of, told from its headings by a table of cues."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model import SectionKind

_ENDS = "(?=$|[和与及、，,。（(：:]|以及|等)"

CUES: tuple[tuple[SectionKind, tuple[str, ...]], ...] = (
    (
        SectionKind.PROBLEMS,
        (
            "(?:存在|面临|遇到)的?.{0,8}(?:问题|不足|短板|困难|薄弱|差距|挑战|弱项)",
            "(?:主要|突出|工作中)的?(?:问题|不足|短板|困难|差距|挑战)",
            f"(?:问题|不足(?:之处)?|短板(?:弱项)?|困难|薄弱环节|差距|挑战){_ENDS}",
        ),
    ),
    (
        SectionKind.PLANS,
        (
            *("下一步", "下步", "下一阶段", "下阶段", "今后", "明年", "打算", "展望", "努力方向"),
            *("工作思路", "工作要点", "工作计划", "工作安排", "工作目标", "计划推进", "下一年"),
            *("重点任务安排", "改进措施", "整改措施", "目标任务", "总体要求", "工作重点$"),
            f"年.{{0,16}}?(?:思路|打算|计划|安排|目标|建议|重点|任务|设想|谋划).{{0,6}}{_ENDS}",
            "关于\\d{4}年的?(?:工作|建议)$",
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
"""Each kind's cues in a heading. Of problems, plans and achievements the one that is named first
names the heading; for leadership and achievements it is the earlier row."""

_PATTERNS = tuple((kind, re.compile("|".join(cues))) for kind, cues in CUES)

_REVIEW = re.compile("(?:完成|落实|执行|推进|进展|开展|办理|实施|推动).{0,4}情况|回顾|取得")
"""What makes 2023年重点工作完成情况 a look back, though it holds a word for plans."""

_SOLVED = re.compile(
    "(?:解决|化解|破解|整治|整改|聚焦|补齐|补足|克服|围绕|针对|应对).{0,12}"
    "(?:问题|不足|短板|困难|薄弱|差距|挑战)|问题.{0,4}(?:导向|清零|整治|整改(?:落实)?(?:工作|情况))"
)
"""What makes 着力解决突出问题 an achievement."""

_SURE_PLANS = re.compile("下一步|下步|下一阶段|下阶段|今后|明年|打算|努力方向")
"""Cues that name plans also among what was achieved, where 明确目标任务 is no plan."""

STRONG = frozenset({SectionKind.PROBLEMS, SectionKind.PLANS})
"""Kinds that a heading below does not change: 加强组织领导 among next year's plans is a plan."""

TURNS: tuple[tuple[SectionKind, str], ...] = (
    (SectionKind.PROBLEMS, ".{0,12}(?:存在|问题|不足|短板|差距)"),
    (SectionKind.PLANS, "(?:下一步|下步|下一阶段|下阶段|今后|明年|接下来|针对(?:以上|上述))"),
)
"""How a paragraph under a heading of two kinds begins when it passes on to the second."""

_TURNS = tuple((kind, re.compile(opening)) for kind, opening in TURNS)


def section_kind(headings: Sequence[str]) -> SectionKind:
    """The kind of a section under these headings, outermost first, inherited downwards."""
    return kinds_named(headings)[0]


def kinds_named(headings: Sequence[str]) -> tuple[SectionKind, ...]:
    """The kind of a section, and the others that the heading that decides it names beside it."""
    kinds: tuple[SectionKind, ...] = (SectionKind.OTHER,)
    for heading in headings:
        own = _kinds_of(heading, among_achievements=kinds[0] is SectionKind.ACHIEVEMENTS)
        # Below a heading that names problems and plans, each part may say which of the two it is.
        if own and (kinds[0] not in STRONG or own[0] in STRONG.intersection(kinds)):
            kinds = own
    return kinds


def turn(kinds: Sequence[SectionKind], text: str) -> SectionKind | None:
    """The kind among those that a heading names to which a paragraph below it passes on."""
    for kind, opening in _TURNS:
        if kind in kinds and opening.match(text):
            return kind
    return None


def _kinds_of(heading: str, among_achievements: bool) -> tuple[SectionKind, ...]:
    found = {kind: match.start() for kind, cue in _PATTERNS if (match := cue.search(heading))}
    if _SOLVED.search(heading) and "存在" not in heading:
        found.pop(SectionKind.PROBLEMS, None)
    review = _REVIEW.search(heading)
    if review and found.get(SectionKind.PLANS, len(heading)) < review.start():
        del found[SectionKind.PLANS]
        found.setdefault(SectionKind.ACHIEVEMENTS, review.start())
    if among_achievements and not _SURE_PLANS.search(heading):
        found.pop(SectionKind.PLANS, None)
    if STRONG & found.keys():
        # In the order of their names: 成效和问题 begins with what was achieved.
        return tuple(sorted(found.keys() - {SectionKind.LEADERSHIP}, key=lambda kind: found[kind]))
    return tuple(found)
