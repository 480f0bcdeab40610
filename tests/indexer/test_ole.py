"""What an OLE compound file holds, told by its streams."""

from __future__ import annotations

import random

import pytest

from indexer.readers.ole import SIGN, STREAMS, ole_kind, open_compound
from tests.indexer.compound_files import ole_of, word_of


@pytest.mark.parametrize(("name", "content", "kind"), STREAMS)
def test_a_compound_file_is_told_by_its_stream(name: str, content: bytes, kind: str) -> None:
    assert ole_kind(ole_of({"Other": b"", name: content})) == kind


@pytest.mark.parametrize(("name", "content", "kind"), STREAMS)
def test_a_compound_file_cut_short_is_told_by_the_names_in_it(
    name: str, content: bytes, kind: str
) -> None:
    data = ole_of({name: content, "Other": bytes(20_000)})
    directory = data.index("Root Entry".encode("utf-16-le"))
    assert ole_kind(data[: directory + 4096]) == kind


def test_a_compound_file_of_anything_else_is_known_as_such() -> None:
    assert ole_kind(ole_of({"CONTENTS": b"drawing", "Other": b""})) == "ole"


def test_a_workbook_that_a_document_is_embedded_in_is_a_workbook() -> None:
    data = ole_of({"Workbook": b""}, {"MBD0001": {"WordDocument": b"", "1Table": b""}})
    assert ole_kind(data) == "sheet"


def test_the_stream_at_the_top_is_read_and_not_the_embedded_one_of_the_same_name() -> None:
    data = ole_of({"WordDocument": b"outer"}, {"ObjectPool": {"WordDocument": b"inner"}})
    assert open_compound(data).read_stream("WordDocument")[:5] == b"outer"


def test_a_file_that_lacks_the_end_of_its_last_sector_is_read() -> None:
    data = word_of("全年办理行政复议案件57件。\r")
    whole = open_compound(data).read_stream("WordDocument")
    assert open_compound(data[:-300]).read_stream("WordDocument") == whole


def test_random_bytes_after_the_sign_are_some_kind_or_none() -> None:
    source = random.Random(7)
    assert {ole_kind(SIGN + source.randbytes(3000)) for _ in range(50)} == {"ole"}
