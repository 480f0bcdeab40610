"""Layout: tables, told by the rules that draw their cells."""

from __future__ import annotations

from itertools import pairwise

import pytest

from indexer.blocks import Block
from indexer.layout import Page, Rule, Run, blocks
from tests.indexer.set_pages import (
    LEFT,
    TOP,
    WIDTH,
    cells,
    grid,
    lines,
    page,
    paragraph,
    prose,
    run,
    text_of,
)

COLUMNS = (90.0, 150.0, 300.0, 500.0)
ROWS = (300.0, 330.0, 360.0, 390.0)
TEXTS = (("序号", "单位", "件数"), ("1", "司法局", "57"), ("2", "财政局", "13"))


def rows(*pages: Page) -> list[str]:
    """The texts of the table rows, and nothing else being there."""
    found = blocks(pages)
    assert all(block.table_row for block in found)
    return [block.text for block in found]


def row(text: str, number: int = 1, opens: bool = False, header: bool = False) -> Block:
    return Block(text, table_row=True, page=number, opens_table=opens, header=header)


def ruled(left: float = 90, top: float = 300) -> tuple[list[Run], list[Rule]]:
    """The cells of `TEXTS`, and the rules between them."""
    x, y = left - COLUMNS[0], top - ROWS[0]
    columns, edges = [x + one for one in COLUMNS], [y + one for one in ROWS]
    return cells(columns, edges, TEXTS), grid(columns, edges)


def test_a_ruled_table_is_read_row_by_row_where_it_stands_in_the_text() -> None:
    runs, rules = ruled()
    above, below = lines(*paragraph(100)), lines(*paragraph(110), top=420)
    assert blocks([page(1, above + runs + below, rules)]) == [
        Block(text_of(100), page=1),
        row("序号\t单位\t件数", opens=True),
        row("1\t司法局\t57"),
        row("2\t财政局\t13"),
        Block(text_of(110), page=1),
    ]


def test_the_lines_of_a_cell_are_one_text() -> None:
    runs, rules = (
        cells((90, 300), (300, 400), [["事项", prose(11)]]),
        grid((90, 300, 500), (300, 400)),
    )
    more = [run(304, 332, prose(11, 5)), run(304, 360, "完。")]
    assert rows(page(1, runs + more, rules)) == [f"事项\t{prose(11)}{prose(11, 5)}完。"]


def test_a_text_set_close_over_a_rule_is_parted_by_it() -> None:
    close = run(134, 304, "12345")  # its fourth digit stands right of the rule at 150
    assert rows(page(1, [close], grid((90, 150, 300), (300, 330)))) == ["12\t345"]


def test_cells_that_span_columns_and_rows_keep_the_columns_below_each_other() -> None:
    rules = [Rule(x, 300, x, 390) for x in (90.0, 150.0, 500.0)] + [Rule(300, 330, 300, 390)]
    rules += [Rule(90, y, 500, y) for y in (300.0, 360.0, 390.0)] + [Rule(150, 330, 500, 330)]
    runs = [
        run(94, 322, "单位"),
        run(250, 304, "行政处罚"),
        run(154, 334, "件数"),
        run(304, 334, "金额"),
        *cells((90, 150, 300), (360, 390), [["某局", "57", "9.5"]]),
    ]
    assert rows(page(1, runs, rules)) == ["单位\t行政处罚\t", "\t件数\t金额", "某局\t57\t9.5"]


def test_rows_without_text_are_left_out() -> None:
    runs = cells(COLUMNS, ROWS, [TEXTS[0], ("", "", ""), TEXTS[2]])
    assert rows(page(1, runs, grid(COLUMNS, ROWS))) == ["序号\t单位\t件数", "2\t财政局\t13"]


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    rules = [
        rule
        for rule in grid(COLUMNS, ROWS)
        if rule.left not in (90, 500) or rule.top == rule.bottom
    ]
    assert rows(page(1, cells(COLUMNS, ROWS, TEXTS), rules)) == ["\t".join(one) for one in TEXTS]


def test_cells_drawn_as_boxes_with_double_lines_are_one_table() -> None:
    boxes = [
        Rule(*place)
        for left, right in pairwise(COLUMNS)
        for top, bottom in pairwise(ROWS)
        for place in (
            (left, top, right, top),
            (left, bottom - 1, right, bottom - 1),
            (left + 1, top, left + 1, bottom),
            (right, top, right, bottom),
        )
    ]
    assert rows(page(1, cells(COLUMNS, ROWS, TEXTS), boxes)) == ["\t".join(one) for one in TEXTS]


def test_a_broken_line_is_one_rule() -> None:
    dashes = [Rule(x, 330, x + 6, 330) for x in range(90, 496, 8)]
    rules = [rule for rule in grid(COLUMNS, ROWS) if rule.top != 330] + dashes
    assert rows(page(1, cells(COLUMNS, ROWS, TEXTS), rules)) == ["\t".join(one) for one in TEXTS]


def test_a_table_that_goes_on_over_the_page_is_one_and_its_header_is_read_once() -> None:
    runs, rules = ruled(top=700)
    rest, more = cells(COLUMNS, ROWS, [TEXTS[0], ("3", "公安局", "88")]), grid(COLUMNS, ROWS[:3])
    first = page(1, [*lines(*paragraph(100)), *runs], rules)
    second = page(2, rest, more)
    assert blocks([first, second]) == [
        Block(text_of(100), page=1),
        row("序号\t单位\t件数", opens=True, header=True),
        row("1\t司法局\t57"),
        row("2\t财政局\t13"),
        row("3\t公安局\t88", 2),
    ]


def test_a_row_parted_by_the_pages_end_is_one() -> None:
    columns, edges = (90.0, 150.0, 334.0), (700.0, 760.0)
    begun = [*cells(columns, edges, [["1", prose(11)]]), run(154, 732, prose(11, 5))]
    rest = cells(columns, (60,), [["", "完毕。"]])
    pages = [
        page(1, [*lines(*paragraph(100)), *begun], grid(columns, edges)),
        page(2, [*rest, *cells(columns, (90,), [["2", "其次"]])], grid(columns, (60, 90, 120))),
    ]
    assert blocks(pages)[1:] == [
        row(f"1\t{prose(11)}{prose(11, 5)}完毕。", opens=True),
        row("2\t其次", 2),
    ]


def test_tables_of_other_columns_are_others() -> None:
    runs, rules = ruled(top=700)
    columns = (90.0, 250.0, 350.0, 500.0)
    other = page(2, cells(columns, ROWS, TEXTS), grid(columns, ROWS))
    found = blocks([page(1, runs, rules), other])
    assert [block.opens_table for block in found] == [True, False, False] * 2


def test_two_tables_on_one_page_are_two() -> None:
    runs, rules = ruled(top=200)
    others, more = ruled(top=500)
    found = blocks([page(1, runs + others, rules + more)])
    assert [block.opens_table for block in found] == [True, False, False] * 2


@pytest.mark.parametrize(
    "rules",
    [
        grid((60, WIDTH - 60), (60, 780)),  # a frame round the page
        grid((60, WIDTH - 60), (60, 90, 780)),  # and a line below its head
        [Rule(LEFT, TOP + 17, 500, TOP + 17)],  # an underline
        [Rule(LEFT, 90, 500, 90), Rule(LEFT, 93, 500, 93)],  # the red line of an official paper
        [Rule(LEFT - 8, TOP, LEFT - 8, 400)],  # a line at the margin
        grid((LEFT - 4, 500), (TOP - 4, TOP + 24)),  # a heading in a box
    ],
)
def test_frames_and_lines_in_prose_are_no_table(rules: list[Rule]) -> None:
    runs = lines(*paragraph(100), *paragraph(110))
    assert blocks([page(1, runs, rules)]) == [
        Block(text_of(100), page=1),
        Block(text_of(110), page=1),
    ]


def test_columns_of_prose_with_a_frame_and_a_line_between_them_are_prose() -> None:
    left = [(2.0, prose(11, 1)), *((0.0, prose(13, i)) for i in range(13)), (0.0, "左栏完。")]
    right = [(2.0, prose(11, 2)), *((0.0, prose(13, i + 7)) for i in range(13)), (0.0, "右栏完。")]
    beside = LEFT + 13 * 14 + 24
    runs = lines(*left, letter=14) + lines(*right, left=beside, letter=14)
    rules = grid((LEFT - 10, beside - 12, beside + 13 * 14 + 10), (TOP - 10, 600))
    wanted = ["".join(text for _, text in side) for side in (left, right)]
    assert blocks([page(1, runs, rules)]) == [Block(text, page=1) for text in wanted]


def test_an_underline_in_a_cell_parts_no_row() -> None:
    underline = Rule(160, 346, 220, 346)
    assert rows(page(1, cells(COLUMNS, ROWS, TEXTS), [*grid(COLUMNS, ROWS), underline])) == [
        "\t".join(one) for one in TEXTS
    ]


def test_the_header_at_the_top_of_every_page_is_no_running_head() -> None:
    pages = [
        page(i, cells(COLUMNS, ROWS, [TEXTS[0], (str(i), "某局", "7")]), grid(COLUMNS, ROWS[:3]))
        for i in range(1, 6)
    ]
    assert rows(*pages) == ["序号\t单位\t件数", *(f"{i}\t某局\t7" for i in range(1, 6))]


def test_a_drawing_of_many_lines_hides_no_text() -> None:
    rules = [Rule(x, 100, x, 500) for x in range(90, 500)]
    rules += [Rule(90, y / 2, 500, y / 2) for y in range(200, 1000)]
    assert blocks([page(1, [run(LEFT, 520, "图一")], rules)]) == [Block("图一", page=1)]
