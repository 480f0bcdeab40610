"""Sketches: the same text and nearly the same are told again; another year or place is not."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Metadata, Paragraph, Report, Role
from indexer import sketching
from indexer.sketching import SHORTEST, THRESHOLD, agree, nearest, similarity, sketch
from tests.indexer.documents import read_report

ROOT = Path(__file__).parent.parent.parent
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60)
OFFICE = "青石县司法局"
BODY = (
    "一年来，我局坚持以习近平法治思想为指导，认真落实县委、县政府工作部署，扎实推进依法行政。",
    "一、加强组织领导。局党组先后召开会议12次，研究解决执法人员不足、案卷管理不严等问题。",
    "二、规范行政执法。全年办理行政处罚案件36件，开展案卷评查4次，发现并整改问题21个。",
    "三、化解矛盾纠纷。全县人民调解组织调处纠纷1,208件，调解成功率达到百分之九十八。",
    "四、深入普法宣传。组织法律进校园、进企业、进农村活动57场，发放宣传资料两万余份。",
    "五、存在的问题。一是基层力量薄弱；二是信息化水平不高；三是培训的针对性还不够强。",
    "六、下一步打算。充实执法队伍，建好公共法律服务平台，把工作中的短板一项一项补起来。",
)


def report(
    title: str, body: Sequence[str], year: int | None = 2022, unit: str | None = OFFICE
) -> Report:
    paragraphs = [Paragraph(0, Role.TITLE, title)]
    paragraphs += [Paragraph(at, Role.BODY, text) for at, text in enumerate(body, 1)]
    return Report("0" * 16, "报告.txt", Metadata(title, year, unit=unit), tuple(paragraphs))


REPORT = report(f"{OFFICE}2022年法治政府建设工作总结", BODY)


def is_near(one: Report, other: Report) -> bool:
    """Whether a load finds `other` by the bands of `one`, and links it."""
    of, candidate = sketch(one), sketch(other)
    found = [("other", candidate.minhash)] if set(of.bands) & set(candidate.bands) else []
    return nearest(of, found) is not None


@settings(deadline=None)
@given(st.lists(HAN, min_size=1, max_size=12), st.integers(0))
def test_a_text_broken_otherwise_with_blanks_and_in_full_width_has_the_same_hash(
    body: list[str], seed: int
) -> None:
    draw = random.Random(seed)
    text = "甲" * SHORTEST + "(2022)12%;" + "".join(body)
    parts = [""]
    for character in text:
        wide = chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character
        parts[-1] += draw.choice([character, wide, f" {character}", f"{wide}\u3000"])
        if draw.random() < 0.2:
            parts.append("")
    one, other = sketch(report("标题", [text])), sketch(report("标题", parts))
    assert (one.text_hash is not None, one) == (True, other)


def test_another_character_gives_another_hash() -> None:
    other = report(REPORT.metadata.title, [*BODY[:-1], BODY[-1].replace("短板", "长板")])
    assert sketch(REPORT).text_hash != sketch(other).text_hash


@pytest.mark.parametrize(("characters", "is_told"), [(SHORTEST - 1, False), (SHORTEST, True)])
def test_a_text_too_short_is_taken_for_no_other(characters: int, is_told: bool) -> None:
    made = sketch(report("页", ["面不存在"[at % 4] for at in range(characters - 1)]))
    assert (made.text_hash is not None, len(made.bands)) == (is_told, 25 if is_told else 0)


def test_a_report_without_any_text_can_be_sketched() -> None:
    made = sketch(report("", [], None, None))
    assert (made.text_hash, made.bands, len(made.minhash)) == (None, (), 524)


def test_a_sketch_is_the_same_in_every_process() -> None:
    program = (
        "from tests.indexer.test_sketching import REPORT, sketch\n"
        "made = sketch(REPORT)\nprint(made.text_hash, made.minhash.hex(), made.bands)"
    )
    made = sketch(REPORT)
    for seed in "12":
        told = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout == f"{made.text_hash} {made.minhash.hex()} {made.bands}\n"


def test_a_sketch_stays_what_ledgers_hold() -> None:
    made = sketch(REPORT)
    assert (made.text_hash, made.bands[0], made.minhash[:16].hex()) == (
        "a1ad2867c222418d608815e27b381227624a5857c9ecbcf104279a39c449e725",
        9193480242542653755,
        "e6070000d684692e78af7f003a3a7500",
    )


def test_bands_are_integers_that_sqlite_takes() -> None:
    bands = sketch(REPORT).bands
    assert (len(set(bands)), all(-(2**63) <= band < 2**63 for band in bands)) == (25, True)


def test_comparing_loads_neither_numpy_nor_datasketch() -> None:
    program = (
        "import sys\nfrom indexer.sketching import Sketch, nearest, similarity\n"
        "one = bytes(524)\nsimilarity(one, one)\nnearest(Sketch(None, one, ()), [('', one)])\n"
        "print(sorted({'numpy', 'scipy', 'datasketch'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"


@settings(deadline=None)
@given(st.lists(HAN, max_size=8), st.lists(HAN, max_size=8))
def test_similarity_is_symmetric_and_one_for_equal_texts(one: list[str], other: list[str]) -> None:
    first, second = sketch(report("", one)).minhash, sketch(report("", other)).minhash
    assert similarity(first, first) == 1.0
    assert similarity(first, second) == similarity(second, first)


@settings(deadline=None)
@given(st.integers(0), st.integers(100, 4_000), st.floats(0, 1))
def test_similarity_is_within_point_22_of_the_shared_shingles(
    seed: int, size: int, share: float
) -> None:
    draw = random.Random(seed)

    def text(length: int) -> str:
        return "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(length))

    common = text(int(size * share))
    texts = [common + text(size - len(common)) for _ in range(2)]
    one, other = ({text[at : at + 3] for at in range(size - 2)} for text in texts)
    estimate = similarity(*(sketch(report("", [text])).minhash for text in texts))
    # Five standard errors: one example in two million is further off.
    assert estimate == pytest.approx(len(one & other) / len(one | other), abs=0.22)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (f"{OFFICE}2022年法治政府建设工作总结（征求意见稿）", BODY),
        (f"{OFFICE}关于2022年度法治政府建设情况的报告", BODY),
        ("XX局2022年法治政府建设工作总结", [one.replace("青石", "XX") for one in BODY]),
        (REPORT.metadata.title, [one.replace("36件", "41件") for one in BODY]),
        (REPORT.metadata.title, [*BODY[1:], BODY[0]]),
        (REPORT.metadata.title, ["来源：县政府办　浏览：31次", *BODY, "责任编辑：王某"]),
    ],
    ids=["draft", "title in other words", "blotted out", "numbers", "moved", "posted again"],
)
def test_a_report_with_small_edits_is_near(title: str, body: Sequence[str]) -> None:
    unit = "XX局" if "XX" in title else OFFICE
    assert is_near(REPORT, report(title, body, unit=unit))


@pytest.mark.parametrize(
    ("title", "year", "unit"),
    [
        (f"{OFFICE}2023年法治政府建设工作总结", 2023, OFFICE),
        ("白沙县司法局2022年法治政府建设工作总结", 2022, "白沙县司法局"),
        ("2022年法治政府建设工作总结", 2022, "白沙县司法局"),
        ("[2022年报告]", 2022, None),
    ],
    ids=["next year", "other place", "other place with one title", "nobody knows whose"],
)
def test_the_same_words_of_another_year_or_issuer_are_not_near(
    title: str, year: int, unit: str | None
) -> None:
    other = report(title, BODY, year, unit)
    assert similarity(sketch(REPORT).minhash, sketch(other).minhash) > THRESHOLD
    assert not is_near(REPORT, other)


def test_laws_without_year_and_issuer_are_told_by_their_titles() -> None:
    one, same, other = (
        sketch(report(title, BODY, None, None)).minhash
        for title in ("青石县养犬条例", "青石县养犬条例（草案）", "白沙县养犬条例")
    )
    assert (agree(one, same), agree(one, other)) == (True, False)


def test_two_yearly_reports_of_one_office_in_other_words_are_not_near() -> None:
    other = report(REPORT.metadata.title, [*BODY[:2], *(one[::-1] for one in BODY[2:])])
    assert not is_near(REPORT, other)


def test_the_nearest_is_the_most_similar_and_of_equals_the_first() -> None:
    less = sketch(report(REPORT.metadata.title, BODY[:-1])).minhash
    far = sketch(report(REPORT.metadata.title, [one[::-1] for one in BODY])).minhash
    of = sketch(REPORT)
    candidates = [("far", far), ("less", less), ("first", of.minhash), ("second", of.minhash)]
    assert nearest(of, candidates) == ("first", 1.0)
    assert nearest(of, candidates[:2]) == ("less", similarity(of.minhash, less))
    assert nearest(of, candidates[:1]) is None


def test_the_samples_are_no_near_duplicates(sample_reports: tuple[Report, ...]) -> None:
    assert not [1 for one, other in combinations(sample_reports, 2) if is_near(one, other)]


def test_a_real_report_is_told_again_in_every_format(corpora: Path) -> None:
    missed = []
    for original in sorted((corpora / "formats").rglob("*.doc")):
        first = sketch(read_report(original.read_bytes(), original.name))
        for path in sorted((corpora / "formats").rglob(f"{original.stem}.*")):
            other = sketch(read_report(path.read_bytes(), path.name))
            if first.text_hash != other.text_hash and not nearest(first, [("", other.minhash)]):
                missed.append(path.name)
    assert missed == []


def test_real_reports_of_one_year_are_not_near(corpora: Path) -> None:
    reports = [read_report(path.read_bytes(), path.name) for path in corpora.glob("gwr31/*.docx")]
    known = Metadata("[2025年报告]", 2025, unit=OFFICE)  # by text alone
    made = [sketch(replace(one, metadata=known)) for one in reports]
    assert len(made) == 31
    near = [1 for one, other in combinations(made, 2) if nearest(one, [("", other.minhash)])]
    assert near == []


def test_permutations_are_made_once() -> None:
    assert sketching.permutations() is sketching.permutations()
