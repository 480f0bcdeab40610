"""Documents of any structure: what is visible comes out whole and in order, and nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import html, odt, ofd, rtf, word
from tests.indexer.documents import zip_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TEXTS = st.text("依法行政应诉报告", min_size=1, max_size=6)
Markup = st.SearchStrategy[str]


def element(name: str, content: Markup, *, most: int = 3) -> Markup:
    """An element of some of these contents."""
    return st.lists(content, max_size=most).map(lambda inner: f"<{name}>{''.join(inner)}</{name}>")


# Documents as an office would write them: every text is visible.

RUNS = element("w:r", TEXTS.map(lambda text: f"<w:t>{text}</w:t>"))
INLINE = st.recursive(
    RUNS,
    lambda inner: st.one_of(
        element("w:hyperlink", inner),
        element("w:ins", inner),
        element("w:smartTag", inner),
        element("w:sdtContent", inner).map(lambda content: f"<w:sdt>{content}</w:sdt>"),
    ),
    max_leaves=4,
)
PARAGRAPHS = element("w:p", INLINE)
TABLES = st.recursive(
    PARAGRAPHS,
    lambda inner: element(
        "w:tbl",
        element(
            "w:tr",
            st.lists(inner, min_size=1, max_size=2).map(
                lambda blocks: f"<w:tc>{''.join(blocks)}<w:p/></w:tc>"
            ),
        ),
    ),
    max_leaves=6,
)
BODIES = element("w:body", TABLES, most=4)


def docx_of(body: str) -> bytes:
    return zip_of(
        {
            "_rels/.rels": f'<Relationships><Relationship Type="{RELATION}" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{W}">{body}</w:document>',
        }
    )


def plain(blocks: list[Block]) -> str:
    return "".join("".join(block.text.split()) for block in blocks)


@given(BODIES)
def test_every_text_of_a_docx_comes_out_once_and_in_order(body: str) -> None:
    assert plain(word.read(docx_of(body), DEFAULTS)) == re.sub("<[^>]*>", "", body)


# Anything at all: names that a format knows, nested as no program would nest them.


def anything(names: str, attributes: str, leaf: str = "{}") -> Markup:
    """A tree of elements and attributes by these names; `leaf` is how the format sets a text."""
    values = st.sampled_from("0 1 -1 9 99999999999 x none g 3 5 /etc/passwd ../a".split())
    attribute = st.tuples(st.sampled_from(attributes.split()), values)

    def made(parts: tuple[str, list[tuple[str, str]], list[str]]) -> str:
        name, given_attributes, inner = parts
        written = "".join(f' {key}="{value}"' for key, value in dict(given_attributes).items())
        return f"<{name}{written}>{''.join(inner)}</{name}>"

    names_of = st.sampled_from(names.split())
    return st.recursive(
        TEXTS.map(leaf.format),
        lambda inner: st.tuples(
            names_of, st.lists(attribute, max_size=3), st.lists(inner, max_size=4)
        ).map(made),
        max_leaves=25,
    )


WORD = anything(
    """w:p w:r w:t w:tbl w:tr w:tc w:tcPr w:gridSpan w:vMerge w:pPr w:numPr w:numId w:ilvl w:del
    w:ins w:moveFrom w:fldChar w:instrText w:sdt w:sdtContent w:footnoteReference w:br w:rPr
    w:vanish w:ruby w:rt w:rubyBase w:txbxContent w:sym w:pict w:jc w:outlineLvl w:gridBefore""",
    "w:val w:id w:fldCharType w:type w:char",
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
)
ODT = anything(
    """text:p text:h text:list text:list-item text:note text:note-body table:table table:table-row
    table:table-cell table:covered-table-cell text:s text:tab text:span draw:text-box draw:frame
    text:tracked-changes text:change-start text:change-end text:ruby text:section""",
    """text:style-name text:outline-level text:c table:number-columns-repeated text:start-value
    table:number-columns-spanned table:number-rows-spanned text:change-id""",
    "<text:p>{}</text:p>",
)
OFD = anything(
    "ofd:TextObject ofd:TextCode ofd:PageBlock ofd:PathObject ofd:AbbreviatedData ofd:Layer",
    "Boundary Size CTM X Y DeltaX DeltaY Font HScale ReadDirection CharDirection",
    '<ofd:TextObject Boundary="9 9 90 9" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 5 5">{}'
    "</ofd:TextCode></ofd:TextObject>",
)
HTML = anything(
    "p div table tr td th ol li ul h1 span br pre form header ruby rt b section article title",
    "class id style colspan rowspan type start align value",
)
CONTROLS = st.sampled_from(
    r"""{ } \par \cell \row \trowd \intbl \pard \u20381? \'b1\'a8 \uc0 \uc2 \field \fldinst \*
    \footnote \shptxt \bin5 \bin-1 \listtext \ls1 \ilvl9 \deleted \v \itap2 \nestcell \nestrow
    \cellx99999999999 \upr \ud \pict \fonttbl \f1 \fcharset134 \ansicpg936 \ansicpg0""".split()
)
RTF = st.lists(st.one_of(CONTROLS, TEXTS), max_size=40).map(" ".join)

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
READERS: Mapping[str, tuple[Markup, Callable[[str], bytes], Callable[..., list[Block]]]] = {
    "docx": (WORD, lambda tree: docx_of(f"<w:body>{tree}</w:body>"), word.read),
    "odt": (
        ODT,
        lambda tree: zip_of(
            {
                "content.xml": f'<o:document-content xmlns:o="{OFFICE}office:1.0" '
                f'xmlns:text="{OFFICE}text:1.0" xmlns:table="{OFFICE}table:1.0" '
                f'xmlns:draw="{OFFICE}drawing:1.0"><o:body><o:text>{tree}</o:text></o:body>'
                "</o:document-content>"
            }
        ),
        odt.read,
    ),
    "ofd": (
        OFD,
        lambda tree: zip_of(
            {
                "OFD.xml": _ofd(
                    "OFD", "<ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody>"
                ),
                "D.xml": _ofd("Document", '<ofd:Pages><ofd:Page BaseLoc="P.xml"/></ofd:Pages>'),
                "P.xml": _ofd("Page", f"<ofd:Content><ofd:Layer>{tree}</ofd:Layer></ofd:Content>"),
            }
        ),
        ofd.read,
    ),
    "html": (HTML, lambda tree: f"<html><body>{tree}</body></html>".encode(), html.read),
    "rtf": (RTF, lambda text: f"{{\\rtf1\\ansi {text}}}".encode("gbk"), rtf.read),
}


def _ofd(root: str, content: str) -> str:
    return f'<ofd:{root} xmlns:ofd="http://www.ofdspec.org/2016">{content}</ofd:{root}>'


@pytest.mark.parametrize("kind", READERS)
@given(data=st.data())
def test_a_document_of_any_structure_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    markup, document, read = READERS[kind]
    try:
        blocks = read(document(data.draw(markup)), DEFAULTS)
    except Unreadable:
        return
    assert all(block.text.strip() and "\n" not in block.text for block in blocks)
