"""Damage is named, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis.strategies import text

from archive.damage import DAMAGE, damage


@pytest.mark.parametrize(
    ("written", "kind", "stretch"),
    [
        ("一是##paidbegin##健全制度", "网站标记残留", "##paidbegin##"),
        ("[bookmark: _GoBack]一是健全制度", "Word 书签残留", "[bookmark: _GoBack]"),
        ("见错误！未找到引用源。的表", "Word 域错误", "错误！未找到引用源。"),
        ("审结案件&nbsp;5件", "网页代码残留", "&nbsp;"),
        ("审结案件<br/>5件", "网页代码残留", "<br/>"),
        ("审结\ufffd\ufffd5件", "乱码", "\ufffd\ufffd"),
        ("XX局坚持依法履职", "隐去的文字", "XX"),
        ("20xx年工作总结", "隐去的文字", "xx"),
        ("**县人民政府", "隐去的文字", "**"),
        ("*区落实责任", "隐去的文字", "*"),
        ("中共某某县委", "隐去的文字", "某某"),
        ("连续多年（略）先进", "隐去的文字", "（略）"),
        ("办结86    件", "缺字的空白", "    "),
        ("办结  件", "缺字的空白", "  "),
    ],
)
def test_damage_is_named(written: str, kind: str, stretch: str) -> None:
    assert [(one.kind, written[one.start : one.end]) for one in damage(written)] == [
        (kind, stretch)
    ]


@pytest.mark.parametrize(
    "written",
    [
        "负责人出庭应诉率100%，较上年提高5个百分点。",
        "第二章  人口管理",
        "二〇二二年，推进“3×5”行动",
        "依据WX号文件",
        "（一）加强领导 [2022]5号",
        "政府工作报告！",
    ],
)
def test_what_is_whole_is_not_named(written: str) -> None:
    assert list(damage(written)) == []


def test_every_row_of_the_table_has_a_name_of_its_own() -> None:
    assert len({kind for kind, _ in DAMAGE}) == len(DAMAGE)


@given(text(alphabet="X*#ax5件 县[]bookmark:_略（）\ufffd"))
def test_stretches_stand_in_order_and_never_overlap(written: str) -> None:
    bounds = [place for one in damage(written) for place in (one.start, one.end)]
    assert bounds == sorted(bounds)
    assert all(one.start < one.end <= len(written) for one in damage(written))
