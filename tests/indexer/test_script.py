"""Texts in simplified characters, each of the length that it had."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.text import simplify
from indexer.script import simplified

ANY = st.text(st.one_of(st.sampled_from("法治國家于於干乾幹后後，a1\x00"), st.characters()))
"""Traditional, simplified and all other characters, parts of surrogate pairs among them."""


def test_traditional_characters_are_simplified_one_for_one() -> None:
    texts = ["關於法治政府建設的報告", "", "关于法治政府建设的报告", "𠮷祥縣"]
    assert simplified(texts) == ["关于法治政府建设的报告", "", "关于法治政府建设的报告", "𠮷祥县"]


@given(st.lists(ANY))
def test_texts_are_simplified_together_as_each_is_alone(texts: list[str]) -> None:
    assert simplified(texts) == [simplify(text) for text in texts]
