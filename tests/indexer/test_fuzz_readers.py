"""Damaged files of every format: whatever is in them, each one ends as loaded or quarantined."""

from __future__ import annotations

import io
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from archive.engines.embedded import EmbeddedEngine
from archive.library import Library
from archive.settings import Settings
from indexer import ocr
from indexer.content import Content
from indexer.formats import FORMATS, format_of
from indexer.indexing import Indexing
from indexer.limits import DEFAULTS
from indexer.pipeline import load
from indexer.walking import walk
from tests.conftest import SAMPLES
from tests.indexer.documents import sevenzip_of, tar_of, zip_of
from tests.indexer.mutations import mutated

FILES = 2_000
SEED = 20221
TEXT = "青石县司法局2022年工作总结\n一、主要成效\n全年负责人出庭应诉{}件。\n"
MIME = (
    "{}Subject: x\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/{}; boundary="b"\r\n\r\n--b\r\n'
    "Content-Type: text/html; charset=utf-8\r\n\r\n<p>全年出庭应诉三件。</p>\r\n--b--\r\n"
)


def picture(format: str) -> bytes:
    file = io.BytesIO()
    Image.effect_mandelbrot((90, 120), (-2, -1.5, 1, 1.5), 30).save(file, format)
    return file.getvalue()


def seeds() -> Mapping[str, bytes]:
    """Whole files of every format that is read or unpacked."""
    samples = {path.name: path.read_bytes() for path in SAMPLES.rglob("*.*")}
    text = TEXT.format(3)
    sample = next(data for name, data in samples.items() if name.endswith(".docx"))
    xml = '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/'
    members = {"甲.txt": text.encode(), "乙.docx": sample}
    return {
        **samples,
        "a.md": f"# {text}\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n".encode(),
        "a.xml": f'{xml}2003/wordml"><w:body><w:p><w:r><w:t>{text}'.encode()
        + b"</w:t></w:r></w:p></w:body></w:wordDocument>",
        "a.mhtml": MIME.format("", "related").encode(),
        "a.eml": MIME.format("From: a@b\r\nTo: c@d\r\n", "mixed").encode(),
        "a.wps": b"\x01\xfe\x32\x00" + bytes(range(256)) * 8,
        "a.zip": zip_of(members),
        "a.7z": sevenzip_of(members),
        "a.tgz": tar_of(members, "gz"),
        "a.png": picture("png"),
        "a.tif": picture("tiff"),
        "a.jpg": picture("jpeg"),
    }


def rounds() -> Iterator[tuple[str, bytes]]:
    """The seeds again and again; those that go to LibreOffice, a second each, not every time."""
    every = seeds()
    for number in itertools.count():
        for name, data in every.items():
            if not name.endswith((".doc", ".wps")) or number % 16 == 0:
                yield name, data


def test_there_is_a_seed_of_every_format() -> None:
    told = {format_of(Content(data, name)).kind for name, data in seeds().items()}
    assert {one.kind for one in FORMATS if one.read or one.unpack} - told == {"ole"}


@pytest.mark.slow
def test_every_damaged_file_is_loaded_or_quarantined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)  # seconds a page, and nothing to read
    draw = random.Random(SEED)
    folder = tmp_path / "incoming"
    folder.mkdir()
    for number, (name, data) in enumerate(islice(rounds(), FILES)):
        (folder / f"{number:04}{Path(name).suffix}").write_bytes(mutated(draw, data))
    (folder / "whole.txt").write_text(TEXT.format(57), "utf-8")
    settings = Settings(data=tmp_path / "data")
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        limits = replace(DEFAULTS, seconds=20)
        summary = load(list(walk([folder])), Indexing(library, engine, "embedded"), limits)
        states = {path.name: library.file(str(path)) for path in folder.iterdir()}
    ends = Counter(record.state for record in states.values() if record)
    assert None not in states.values()
    assert sum(ends.values()) == FILES + 1
    assert ends["loaded"] > FILES / 20
    assert ends["quarantined"] > FILES / 20
    assert states["whole.txt"].state == "loaded"
    # A reader knows its damage by name; what it did not foresee it says so, and never often.
    unforeseen = [one for one in summary.quarantined if one[1].startswith("读取出错")]
    assert len(unforeseen) < FILES / 200, Counter(reason for _, reason, _ in unforeseen)
