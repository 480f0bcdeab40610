"""Archives: every file in them comes out under its name, and nothing that would do harm."""

from __future__ import annotations

import binascii
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import py7zr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.blocks import Unreadable
from indexer.containers.names import distinct, inner_path
from indexer.limits import DEFAULTS, Limits
from indexer.opened import Room
from indexer.reading import open_file
from tests.indexer.documents import sevenzip_of, tar_of, zip_of

FILES = {"2021/青石县报告.txt": b"first", "2022/青石县报告.txt": b"second", "empty.txt": b""}


def gbk_zip_of(members: Mapping[str, bytes]) -> bytes:
    """A zip as Chinese Windows packs it: names in GBK, and nothing that says so."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, (name, content) in enumerate(members.items()):
            archive.writestr(f"{number}".ljust(len(name.encode("gbk")), "~"), content)
    data = file.getvalue()
    for number, name in enumerate(members):
        raw = name.encode("gbk")
        data = data.replace(f"{number}".ljust(len(raw), "~").encode(), raw)
    return data


def unpacked(
    data: bytes | Path, folder: Path, limits: Limits = DEFAULTS, name: str = "2021.zip"
) -> dict[str, bytes | str | None]:
    """What came out by path: the bytes, why not, or None for an archive that was unpacked."""
    opened = open_file(data, name, limits, Room(folder / "room"))
    assert opened.reading is None
    return {
        member.path: member.file.read_bytes()
        if member.file
        else member.failure and member.failure.reason
        for member in opened.members
    }


def refusal(data: bytes, folder: Path, limits: Limits = DEFAULTS) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        unpacked(data, folder, limits)
    return refused.value


PACKERS: Mapping[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "zip": zip_of,
    "zip in GBK": gbk_zip_of,
    "tar": tar_of,
    "tar in GBK": lambda files: tar_of(files, encoding="gbk", format=tarfile.GNU_FORMAT),
    "tar.gz": lambda files: tar_of(files, "gz"),
    "tar.bz2": lambda files: tar_of(files, "bz2"),
    "tar.xz": lambda files: tar_of(files, "xz"),
    "7z": sevenzip_of,
}


@pytest.mark.parametrize("kind", PACKERS)
def test_every_file_of_an_archive_comes_out_under_its_name(kind: str, tmp_path: Path) -> None:
    assert unpacked(PACKERS[kind](FILES), tmp_path) == FILES


@pytest.mark.parametrize("kind", PACKERS)
def test_an_archive_too_large_for_a_reader_is_unpacked_from_its_path(
    kind: str, tmp_path: Path
) -> None:
    (tmp_path / "large").write_bytes(PACKERS[kind](FILES))
    assert unpacked(tmp_path / "large", tmp_path) == FILES


def test_a_compressed_file_bears_the_archives_name_without_its_suffix(tmp_path: Path) -> None:
    import gzip

    assert unpacked(gzip.compress(b"text"), tmp_path, name="报告.txt.gz") == {"报告.txt": b"text"}


def test_archives_in_an_archive_are_unpacked_with_it(tmp_path: Path) -> None:
    inner = zip_of({"乙.txt": b"second"})
    outer = zip_of({"甲.txt": b"first", "2021/内.zip": tar_of({"里.zip": inner}, "gz")})
    assert unpacked(outer, tmp_path) == {
        "甲.txt": b"first",
        "2021/内.zip": None,
        "2021/内.zip!/里.zip": None,
        "2021/内.zip!/里.zip!/乙.txt": b"second",
    }


def test_a_docx_in_an_archive_is_a_file_and_no_archive(tmp_path: Path) -> None:
    document = zip_of({"word/document.xml": b"<w/>"})
    assert unpacked(zip_of({"a.docx": document}), tmp_path) == {"a.docx": document}


def test_what_systems_leave_in_archives_is_left_out(tmp_path: Path) -> None:
    rubbish = {"__MACOSX/._a.txt": b"x", "a/.DS_Store": b"x", "a/~$报告.docx": b"x"}
    assert unpacked(zip_of({"a.txt": b"text", **rubbish}), tmp_path) == {"a.txt": b"text"}


def test_two_members_of_one_name_both_come_out(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", b"first")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"second")
    assert unpacked(file.getvalue(), tmp_path) == {"a.txt": b"first", "a.txt#2": b"second"}


# Nothing leads out


HOSTILE = ("../../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "a/../../a.txt")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_member_that_leads_out_is_written_inside(name: str, tmp_path: Path) -> None:
    outside = set(tmp_path.rglob("*"))
    found = unpacked(zip_of({name: b"text"}), tmp_path)
    assert [*found.values()] == [b"text"]
    assert all(".." not in path.split("/") and not path.startswith("/") for path in found)
    assert set(tmp_path.rglob("*")) - outside == {
        tmp_path / "room",
        tmp_path / "room" / "000000",
    }


def test_a_tar_member_that_leads_out_is_written_inside(tmp_path: Path) -> None:
    assert unpacked(tar_of({"../../a.txt": b"text"}), tmp_path) == {"a.txt": b"text"}


def test_a_7z_member_that_leads_out_is_refused_with_its_archive(tmp_path: Path) -> None:
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w") as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(b"text", "xx/a.txt")
    data = bytearray(file.getvalue().replace("xx/".encode("utf-16-le"), "../".encode("utf-16-le")))
    start, size = struct.unpack_from("<QQ", data, 12)
    header = binascii.crc32(data[32 + start : 32 + start + size])
    struct.pack_into("<I", data, 28, header)
    struct.pack_into("<I", data, 8, binascii.crc32(data[12:32]))
    assert "压缩包" in refusal(bytes(data), tmp_path).reason


def test_links_in_a_tar_are_refused_and_the_files_come_out(tmp_path: Path) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("pipe", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        member = tarfile.TarInfo("a.txt")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"text"))
    found = unpacked(file.getvalue(), tmp_path)
    assert found.pop("a.txt") == b"text"
    assert {path: "链接或设备" in str(reason) for path, reason in found.items()} == {
        "link": True,
        "pipe": True,
    }


@given(st.text())
def test_no_name_leads_out(name: str) -> None:
    steps = inner_path(name).split("/")
    assert steps
    assert not set(steps) & {"", ".", ".."}


@given(st.lists(st.sampled_from(["a", "b", "a#2"])))
def test_paths_become_distinct_and_stay_in_order(paths: list[str]) -> None:
    made = distinct(paths)
    assert len(set(made)) == len(made) == len(paths)
    assert all(new.startswith(old) for new, old in zip(made, paths, strict=True))


# Nothing bursts


def bomb(levels: int, width: int, bottom: bytes) -> bytes:
    """As 42.zip is made: archives of archives, all alike, and much of nothing at the bottom."""
    data = zip_of({"0.dll": bottom})
    for _ in range(levels - 1):
        data = zip_of({f"{i}.zip": data for i in range(width)})
    return data


def test_a_bomb_of_archives_in_archives_is_refused_whole(tmp_path: Path) -> None:
    limits = replace(DEFAULTS, unpacked_mb=20)
    assert "20 MB" in refusal(bomb(3, 16, bytes(1_000_000)), tmp_path, limits).reason
    written = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert written <= limits.unpacked_bytes


def test_a_bomb_deeper_than_the_limit_is_refused_whole(tmp_path: Path) -> None:
    assert "嵌套超过 3 层" in refusal(bomb(5, 2, b"x"), tmp_path).reason


def test_an_archive_of_too_many_files_is_refused_whole(tmp_path: Path) -> None:
    files = {f"{i}.txt": b"" for i in range(51)}
    limits = replace(DEFAULTS, members=50)
    assert "超过 50 个" in refusal(zip_of(files), tmp_path, limits).reason


def test_a_file_too_large_is_refused_and_the_others_come_out(tmp_path: Path) -> None:
    files = {"large.txt": bytes(1_000_001), "small.txt": bytes(1_000_000)}
    limits = replace(DEFAULTS, file_mb=1)
    assert unpacked(zip_of(files), tmp_path, limits) == {
        "large.txt": "文件超过 1 MB",
        "small.txt": files["small.txt"],
    }


# What is damaged or locked


@pytest.mark.parametrize("kind", PACKERS)
def test_a_cut_archive_is_refused(kind: str, tmp_path: Path) -> None:
    data = PACKERS[kind]({"a.txt": bytes(range(256)) * 300})
    assert "损坏" in refusal(data[: len(data) // 2], tmp_path).reason


@pytest.mark.parametrize("kind", ["zip", "7z", "tar.gz"])
def test_an_archive_without_files_says_so(kind: str, tmp_path: Path) -> None:
    assert refusal(PACKERS[kind]({}), tmp_path).reason == "压缩包里没有文件"


def test_a_damaged_member_is_refused_and_the_others_come_out(tmp_path: Path) -> None:
    data = bytearray(gbk_zip_of({"a.txt": b"first" * 9, "b.txt": b"second"}))
    data[data.find(b"firstfirst")] = 0
    assert unpacked(bytes(data), tmp_path) == {
        "a.txt": "压缩包里的这个文件已损坏",
        "b.txt": b"second",
    }


def test_an_encrypted_member_is_refused_and_the_others_come_out(tmp_path: Path) -> None:
    data = bytearray(gbk_zip_of({"a.txt": b"first", "b.txt": b"second"}))
    data[data.find(b"PK\x03\x04") + 6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert unpacked(bytes(data), tmp_path) == {
        "a.txt": "压缩包里的这个文件有密码",
        "b.txt": b"second",
    }


@pytest.mark.parametrize("header", [False, True])
def test_an_encrypted_7z_is_refused(header: bool, tmp_path: Path) -> None:
    data = sevenzip_of({"a.txt": b"text"}, password="secret", header_encryption=header)
    assert refusal(data, tmp_path).reason == "压缩包有密码"


def test_an_archive_in_an_archive_that_is_damaged_is_refused_alone(tmp_path: Path) -> None:
    inner = tar_of({"x.txt": b"text" * 2000}, "gz")
    found = unpacked(zip_of({"a.txt": b"text", "b.tgz": inner[:60]}), tmp_path)
    assert found["a.txt"] == b"text"
    assert "损坏" in str(found["b.tgz"])
