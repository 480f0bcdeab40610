"""The load: the same text in another format is one report; nearly the same ones are linked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.engines.embedded import EmbeddedEngine
from archive.files import State
from archive.library import Library
from archive.model import Page
from archive.query import literal_query
from archive.settings import Settings
from indexer.beside import NAME as TABLE
from tests.indexer.commanding import doc_id_of, run
from tests.indexer.documents import zip_of

TITLE = "青石县司法局2022年法治政府建设工作总结"
BODY = (
    "一年来，我局坚持依法行政，认真落实县委、县政府工作部署，扎实推进法治政府建设各项任务。",
    "一、加强组织领导。局党组先后召开会议12次，研究解决执法人员不足、案卷管理不严等问题。",
    "二、规范行政执法。全年办理行政处罚案件36件，开展案卷评查4次，发现并整改问题21个。",
    "三、化解矛盾纠纷。全县人民调解组织调处纠纷1,208件，负责人出庭应诉17件。",
    "四、深入普法宣传。组织法律进校园、进企业、进农村活动57场，发放宣传资料两万余份。",
    "五、下一步打算。充实执法队伍，建好公共法律服务平台，把工作中的短板一项一项补起来。",
)
EDITED = (*BODY[:4], BODY[4].replace("57场", "58场"), BODY[5])


def plain(title: str = TITLE, body: tuple[str, ...] = BODY) -> str:
    return "\n".join((title, *body)) + "\n"


def page(title: str = TITLE, body: tuple[str, ...] = BODY) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{paragraphs}</body>"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def counts(data: Path) -> dict[State, int]:
    with Library(data / "library") as library:
        return {state: count for state, count in library.counts().items() if count}


def originals(data: Path) -> list[Path]:
    return [path for path in (data / "library" / "originals").rglob("*") if path.is_file()]


def reports_with(data: Path, phrase: str, *, fold_near: bool = False) -> list[str]:
    """The reports in which a reader finds a phrase."""
    query = replace(literal_query(phrase), fold_near=fold_near)
    with EmbeddedEngine(Settings(data=data)) as engine:
        return [hit.best.doc_id for hit in engine.by_report(query, Page()).hits]


def test_the_same_text_in_another_format_is_one_report_with_both_names(
    data: Path, incoming: Path
) -> None:
    first, second = write(incoming / "a.txt", plain()), write(incoming / "b.html", page())
    lines = run(data, "load", str(incoming)).lines
    assert lines == ["提交 2 个文件：新装载 1，已在库 0，内容重复 0，解包 0，隔离 0，文字相同 1。"]
    doc_id = doc_id_of(data, first)
    assert (doc_id_of(data, second), reports_with(data, "出庭应诉")) == (doc_id, [doc_id])
    assert run(data, "status", str(second)).lines == [
        str(second),
        "  去向：文字相同（T）",
        f"  报告：{doc_id}《{TITLE}》",
        "  读取程序：plain",
        f"  内容相同的文件：{first}",
        "  索引：已收入",
    ]


def test_a_file_of_the_same_text_keeps_its_own_original(data: Path, incoming: Path) -> None:
    for name, text in (("a.txt", plain()), ("b.html", page())):
        write(incoming / name, text)
    run(data, "load", str(incoming))
    assert run(data, "verify").lines == ["核对完毕，没有不符：1 份报告，2 个原件。"]


def test_a_file_of_the_same_text_that_is_loaded_again_is_unchanged(
    data: Path, incoming: Path
) -> None:
    for name, text in (("a.txt", plain()), ("b.html", page())):
        write(incoming / name, text)
    run(data, "load", str(incoming))
    assert run(data, "load", str(incoming)).lines == [
        "提交 2 个文件：新装载 0，已在库 2，内容重复 0，解包 0，隔离 0。"
    ]


def test_a_report_that_a_file_of_the_same_text_holds_is_not_superseded(
    data: Path, incoming: Path
) -> None:
    first = write(incoming / "a.txt", plain())
    write(incoming / "b.html", page())
    run(data, "load", str(incoming))
    old = doc_id_of(data, first)
    write(first, plain("青石县司法局2023年法治政府建设工作总结"))
    run(data, "load", str(incoming))
    assert sorted(reports_with(data, "出庭应诉")) == sorted([old, doc_id_of(data, first)])


def test_what_a_metadata_csv_says_of_either_file_is_set(data: Path, incoming: Path) -> None:
    first = write(incoming / "a.txt", plain())
    write(incoming / "b.html", page())
    write(incoming / TABLE, "filename,unit\nb.html,青石县法治办\n")
    run(data, "load", str(incoming))
    with EmbeddedEngine(Settings(data=data)) as engine:
        report = engine.report(doc_id_of(data, first))
    assert report
    assert report.metadata.unit == "青石县法治办"


def test_the_text_of_a_removed_report_does_not_come_back_in_another_format(
    data: Path, incoming: Path
) -> None:
    first = write(incoming / "a.txt", plain())
    run(data, "load", str(first))
    run(data, "remove", "--yes", doc_id_of(data, first))
    write(incoming / "b.html", page())
    assert run(data, "load", str(incoming)).lines == [
        "提交 2 个文件：新装载 0，已在库 0，内容重复 0，解包 0，隔离 0，已移除 2。"
    ]
    assert reports_with(data, "出庭应诉") == []
    assert originals(data) == []


def test_with_a_removed_report_the_originals_of_all_its_files_go(
    data: Path, incoming: Path
) -> None:
    first = write(incoming / "a.txt", plain())
    write(incoming / "b.html", page())
    run(data, "load", str(incoming))
    run(data, "remove", "--yes", doc_id_of(data, first))
    assert originals(data) == []


def test_a_retry_of_a_file_of_the_same_text_brings_a_removed_report_back(
    data: Path, incoming: Path
) -> None:
    first, second = write(incoming / "a.txt", plain()), write(incoming / "b.html", page())
    run(data, "load", str(incoming))
    run(data, "remove", "--yes", doc_id_of(data, first))
    run(data, "retry", str(second))
    run(data, "load", str(incoming))
    assert counts(data) == {State.LOADED: 1, State.SAME_TEXT: 1}
    assert reports_with(data, "出庭应诉") == [doc_id_of(data, first)]


def test_a_short_text_is_never_taken_for_the_same(data: Path, incoming: Path) -> None:
    write(incoming / "a.txt", "见附件。\n此件公开发布。\n")
    write(incoming / "b.html", "<p>见附件。</p><p>此件公开发布。</p>")
    run(data, "load", str(incoming))
    assert counts(data) == {State.LOADED: 2}


def test_a_draft_and_its_final_are_linked_and_one_stands_for_both(
    data: Path, incoming: Path
) -> None:
    first = write(incoming / "a.txt", plain(f"{TITLE}（征求意见稿）"))
    second = write(incoming / "b.txt", plain(body=EDITED))
    run(data, "load", str(incoming))
    draft, final = doc_id_of(data, first), doc_id_of(data, second)
    with EmbeddedEngine(Settings(data=data)) as engine:
        linked = {one: getattr(engine.report(one), "near_to", "") for one in (draft, final)}
    assert linked == {draft: None, final: draft}
    assert sorted(reports_with(data, "出庭应诉")) == sorted([draft, final])
    assert reports_with(data, "出庭应诉", fold_near=True) == [draft]
    assert reports_with(data, "58场", fold_near=True) == [final]


def test_status_tells_of_near_reports(data: Path, incoming: Path) -> None:
    first, second = (
        write(incoming / "a.txt", plain()),
        write(incoming / "b.txt", plain(body=EDITED)),
    )
    run(data, "load", str(incoming))
    one, other = doc_id_of(data, first), doc_id_of(data, second)
    lines = [run(data, "status", str(path)).lines[4] for path in (first, second)]
    assert lines[0].startswith(f"  近似：{other}《{TITLE}》，9")
    assert lines[1].startswith(f"  近似：与先装载的 {one}《{TITLE}》有 9")
    said = "其中 1 份报告与先装载的另一份近似，检索时可以合并。"
    assert said in run(data, "status").lines


def test_the_same_words_of_another_year_are_not_linked(data: Path, incoming: Path) -> None:
    write(incoming / "a.txt", plain())
    other = write(incoming / "b.txt", plain(TITLE.replace("2022", "2023"), EDITED))
    run(data, "load", str(incoming))
    with Library(data / "library") as library:
        assert library.near(doc_id_of(data, other)) is None


def test_a_group_keeps_its_name_when_its_first_is_removed(data: Path, incoming: Path) -> None:
    first, second = (
        write(incoming / "a.txt", plain()),
        write(incoming / "b.txt", plain(body=EDITED)),
    )
    run(data, "load", str(incoming))
    gone = doc_id_of(data, first)
    run(data, "remove", "--yes", gone)
    third = write(incoming / "c.txt", plain(body=(*EDITED[:-1], "五、下一步打算。充实队伍。")))
    run(data, "load", str(third))
    with Library(data / "library") as library:
        near = [library.near(doc_id_of(data, path)) for path in (second, third)]
    assert [one.near_to if one else None for one in near] == [gone, gone]


def test_which_of_two_files_of_one_text_comes_first_hangs_on_their_order_alone(
    data: Path, incoming: Path
) -> None:
    """A file after an archive is read while that is unpacked, and must not come before it."""
    (incoming / "a.zip").write_bytes(zip_of({"甲.txt": plain()}))
    write(incoming / "b.html", page())
    run(data, "load", str(incoming))
    with Library(data / "library") as library:
        states = [library.file(f"{incoming}/{name}") for name in ("a.zip!/甲.txt", "b.html")]
    assert [one.state if one else None for one in states] == [State.LOADED, State.SAME_TEXT]


def test_an_original_that_was_lost_is_kept_again_when_its_file_is_loaded(
    data: Path, incoming: Path
) -> None:
    file = write(incoming / "a.txt", plain())
    run(data, "load", str(file))
    (original,) = (data / "library" / "originals").glob("*/*")
    original.unlink()
    run(data, "load", str(file))
    assert original.read_bytes() == file.read_bytes()


def test_a_file_saved_anew_with_the_same_text_stays_the_one_that_was_loaded(
    data: Path, incoming: Path
) -> None:
    file = write(incoming / "a.txt", plain())
    for text in (plain(), plain() + "\n\n", plain()):
        write(file, text)
        lines = run(data, "load", str(file)).lines
    assert lines == ["提交 1 个文件：新装载 0，已在库 1，内容重复 0，解包 0，隔离 0。"]
    assert counts(data) == {State.LOADED: 1}
    assert run(data, "verify").lines == ["核对完毕，没有不符：1 份报告，2 个原件。"]


def test_when_its_file_holds_another_report_a_copy_becomes_the_one_that_was_loaded(
    data: Path, incoming: Path
) -> None:
    first = write(incoming / "a.txt", plain())
    second = write(incoming / "b.html", page())
    run(data, "load", str(incoming))
    write(first, plain("青石县司法局2023年法治政府建设工作总结"))
    run(data, "load", str(first))
    assert counts(data) == {State.LOADED: 2}
    assert run(data, "status", str(second)).lines[1] == "  去向：已装载（T）"


def test_the_original_of_a_same_text_that_its_file_holds_no_more_goes_with_the_report(
    data: Path, incoming: Path
) -> None:
    first, second = write(incoming / "a.txt", plain()), write(incoming / "b.html", page())
    run(data, "load", str(incoming))
    write(second, page("青石县司法局2023年法治政府建设工作总结"))
    run(data, "load", str(incoming))
    run(data, "remove", "--yes", doc_id_of(data, first))
    assert [path.read_bytes() for path in originals(data)] == [second.read_bytes()]


def test_verify_names_the_original_of_a_removed_report_that_is_there_still(
    data: Path, incoming: Path
) -> None:
    first = write(incoming / "a.txt", plain())
    run(data, "load", str(incoming))
    (original,) = originals(data)
    doc_id = doc_id_of(data, first)
    run(data, "remove", "--yes", doc_id)
    original.write_bytes(first.read_bytes())
    assert run(data, "verify").lines[0] == f"已移除的报告的原件还在：{original}"
    run(data, "remove", "--yes", doc_id)
    assert run(data, "verify").lines == ["核对完毕，没有不符：0 份报告，0 个原件。"]


def test_a_report_that_comes_back_is_the_first_of_its_group_again(
    data: Path, incoming: Path
) -> None:
    first = write(incoming / "a.txt", plain())
    second = write(incoming / "b.txt", plain(body=EDITED))
    run(data, "load", str(incoming))
    group = doc_id_of(data, first)
    run(data, "remove", "--yes", group)
    run(data, "retry", str(first))
    third = write(incoming / "c.txt", plain(body=(*EDITED[:-1], "五、下一步打算。充实队伍。")))
    run(data, "load", str(third))
    with Library(data / "library") as library:
        near = [library.near(doc_id_of(data, path)) for path in (first, second, third)]
    assert [one.near_to if one else None for one in near] == [None, group, group]


def test_a_corrected_version_is_not_near_to_the_one_it_takes_the_place_of(
    data: Path, incoming: Path
) -> None:
    file = write(incoming / "a.txt", plain())
    run(data, "load", str(file))
    write(file, plain(body=EDITED))
    run(data, "load", str(file))
    with Library(data / "library") as library:
        assert (library.near(doc_id_of(data, file)), library.count_near()) == (None, 0)


def test_the_other_files_of_a_report_that_is_brought_back_are_to_be_read(
    data: Path, incoming: Path
) -> None:
    first, second = write(incoming / "a.txt", plain()), write(incoming / "b.html", page())
    run(data, "load", str(incoming))
    run(data, "remove", "--yes", doc_id_of(data, first))
    run(data, "retry", str(second))
    assert counts(data) == {State.LOADED: 1, State.SEEN: 1}
