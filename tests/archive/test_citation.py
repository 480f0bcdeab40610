"""Citations: what a reader pastes into a paper, and what is left out where it is unknown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from archive.citation import Source, bibtex, gbt7714, plain

ADDRESS = "http://archive.example/r/0123456789abcdef/12"
WHOLE = Source(
    doc_id="0123456789abcdef",
    ordinal=12,
    title="青岚县2022年法治政府建设情况报告",
    address=ADDRESS,
    seen_on="2026-11-21",
    unit="青岚县司法局",
    year=2022,
    section=("一、主要举措和成效", "（二）规范执法。"),
    date="2023-01-15",
    document_number="青政办〔2023〕2号",
)
BARE = Source("0123456789abcdef", 12, "法治小结", ADDRESS, "2026-11-21")


def test_the_plain_citation_names_unit_title_year_section_and_paragraph() -> None:
    assert plain(WHOLE) == (
        "青岚县司法局《青岚县2022年法治政府建设情况报告》，2022年，"
        "一、主要举措和成效·（二）规范执法，第12段。" + ADDRESS
    )


def test_gbt_7714_gives_an_online_report_with_its_date_and_the_day_of_access() -> None:
    assert gbt7714(WHOLE) == (
        "青岚县司法局. 青岚县2022年法治政府建设情况报告: 青政办〔2023〕2号[R/OL]. "
        f"(2023-01-15)[2026-11-21]. {ADDRESS}."
    )


def test_bibtex_gives_a_report_with_the_paragraph_as_its_key() -> None:
    assert bibtex(WHOLE).splitlines() == [
        "@techreport{r0123456789abcdef-12,",
        "  author = {{青岚县司法局}},",
        "  title = {{青岚县2022年法治政府建设情况报告}},",
        "  institution = {青岚县司法局},",
        "  number = {青政办〔2023〕2号},",
        "  year = {2023},",
        "  month = jan,",
        "  note = {一、主要举措和成效·（二）规范执法，第12段},",
        f"  url = {{{ADDRESS}}},",
        "  urldate = {2026-11-21},",
        "  language = {chinese},",
        "}",
    ]


def test_what_is_unknown_is_left_out() -> None:
    assert plain(BARE) == f"《法治小结》，第12段。{ADDRESS}"
    assert gbt7714(BARE) == f"法治小结[R/OL]. [2026-11-21]. {ADDRESS}."
    assert bibtex(BARE).splitlines()[1:3] == ["  title = {{法治小结}},", "  note = {第12段},"]


def test_a_date_known_to_the_month_is_cited_to_the_month() -> None:
    source = replace(BARE, date="2022-12")
    assert "(2022-12)[2026-11-21]" in gbt7714(source)
    assert "  year = {2022},\n  month = dec,\n" in bibtex(source)


def test_without_a_date_bibtex_takes_the_year_of_the_report() -> None:
    assert "  year = {2021},\n" in bibtex(replace(BARE, year=2021))


def test_the_title_stands_for_the_whole_report_and_has_no_paragraph() -> None:
    address = "http://archive.example/r/0123456789abcdef"
    source = replace(WHOLE, ordinal=0, section=(), address=address)
    assert plain(source) == (f"青岚县司法局《青岚县2022年法治政府建设情况报告》，2022年。{address}")
    assert bibtex(source).startswith("@techreport{r0123456789abcdef-0,")
    assert "note" not in bibtex(source)


def test_title_marks_within_a_title_become_single() -> None:
    source = replace(BARE, title="关于落实《法治政府建设实施纲要》的报告")
    assert plain(source).startswith("《关于落实〈法治政府建设实施纲要〉的报告》，")


def test_a_composed_title_stands_without_title_marks() -> None:
    source = replace(BARE, title="[2019年依法治镇报告]", unit="白杼镇")
    assert plain(source).startswith("白杼镇[2019年依法治镇报告]，第12段。")


def test_a_title_over_two_lines_is_cited_on_one() -> None:
    assert plain(replace(BARE, title="法治\n  小结")).startswith("《法治 小结》")


@pytest.mark.parametrize("title", ["50%_a & b#1 $", "半个{括号", "}", "a\\b~c^d", "{{", '"引"'])
def test_no_title_breaks_a_bibtex_entry(title: str) -> None:
    entry = bibtex(replace(WHOLE, title=title))
    assert entry.count("{") == entry.count("}")
    assert not re.search(
        r"(?<!\\)[%&#$_]|[~^]", "".join(entry.split("  url =")[0].splitlines()[1:])
    )
    assert read_fields(entry)["urldate"] == "2026-11-21"


def read_fields(entry: str) -> dict[str, str]:
    """The fields of a BibTeX entry, told by its braces as BibTeX does."""
    fields: dict[str, str] = {}
    for name, at in ((found[1], found.end()) for found in re.finditer(r"(\w+) = \{", entry)):
        depth, end = 1, at
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[end], 0)
            end += 1
        fields[name] = entry[at : end - 1]
    return fields
