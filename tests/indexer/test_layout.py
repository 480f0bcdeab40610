"""Layout: paragraphs, columns and page furniture, told by where the lines of pages stand."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.blocks import Block
from indexer.layout import Page, Rule, Run, blocks
from tests.indexer.set_pages import (
    HEIGHT,
    LEFT,
    LETTER,
    MEASURE,
    STEP,
    TOP,
    WIDTH,
    lines,
    page,
    paragraph,
    prose,
    run,
    text_of,
)

RIGHT = LEFT + MEASURE * LETTER


def texts(*pages: Page) -> list[str]:
    return [block.text for block in blocks(pages)]


# Paragraphs


def test_an_indented_line_begins_a_paragraph() -> None:
    assert texts(page(1, lines(*paragraph(70), *paragraph(60)))) == [text_of(70), text_of(60)]


def test_the_order_in_which_runs_are_drawn_does_not_matter() -> None:
    runs = lines(*paragraph(200))
    random.Random(1).shuffle(runs)
    assert texts(page(1, runs)) == [text_of(200)]


def test_a_short_line_ends_a_paragraph_but_for_a_comma() -> None:
    rows = [(0.0, prose(26)), (0.0, "到此为止。"), (0.0, prose(26, 5)), (0.0, "有逗号，")]
    assert texts(page(1, lines(*rows, (0, prose(26, 9)), (0, "完。")))) == [
        prose(26) + "到此为止。",
        prose(26, 5) + "有逗号，" + prose(26, 9) + "完。",
    ]


def test_a_line_that_ends_early_for_a_number_that_had_no_room_goes_on() -> None:
    rows = [(2.0, prose(24)), (0.0, prose(22) + "约"), (0.0, "1234567.89万元。")]
    assert texts(page(1, lines((0, prose(26)), *rows))) == [
        prose(26),
        prose(24) + prose(22) + "约1234567.89万元。",
    ]


def test_a_gap_parts_paragraphs_that_are_not_indented() -> None:
    first = lines((0, prose(26, 1)), (0, prose(26, 2)), (0, prose(26, 3)))
    second = lines((0, prose(26, 4)), (0, prose(26, 5)), top=TOP + 3 * STEP + 20)
    assert texts(page(1, first + second)) == [
        prose(26, 1) + prose(26, 2) + prose(26, 3),
        prose(26, 4) + prose(26, 5),
    ]


def test_a_paragraph_goes_on_over_the_pages_end() -> None:
    first, rest = paragraph(150)[:4], paragraph(150)[4:]
    pages = [
        page(1, lines(*paragraph(60), *first)),
        page(2, lines(*rest, *paragraph(70), *paragraph(80))),
    ]
    assert [(block.page, block.text) for block in blocks(pages)] == [
        (1, text_of(60)),
        (1, text_of(150)),
        (2, text_of(70)),
        (2, text_of(80)),
    ]


def test_the_lines_of_a_paragraph_that_stands_farther_in_are_one() -> None:
    rows = [(0.0, prose(26)), (4.0, prose(22, 3)), (4.0, prose(22, 6)), (4.0, "完毕。")]
    assert texts(page(1, lines(*rows))) == [prose(26), prose(22, 3) + prose(22, 6) + "完毕。"]


def test_the_lines_of_an_item_hang_below_its_number() -> None:
    rows = [(0.0, "1. " + prose(24)), (2.0, prose(24, 7)), (2.0, "完毕。"), (0.0, "2. 其次。")]
    assert texts(page(1, lines(*rows))) == [
        "1. " + prose(24) + prose(24, 7) + "完毕。",
        "2. 其次。",
    ]


def test_a_heading_that_fills_its_line_stands_apart() -> None:
    heading = "（一）" + prose(21, 4)
    rows = [*paragraph(60), (2.0, heading), *paragraph(70)]
    assert texts(page(1, lines(*rows))) == [text_of(60), heading, text_of(70)]


def test_a_title_is_centered_and_a_signature_at_the_right() -> None:
    title = lines((0, "青石县司法局工作总结"), left=WIDTH / 2 - 110, letter=22)
    signature = lines((17, "青石县司法局"), (16, "2023年1月5日"), top=TOP + 8 * STEP)
    body = lines(*paragraph(120), top=TOP + 2 * STEP)
    assert blocks([page(1, title + body + signature)]) == [
        Block("青石县司法局工作总结", centered=True, page=1),
        Block(text_of(120), page=1),
        Block("青石县司法局", right=True, page=1),
        Block("2023年1月5日", right=True, page=1),
    ]


def test_a_signature_alone_on_the_last_page_stands_at_the_right_and_apart() -> None:
    pages = [page(1, lines(*paragraph(150))), page(2, lines((17, "青石县司法局")))]
    assert blocks(pages)[-1] == Block("青石县司法局", right=True, page=2)


def test_a_line_of_a_table_of_contents_is_no_part_of_the_next() -> None:
    entry = "一、主要成效" + "…" * 19
    rows = [(0.0, f"{entry}1"), (0.0, f"{entry}8")]
    assert texts(page(1, lines(*rows, *paragraph(90)))) == [f"{entry}1", f"{entry}8", text_of(90)]


def test_words_of_latin_letters_keep_the_blank_between_them() -> None:
    row = [run(LEFT, TOP, "Windows"), run(LEFT + 60, TOP, "Server"), run(LEFT + 108, TOP, "系统")]
    assert texts(page(1, row)) == ["Windows Server系统"]


def test_letters_set_apart_to_fill_a_line_are_one_word_in_it() -> None:
    apart = [run(LEFT + i * 133, TOP + STEP, mark) for i, mark in enumerate("分别达到")]
    around = [*lines((0, prose(26))), *apart, *lines((0, "九成。"), top=TOP + 2 * STEP)]
    assert texts(page(1, around)) == [prose(26) + "分别达到九成。"]


def test_what_stands_at_both_ends_of_a_line_is_a_paragraph_of_its_own() -> None:
    ends = [run(LEFT, TOP, "青政发〔2023〕1号"), run(RIGHT - 112, TOP, "签发人：张某某")]
    body = lines(*paragraph(100), top=TOP + STEP)
    assert texts(page(1, ends + body)) == ["青政发〔2023〕1号 签发人：张某某", text_of(100)]


def test_a_footnotes_mark_stays_in_its_line_and_the_note_below_the_text() -> None:
    marked = lines(*paragraph(60), *paragraph(150)[:4])
    mark = run(marked[0].right, TOP - 2, "1", 9)
    note = lines((0, "1 数据来自统计年报。"), top=700, letter=12)
    first = page(1, [*marked, mark, *note], [Rule(LEFT, 690, LEFT + 120, 690)])
    second = page(2, lines(*paragraph(150)[4:]))
    whole = text_of(60)
    assert texts(first, second) == [
        f"{whole[:24]}1{whole[24:]}",
        text_of(150),
        "1 数据来自统计年报。",
    ]


def test_letters_drawn_twice_to_be_bold_come_out_once() -> None:
    bold = [run(LEFT + shift, TOP + shift, "青石县") for shift in (0, 0.4, 0.8)]
    single = [run(LEFT + 48 + i * LETTER, TOP, mark) for i, mark in enumerate("办办法法")]
    doubled = [run(LEFT + 48 + i * LETTER + 0.4, TOP, mark) for i, mark in enumerate("办办法法")]
    assert texts(page(1, [*bold, *single, *doubled])) == ["青石县办办法法"]


# Columns


def columns(start: int, top: float, count: int = 12) -> tuple[list[Run], str]:
    """A paragraph in two columns with 13 letters to a line, and its text."""
    text = prose(2 * 13 * count - 3, start) + "。"
    parts = [("　　" + text)[i : i + 13] for i in range(0, len(text) + 2, 13)]
    first, *rest = parts[:count]
    left = lines((2, first[2:]), *((0, part) for part in rest), top=top, letter=14)
    right_edge = LEFT + 13 * 14 + 24
    right = lines(*((0, part) for part in parts[count:]), left=right_edge, top=top, letter=14)
    return left + right, text


def test_two_columns_are_read_one_after_the_other_below_a_title_over_both() -> None:
    title = lines((5, "松河镇工作简报"), letter=22)
    body, text = columns(0, TOP + 60)
    assert texts(page(1, title + body)) == ["松河镇工作简报", text]


def test_a_line_over_both_columns_parts_what_stands_above_and_below() -> None:
    above, first = columns(0, TOP, 6)
    across = lines((2, prose(23, 8) + "。"), top=TOP + 170)
    below, second = columns(11, TOP + 210, 6)
    assert texts(page(1, above + across + below)) == [first, prose(23, 8) + "。", second]


def test_the_last_line_of_a_paragraph_over_both_columns_belongs_to_it() -> None:
    opening = lines((2, prose(24)), (0, "编者按。"))
    body, text = columns(3, TOP + 80)
    assert texts(page(1, opening + body)) == [prose(24) + "编者按。", text]


def test_a_mark_that_hangs_into_the_gutter_leaves_the_columns_apart() -> None:
    left = lines(*((0, prose(13, i) + "，") for i in range(6)), letter=14)
    right = lines(*((0, prose(13, i + 9)) for i in range(6)), left=LEFT + 13 * 14 + 19, letter=14)
    wanted = "".join(prose(13, i) + "，" for i in range(6))
    wanted += "".join(prose(13, i + 9) for i in range(6))
    assert texts(page(1, left + right)) == [wanted]


def test_short_words_in_columns_are_read_row_by_row() -> None:
    rows = [
        run(LEFT + x, TOP + i * STEP, name + mark)
        for i, mark in enumerate("甲乙丙丁戊")
        for x, name in ((0, "单位"), (150, "职务"), (300, "姓名"))
    ]
    assert texts(page(1, rows)) == [f"单位{m} 职务{m} 姓名{m}" for m in "甲乙丙丁戊"]


# Page furniture


@pytest.mark.parametrize(
    "number",
    [
        "- {} -",
        "—{}—",
        "－ {} －",
        "·{}·",
        "~ {} ~",
        "{}",
        "第{}页",
        "第 {} 页 共 3 页",
        "第{}页，共3页",
        "第{}页/共3页",
        "共3页 第{}页",
        "{}/3",
        "{} / 3",
        "Page {} of 3",
        "| {}",
    ],
)
@pytest.mark.parametrize("place", [LEFT, WIDTH / 2, RIGHT - 60])
@pytest.mark.parametrize("top", [40, 780])
def test_page_numbers_are_no_text(number: str, place: float, top: float) -> None:
    pages = [
        page(i, [*lines(*paragraph(60 + i), top=TOP), run(place, top, number.format(i), 12)])
        for i in (1, 2, 3)
    ]
    assert texts(*pages) == [text_of(61), text_of(62), text_of(63)]


def test_page_numbers_that_begin_anew_and_stand_left_and_right_are_no_text() -> None:
    pages = [
        page(
            i,
            [*lines(*paragraph(60 + i)), run(LEFT if i % 2 else RIGHT - 12, 780, str(i - 2), 12)],
        )
        for i in (3, 4, 5, 6)
    ]
    assert texts(*pages) == [text_of(60 + i) for i in (3, 4, 5, 6)]


def test_a_number_that_counts_no_pages_stays() -> None:
    last = [*paragraph(60), (0.0, "2023")]
    assert texts(page(1, lines(*last))) == [text_of(60), "2023"]


def test_roman_page_numbers_are_no_text() -> None:
    pages = [
        page(i, [*lines(*paragraph(60 + i)), run(WIDTH / 2, 780, mark, 12)])
        for i, mark in ((1, "i"), (2, "ii"), (3, "iii"))
    ]
    assert texts(*pages) == [text_of(61), text_of(62), text_of(63)]


def test_heads_and_feet_that_recur_on_all_pages_are_no_text() -> None:
    pages = [
        page(
            i,
            [
                run(LEFT, 40, "年度报告汇编", 12),
                run(RIGHT - 60, 40, f"第{i}页", 12),
                *lines(*paragraph(60 + i)),
                run(LEFT, 780, "青石县司法局编印", 12),
            ],
        )
        for i in range(1, 5)
    ]
    assert texts(*pages) == [text_of(60 + i) for i in range(1, 5)]


def test_heads_that_alternate_on_odd_and_even_pages_are_no_text() -> None:
    heads = ("青石县年鉴", "法治建设")
    pages = [
        page(i, [run(LEFT, 40, heads[i % 2], 12), *lines(*paragraph(60 + i))]) for i in range(1, 7)
    ]
    assert texts(*pages) == [text_of(60 + i) for i in range(1, 7)]


def test_heads_that_change_with_the_chapter_are_no_text() -> None:
    heads = ["第一章 总则"] * 3 + ["第二章 职责"] * 4 + ["第三章 附则"] * 3
    pages = [
        page(i, [run(LEFT, 40, head, 12), *lines(*paragraph(60 + i))])
        for i, head in enumerate(heads, 1)
    ]
    assert texts(*pages) == [text_of(60 + i) for i in range(1, 11)]


def test_a_title_that_runs_over_all_pages_stays_where_it_stands_first() -> None:
    pages = [
        page(i, [run(200, 60, "执法统计表", 24), *lines(*paragraph(60 + i))]) for i in range(1, 5)
    ]
    assert texts(*pages) == ["执法统计表", *(text_of(60 + i) for i in range(1, 5))]


def test_a_watermark_on_every_page_is_no_text_and_a_note_on_one_stays() -> None:
    below = HEIGHT + 40  # where readers put what stands askew
    pages = [
        page(i, [*lines(*paragraph(60 + i)), run(LEFT, below, "内部资料", 40)]) for i in range(1, 4)
    ]
    noted = page(4, [*lines(*paragraph(64)), run(LEFT, below, "旁注", 12)])
    assert texts(*pages, noted) == [*(text_of(60 + i) for i in range(1, 5)), "旁注"]


def test_what_stands_askew_breaks_no_paragraph_off() -> None:
    whole = paragraph(150)
    first = page(1, [*lines(*paragraph(60), *whole[:4]), run(LEFT, HEIGHT + 40, "样本", 40)])
    assert texts(first, page(2, lines(*whole[4:]))) == [text_of(60), text_of(150), "样本"]


# All of it

PLACES = st.floats(0, 600)
LENGTHS = st.integers(1, 30)


@st.composite
def any_page(draw: st.DrawFn, number: int) -> Page:
    """A page of runs anywhere, no character of which stands anywhere else, and of any rules."""
    marks = iter(map(chr, range(0x4E00 + number * 2000, 0x9FFF)))
    runs = [
        run(x, y, "".join(next(marks) for _ in range(length)), letter)
        for x, y, length, letter in draw(
            st.lists(st.tuples(PLACES, PLACES, LENGTHS, st.sampled_from((9, 16, 22))), max_size=25)
        )
    ]
    level = draw(st.lists(st.tuples(PLACES, PLACES, PLACES), max_size=8))
    upright = draw(st.lists(st.tuples(PLACES, PLACES, PLACES), max_size=8))
    rules = [Rule(min(a, b), y, max(a, b), y) for y, a, b in level]
    rules += [Rule(x, min(a, b), x, max(a, b)) for x, a, b in upright]
    return page(number, runs, rules)


@given(st.tuples(any_page(1), any_page(2)))
def test_no_character_is_lost_or_made(pages: tuple[Page, Page]) -> None:
    drawn = Counter(mark for one in pages for found in one.runs for mark in found.text)
    read = Counter(mark for text in texts(*pages) for mark in text if not mark.isspace())
    assert read == drawn
