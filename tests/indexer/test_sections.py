"""Section kinds: what a heading says that its section speaks of."""

from __future__ import annotations

import re

import pytest

from archive.model import SectionKind
from indexer.sections import CUES, section_kind

EXAMPLES = [
    "存在的主要问题",
    "工作中的不足",
    "困难和问题",
    "主要问题",
    "面临的形势和挑战",
    "2023年工作重点",
    "2023年度推进法治政府建设的主要安排",
    "关于2023年工作",
    "加强领导，扎实推进",
    "压实法治建设责任",
    "履行法治建设职责情况",
    "主要情况",
]
"""Headings for the cues that are patterns."""


@pytest.mark.parametrize(("kind", "cue"), [(kind, cue) for kind, cues in CUES for cue in cues])
def test_every_cue_names_its_kind(kind: SectionKind, cue: str) -> None:
    headings = [one for one in (cue, *EXAMPLES) if re.search(cue, one)]
    assert {section_kind([one]) for one in headings} == {kind}


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["一、主要举措和成效"], SectionKind.ACHIEVEMENTS),
        (["一、主要举措和成效", "（一）强化组织领导"], SectionKind.LEADERSHIP),
        (["一、主要举措和成效", "（二）规范执法"], SectionKind.ACHIEVEMENTS),
        (["二、存在的问题", "（一）组织领导不力"], SectionKind.PROBLEMS),
        (["三、下一步打算", "（一）加强组织领导"], SectionKind.PLANS),
        (["三、存在的问题和下一步打算"], SectionKind.PROBLEMS),
        (["一、取得的主要成绩和存在问题"], SectionKind.ACHIEVEMENTS),
        (["一、工作情况及存在问题", "（二）存在问题"], SectionKind.PROBLEMS),
        (["三、2024年工作思路"], SectionKind.PLANS),
        (["四、2024年度推进法治政府建设的主要安排"], SectionKind.PLANS),
        (["一、2023年重点工作完成情况"], SectionKind.ACHIEVEMENTS),
        (["三、反馈问题整改落实情况"], SectionKind.ACHIEVEMENTS),
        (["一、主要成效", "（三）着力解决突出问题"], SectionKind.ACHIEVEMENTS),
        (["一、主要成效", "（四）坚持问题导向，强化督查"], SectionKind.ACHIEVEMENTS),
        (["一、主要成效", "（一）明确目标任务"], SectionKind.ACHIEVEMENTS),
        (["三、下一步打算", "（一）创新举措"], SectionKind.PLANS),
        (["（二）突出工作重点，加快法治建设步伐"], SectionKind.OTHER),
        (["第一章 总则"], SectionKind.OTHER),
        ([], SectionKind.OTHER),
    ],
)
def test_the_kind_of_a_section_follows_from_its_headings(
    headings: list[str], kind: SectionKind
) -> None:
    assert section_kind(headings) is kind
