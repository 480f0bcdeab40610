"""Word documents as editors really write them: numbers, parts and packages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from archive.text import fold
from indexer.blocks import Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import word
from tests.indexer.documents import saved

TEXT = "全年出庭应诉率达97.56%。"


def document_of(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def changed(data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """A package with every member renamed, rewritten or (None) left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            if member := change(name, source.read(name)):
                copy.writestr(*member)
    return target.getvalue()


def texts(data: bytes) -> list[str]:
    return [block.text for block in word.read(data, DEFAULTS)]


def numbered(
    definitions: str, paragraphs: list[tuple[str, str]], styles: tuple[str, ...] = ()
) -> bytes:
    """A document with its own numbering.xml; each paragraph a text and its properties."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for child in parse_xml(f"<w:numbering {nsdecls('w')}>{definitions}</w:numbering>"):
        root.append(child)
    for style in styles:
        document.styles.element.append(
            parse_xml(style.replace("<w:style ", f"<w:style {nsdecls('w')} "))
        )
    for text, properties in paragraphs:
        paragraph = document.add_paragraph(text)._p
        paragraph.insert(0, parse_xml(f"<w:pPr {nsdecls('w')}>{properties}</w:pPr>"))
    return saved(document)


def level(index: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def number(level_index: int, list_id: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level_index}"/><w:numId w:val="{list_id}"/></w:numPr>'


LIST = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("chineseCounting", ["一", "二", "三"]),
        ("chineseCountingThousand", ["一", "二", "三"]),
        ("japaneseCounting", ["一", "二", "三"]),
        ("ideographDigital", ["一", "二", "三"]),
        ("chineseLegalSimplified", ["壹", "贰", "叁"]),
        ("decimal", ["1", "2", "3"]),
        ("decimalFullWidth", ["１", "２", "３"]),
        ("decimalZero", ["01", "02", "03"]),
        ("decimalEnclosedCircle", ["①", "②", "③"]),
        ("decimalEnclosedParen", ["⑴", "⑵", "⑶"]),
        ("decimalEnclosedFullstop", ["⒈", "⒉", "⒊"]),
        ("ideographEnclosedCircle", ["㈠", "㈡", "㈢"]),
        ("ideographTraditional", ["甲", "乙", "丙"]),
        ("ideographZodiac", ["子", "丑", "寅"]),
        ("lowerLetter", ["a", "b", "c"]),
        ("upperRoman", ["I", "II", "III"]),
        ("bullet", ["", "", ""]),
    ],
)
def test_a_number_is_written_in_the_form_that_the_list_states(
    form: str, written: list[str]
) -> None:
    text = "%1" if form != "bullet" else "●"
    lists = f'<w:abstractNum w:abstractNumId="0">{level(0, form, text)}</w:abstractNum>{LIST}'
    assert texts(numbered(lists, [("、项", number(0))] * 3)) == [f"{one}、项" for one in written]


@pytest.mark.parametrize(
    ("suffix", "text", "wanted"),
    [
        ("", "总则", "1.总则"),
        ("", "2022年", "1. 2022年"),
        ('<w:suff w:val="space"/>', "A类", "1. A类"),
        ('<w:suff w:val="nothing"/>', "总则", "1.总则"),
    ],
)
def test_a_blank_parts_a_number_only_from_what_would_run_into_it(
    suffix: str, text: str, wanted: str
) -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.", suffix)}'
        f"</w:abstractNum>{LIST}"
    )
    assert texts(numbered(lists, [(text, number(0))])) == [wanted]


CUSTOM = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
)


def test_a_number_is_filled_up_with_zeros_where_the_list_says_so() -> None:
    levels = f'<w:lvl w:ilvl="0"><w:start w:val="9"/>{CUSTOM}<w:lvlText w:val="%1号"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{LIST}'
    assert texts(numbered(lists, [("甲", number(0)), ("乙", number(0))])) == ["009号甲", "010号乙"]


def test_a_paragraph_that_leaves_its_styles_list_has_no_number() -> None:
    bound = level(0, "decimal", "%1.", '<w:pStyle w:val="First"/>')
    lists = f'<w:abstractNum w:abstractNumId="0">{bound}</w:abstractNum>{LIST}'
    style = (
        '<w:style w:type="paragraph" w:styleId="First"><w:name w:val="First"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    named = '<w:pStyle w:val="First"/>'
    order = [("甲", named), ("乙", named + number(0, 0)), ("丙", named)]
    assert texts(numbered(lists, order, (style,))) == ["1.甲", "乙", "2.丙"]


def test_a_level_above_that_has_no_number_yet_counts_as_begun() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.")
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{LIST}'
    order = [("甲", number(1)), ("乙", number(1)), ("丙", number(0)), ("丁", number(1))]
    assert texts(numbered(lists, order)) == ["1.1.甲", "1.2.乙", "2.丙", "2.1.丁"]


def test_a_bullet_that_says_something_is_read_and_a_sign_is_not() -> None:
    levels = level(0, "bullet", "附件：") + level(1, "bullet", "\uf06c")
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{LIST}'
    assert texts(numbered(lists, [("甲", number(0)), ("乙", number(1))])) == ["附件：甲", "乙"]


def test_a_level_that_restarts_after_the_first_alone_counts_on_below_the_second() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "（%2）")
    levels += level(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>')
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{LIST}'
    order = [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 1), ("戊", 2), ("己", 0), ("庚", 2)]
    assert texts(numbered(lists, [(text, number(i)) for text, i in order])) == [
        *("1.甲", "（1）乙", "1)丙", "（2）丁", "2)戊", "2.己", "1)庚")
    ]


@pytest.mark.parametrize("value", ["-5", "99999999999999999999", "x", ""])
def test_a_number_that_no_editor_writes_does_no_harm(value: str) -> None:
    levels = (
        f'<w:lvl w:ilvl="0"><w:start w:val="{value}"/><w:numFmt w:val="lowerLetter"/>'
        f'<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="{value}"/>'
    )
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{LIST}'
    assert texts(numbered(lists, [("甲", number(0))]))[0].endswith("、甲")


def test_a_level_that_never_restarts_counts_on() -> None:
    levels = level(0, "chineseCounting", "%1、")
    levels += level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{LIST}'
    order = [("甲", number(0)), ("乙", number(1)), ("丙", number(0)), ("丁", number(1))]
    assert texts(numbered(lists, order)) == ["一、甲", "1.乙", "二、丙", "2.丁"]


def test_a_list_that_states_a_level_anew_is_written_its_way() -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f"{level(0, 'chineseCounting', '（%1）')}</w:lvlOverride></w:num>"
    )
    assert texts(numbered(lists, [("甲", number(0)), ("乙", number(0))])) == [
        "（一）甲",
        "（二）乙",
    ]


def test_two_lists_of_one_definition_count_together_and_a_restart_begins_anew() -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}</w:abstractNum>{LIST}'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    order = [("甲", number(0, 1)), ("乙", number(0, 2)), ("丙", number(0, 3)), ("丁", number(0, 3))]
    assert texts(numbered(lists, order)) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_a_definition_that_links_to_a_list_style_is_followed() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Report"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="5">{level(0, "chineseCounting", "%1、")}</w:abstractNum>'
        f'{LIST}<w:num w:numId="9"><w:abstractNumId w:val="5"/></w:num>'
    )
    style = (
        '<w:style w:type="numbering" w:styleId="Report"><w:name w:val="Report"/><w:pPr><w:numPr>'
        '<w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    )
    assert texts(numbered(lists, [("甲", number(0))], (style,))) == ["一、甲"]


def test_a_level_is_bound_to_the_style_that_names_its_list_alone() -> None:
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="First"/>')
    levels += level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="Second"/>')
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{LIST}'
    styles = tuple(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for one in ("First", "Second")
    )
    order = [(t, f'<w:pStyle w:val="{s}"/>') for t, s in (("甲", "First"), ("乙", "Second"))]
    assert texts(numbered(lists, order, styles)) == ["一、甲", "（一）乙"]


MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LOST_PICTURE = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/image" Target="NULL"/></Relationships>'
)
STRICT = {
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def with_other_prefixes(name: str, content: bytes) -> tuple[str, bytes]:
    for mark in (b"<w:", b"</w:", b" w:", b"xmlns:w="):
        content = content.replace(mark, mark.replace(b"w", b"ns0"))
    return name, content


def as_strict(name: str, content: bytes) -> tuple[str, bytes]:
    for old, new in STRICT.items():
        content = content.replace(old, new)
    return name, content


def as_macro_document(name: str, content: bytes) -> tuple[str, bytes]:
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return name, content.replace(MAIN_TYPE, macros)


def with_numbered_main_part(name: str, content: bytes) -> tuple[str, bytes]:
    renamed = name.replace("document.xml", "document2.xml")
    return renamed, content.replace(b"word/document.xml", b"word/document2.xml")


def with_names_in_capitals(name: str, content: bytes) -> tuple[str, bytes]:
    return name.replace("word/document.xml", "Word\\Document.xml"), content


def with_a_lost_picture(name: str, content: bytes) -> tuple[str, bytes]:
    broken = content.replace(b"</Relationships>", LOST_PICTURE)
    return name, broken if name == "word/_rels/document.xml.rels" else content


def without_styles(name: str, content: bytes) -> tuple[str, bytes] | None:
    return None if name == "word/styles.xml" else (name, content)


def without_properties(name: str, content: bytes) -> tuple[str, bytes] | None:
    return None if name.startswith("docProps") else (name, content)


@pytest.mark.parametrize(
    "variant",
    [
        as_strict,
        with_other_prefixes,
        with_names_in_capitals,
        as_macro_document,
        with_numbered_main_part,
        with_a_lost_picture,
        without_styles,
        without_properties,
    ],
)
def test_a_document_that_word_opens_is_read(
    variant: Callable[[str, bytes], tuple[str, bytes] | None],
) -> None:
    assert texts(changed(document_of(TEXT), variant)) == [TEXT]


def test_an_entity_in_an_attribute_cannot_blow_up_the_reader() -> None:
    entities = "".join(
        f'<!ENTITY {n} "{f"&{p};" * 60}">' for p, n in zip("abcd", "bcde", strict=True)
    )
    xml = (
        f'<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">{entities}]><w:document {nsdecls("w")}>'
        '<w:body><w:p w:rsidR="&e;"><w:r><w:t>正文。</w:t></w:r></w:p></w:body></w:document>'
    )
    hostile = changed(
        document_of(TEXT),
        lambda name, content: (name, xml.encode() if name == "word/document.xml" else content),
    )
    with pytest.raises(Unreadable, match="已损坏"):
        word.read(hostile, DEFAULTS)


def test_a_damaged_stream_within_a_docx_is_refused() -> None:
    data = bytearray(document_of(TEXT * 500))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        member = package.getinfo("word/document.xml")
        start = member.header_offset + 30 + len(member.filename)
        data[start : start + 60] = b"\xff" * 60
    with pytest.raises(Unreadable, match="已损坏"):
        word.read(bytes(data), DEFAULTS)


def test_a_zip_with_a_password_is_refused_as_encrypted() -> None:
    data = bytearray(document_of(TEXT))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    with pytest.raises(Unreadable, match="打开密码"):
        word.read(bytes(data), DEFAULTS)


def test_real_documents_lose_no_character_of_their_runs(corpora: Path) -> None:
    for path in sorted((corpora / "gwr31").glob("*.docx")):
        runs = "".join(t.text or "" for t in docx.Document(path).element.body.iter(qn("w:t")))
        read = fold("".join(block.text for block in word.read(path.read_bytes(), DEFAULTS)))
        wanted = [one for one in fold(runs) if not one.isspace()]
        assert (path.stem, [one for one in read if not one.isspace()]) == (path.stem, wanted)
