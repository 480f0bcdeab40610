"""What the embedded index's documents hold: terms laid out together, paragraphs as the ledger's."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st

from archive.engines.schema import character_terms, parted, shingle_terms
from archive.model import Paragraph, Role, SectionKind
from archive.records import from_paragraph
from archive.text import fold


@given(st.lists(st.text(st.sampled_from("出庭应诉 a𠮷%(\n"), max_size=5).map(fold)))
def test_texts_parted_together_are_each_parted_as_by_themselves(texts: list[str]) -> None:
    characters, pairs = parted(texts)
    assert characters == [" ".join(character_terms(text)) for text in texts]
    assert pairs == [" ".join(shingle_terms(text)) for text in texts]


def test_a_paragraph_is_written_as_the_object_that_it_is_read_from() -> None:
    paragraph = Paragraph(
        *(3, Role.BODY, "出庭应诉\t3", ("一、主要做法", "（一）应诉")),
        *(SectionKind.PROBLEMS, (2021, 2022), ("项目", "")),
    )
    assert orjson.loads(orjson.dumps(paragraph)) == from_paragraph(paragraph)
