from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.snippets import Piece, cells, marked, named_cells, snippet


def found(text: str, *wordings: str) -> tuple[tuple[int, int], ...]:
    """Where the wordings first stand in a text."""
    return tuple(sorted((text.index(w), text.index(w) + len(w)) for w in wordings))


def joined(pieces: tuple[Piece, ...]) -> str:
    return "".join(text for text, _ in pieces)


def test_a_marked_text_is_parted_into_what_matched_and_what_did_not() -> None:
    assert marked("推动出庭应诉。", ((2, 6),)) == (
        ("推动", False),
        ("出庭应诉", True),
        ("。", False),
    )


def test_a_short_text_is_shown_whole() -> None:
    assert snippet("一句。又一句。", ((3, 4),), room=10) == (
        ("一句。", False),
        ("又", True),
        ("一句。", False),
    )


def test_a_long_text_is_shown_in_whole_sentences_round_the_hit() -> None:
    text = "甲" * 30 + "。" + "负责人出庭应诉。" + "乙" * 30 + "。"
    assert snippet(text, found(text, "出庭应诉"), room=20) == (
        ("…", False),
        ("负责人", False),
        ("出庭应诉", True),
        ("。", False),
        ("…", False),
    )


def test_nothing_is_left_out_without_a_mark_for_it() -> None:
    text = "开头复议。" + "甲" * 50 + "。" + "乙" * 50 + "。" + "结尾应诉。"
    assert joined(snippet(text, found(text, "复议", "应诉"), room=30)) == "开头复议。…结尾应诉。"


def test_room_that_is_left_goes_to_the_sentences_beside_the_hit() -> None:
    text = "甲甲甲。乙乙乙。出庭应诉。丙丙丙。" + "丁" * 40 + "。"
    assert joined(snippet(text, found(text, "出庭应诉"), room=13)) == "…乙乙乙。出庭应诉。丙丙丙。…"


def test_each_wording_is_shown_before_one_is_repeated() -> None:
    text = "复议一。复议二。复议三。" + "甲" * 40 + "。应诉。"
    spans = ((0, 2), (4, 6), (8, 10), *found(text, "应诉"))
    assert joined(snippet(text, spans, room=8)) == "复议一。…应诉。"


def test_a_hit_across_two_sentences_keeps_both() -> None:
    text = "甲" * 40 + "。应诉率高。复议少。" + "乙" * 40 + "。"
    assert joined(snippet(text, found(text, "高。复"), room=12)) == "…应诉率高。复议少。…"


def test_a_sentence_without_end_is_cut_at_its_commas() -> None:
    text = "甲" * 120 + "，负责人出庭应诉，" + "乙" * 120
    assert joined(snippet(text, found(text, "出庭应诉"), room=20)) == "…负责人出庭应诉，…"


def test_without_a_hit_the_beginning_is_shown() -> None:
    assert joined(snippet("开头。" + "甲" * 40 + "。", (), room=10)) == "开头。…"


@pytest.mark.parametrize("room", [1, 20, 200])
@given(
    text=st.text("甲乙丙。，；”a ", min_size=1, max_size=600),
    ends=st.lists(st.integers(0, 600), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_the_first_hit_is_always_shown_whole(text: str, ends: list[int], room: int) -> None:
    start, end = min(ends[0], len(text) - 1), min(ends[1], len(text))
    pieces = snippet(text, ((start, max(end, start + 1)),), room)
    assert [piece for piece, is_match in pieces if is_match] == [text[start : max(end, start + 1)]]
    assert all(part in text for part in joined(pieces).split("…"))


def test_the_cells_of_a_row_are_shown_with_the_names_of_their_columns() -> None:
    assert named_cells("云江区\t出庭\t\t12", ((1, 3), (4, 6)), ("地区", "事项", "备注")) == (
        ("地区", (("云", False), ("江区", True))),
        ("事项", (("出庭", True),)),
        ("", (("12", False),)),
    )


def test_of_a_long_row_the_first_cell_and_those_with_hits_are_shown() -> None:
    text = "\t".join(["云江区", "甲" * 60, "乙" * 90, "出庭" + "丙" * 60, "丁" * 90, "9件"])
    spans = found(text, "出庭")
    assert [(name, joined(cell)) for name, cell in named_cells(text, spans, "一二三四五六")] == [
        ("一", "云江区"),
        ("二", "甲" * 60),
        ("", "…"),
        ("四", "出庭" + "丙" * 60),
        ("", "…"),
        ("六", "9件"),
    ]


def test_a_long_cell_is_cut_round_its_hit() -> None:
    text = "1\t" + "甲乙丙。" * 60 + "负责人出庭。" + "丁戊己。" * 60
    (_, (_, cell)) = named_cells(text, found(text, "出庭"), ("序号", "内容"), room=20)
    assert joined(cell) == "…甲乙丙。负责人出庭。丁戊己。丁戊己。…"


def test_a_hit_that_runs_from_cell_to_cell_is_marked_in_each() -> None:
    row = named_cells("云江区\t128件", ((2, 5),), ("地区", "件数"))
    assert [cell for _, cell in row] == [
        (("云江", False), ("区", True)),
        (("1", True), ("28件", False)),
    ]


def test_a_table_row_is_parted_at_its_tabs_marks_included() -> None:
    assert cells(marked("甲\t乙丙\t\t丁", ((2, 3),))) == (
        (("甲", False),),
        (("乙", True), ("丙", False)),
        (),
        (("丁", False),),
    )
