"""Plain text and Markdown: every encoding is told, and damage spoils no more than it hits."""

from __future__ import annotations

import codecs

import opencc
import pytest

from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import markdown, plain

SENTENCE = "全年办理行政复议案件57件，行政机关负责人出庭应诉率达97.56%，同比上升3.2个百分点。"
TRADITIONAL = opencc.OpenCC("s2t").convert(SENTENCE)


def texts(data: bytes) -> list[str]:
    return [block.text for block in plain.read(data, DEFAULTS)]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@pytest.mark.parametrize("length", [10, 20, 45, 300, 50_000])
def test_a_text_of_any_length_is_read_in_its_encoding(encoding: str, length: int) -> None:
    sentence = TRADITIONAL if encoding == "big5" else SENTENCE
    text = (sentence * (length // len(sentence) + 1))[:length]
    assert texts(text.encode(encoding)) == [text]


def test_a_long_text_in_gbk_is_read_whole_and_by_lines() -> None:
    lines = [f"第{i}段。{SENTENCE * 20}" for i in range(3000)]
    assert texts("\r\n".join(lines).encode("gbk")) == lines


def test_utf_32_in_both_orders_is_known_by_its_mark() -> None:
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ):
        assert texts(mark + SENTENCE.encode(encoding)) == [SENTENCE]


def test_ascii_before_the_text_does_not_hide_its_encoding() -> None:
    head = "a line of code\n" * 1000
    assert texts((head + SENTENCE).encode("gbk"))[-1] == SENTENCE


@pytest.mark.parametrize("broken", [b"\xff", b"\x80", b"\xc0", b"\xfe\xff"])
def test_broken_bytes_in_utf_8_spoil_their_character_and_no_other(broken: bytes) -> None:
    whole = SENTENCE.encode()
    assert texts(whole[:30] + broken + whole[30:]) == [
        f"{SENTENCE[:10]}{chr(0xFFFD) * len(broken)}{SENTENCE[10:]}"
    ]


def test_a_byte_lost_from_gbk_spoils_its_character_and_no_other() -> None:
    whole = (SENTENCE * 3).encode("gbk")
    (read,) = texts(whole[:20] + whole[21:])
    assert read.endswith(SENTENCE[12:] + SENTENCE * 2)
    assert read.startswith(SENTENCE[:10])


def test_a_line_broken_in_gbk_leaves_the_others_whole() -> None:
    lines = [SENTENCE.encode("gbk"), b"\xb0\xff\xff" * 3, SENTENCE.encode("gbk")]
    read = texts(b"\n".join(lines))
    assert (read[0], read[-1]) == (SENTENCE, SENTENCE)


def test_one_broken_byte_in_much_ascii_is_no_hindrance() -> None:
    assert texts(b"a line\n" * 2000 + b"\xff")[:2] == ["a line", "a line"]


def test_utf_8_cut_at_its_end_is_utf_8() -> None:
    assert texts(SENTENCE.encode()[:-1])[0].startswith(SENTENCE[:-1])


def test_text_that_was_spoilt_before_it_was_saved_stays_as_it_is() -> None:
    assert texts(f"锟斤拷锟斤拷烫烫烫。{SENTENCE}".encode()) == [f"锟斤拷锟斤拷烫烫烫。{SENTENCE}"]


def test_characters_written_as_two_surrogates_are_whole() -> None:
    rare = "\U00020bb7"
    halves = rare.encode("utf-16-be")
    written = "".join(chr(int.from_bytes(halves[i : i + 2], "big")) for i in (0, 2))
    data = SENTENCE.encode() + written.encode("utf-8", "surrogatepass")
    assert texts(data) == [SENTENCE + rare]


def test_nul_and_control_characters_vanish_in_every_encoding() -> None:
    for encoding in ("utf-8", "gbk", "utf-16-le"):
        spoilt = SENTENCE.replace("行政", "行\x00政\x07").encode(encoding)
        assert (encoding, texts(spoilt)) == (encoding, [SENTENCE])


@pytest.mark.parametrize("size", [60, 1000, 4000])
def test_random_bytes_are_no_text(size: int) -> None:
    import random

    for seed in range(20):
        with pytest.raises(Unreadable, match="不是可识别的文档"):
            plain.read(random.Random(seed).randbytes(size), DEFAULTS)


# Markdown


def test_a_markdown_table_is_rows_below_its_header() -> None:
    source = "正文。\n\n| 单位 | 案件 |\n|:---|---:|\n| 甲局 | 3 \\| 2 |\n| | |\n| 乙局 | |\n后文。"
    assert markdown.read(source.encode(), DEFAULTS) == [
        Block("正文。"),
        Block("单位\t案件", table_row=True, opens_table=True, header=True),
        Block("甲局\t3 | 2", table_row=True),
        Block("乙局\t", table_row=True),
        Block("后文。"),
    ]


def test_a_markdown_table_without_outer_bars_is_rows_and_a_bar_in_a_text_is_text() -> None:
    source = "甲 | 乙\n--- | ---\n丙 | 丁\n\n共 3|4 件\n---\n| 一栏 |\n|---|\n| 文字 |"
    assert markdown.read(source.encode(), DEFAULTS) == [
        Block("甲\t乙", table_row=True, opens_table=True, header=True),
        Block("丙\t丁", table_row=True),
        Block("共 3|4 件"),
        Block("---"),
        Block("一栏"),
        Block("文字"),
    ]
