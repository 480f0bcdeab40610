"""Reads PDF by its text layer; pages that are pictures of text are left to OCR."""

from __future__ import annotations

import re
from contextlib import closing
from itertools import islice

import pypdfium2 as pdfium
from pypdfium2 import raw

from archive.messages import readers as messages
from indexer.blocks import Block, NeedsOcr, Unreadable
from indexer.layout import Page, blocks
from indexer.limits import Limits
from indexer.readers.pdf.rules import drawings
from indexer.readers.pdf.text import text_of

LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)

FEW_LETTERS = 10
"""A page number or a stamp: with fewer letters than these, a picture of a page holds its text."""

PICTURE = 0.4
"""Of a page: so much of it at least is covered by the picture of its text."""

OUTLINES = 500
"""Parts of drawings that letters drawn as outlines have at least, where there is no text."""

_LETTER = re.compile("[^\\W\\d_\ue000-\uf8ff]")
_NO_CHARACTER = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")

_SHOWN = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET)
"""Notes on a page that are seen as a part of it: typed text, stamps, the fields of a form."""


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each paragraph and table row.

    Raises `Unreadable` for encrypted, damaged and overlong files, `NeedsOcr` for scanned ones.
    """
    try:
        with pdfium.PdfDocument(data) as document:
            return _read(document, limits)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in LOCKED
        raise Unreadable(*(messages.PDF_ENCRYPTED if locked else messages.PDF_DAMAGED)) from error


def _read(document: pdfium.PdfDocument, limits: Limits) -> list[Block]:
    if not len(document):
        raise Unreadable(*messages.PDF_DAMAGED)
    if len(document) > limits.pages:
        reason, remedy = messages.PDF_TOO_LONG
        raise Unreadable(reason.format(pages=len(document), most=limits.pages), remedy)
    pages, scans = [], 0
    for i in range(len(document)):
        with closing(document[i]) as page:
            pages.append(set_page(page, i + 1))
            scans += needs_ocr(page, pages[-1])
    if scans:
        raise NeedsOcr(*messages.PDF_SCAN, pages=scans)
    return blocks(pages)


def set_page(page: pdfium.PdfPage, number: int) -> Page:
    """The text layer and the rules of a page, turned so that most of its text is upright.

    Characters that no font explains are `UNKNOWN`. Raises `pdfium.PdfiumError`.
    """
    if _flattened(page):
        with closing(page.pdf[number - 1]) as again:
            return _set_page(again, number)
    return _set_page(page, number)


def needs_ocr(page: pdfium.PdfPage, found: Page) -> bool:
    """Whether a page whose text layer is `found` shows text that is not in it."""
    text = "".join(run.text for run in found.runs)
    if text and 2 * len(_NO_CHARACTER.findall(text)) >= len(text):
        return True
    if sum(1 for _ in islice(_LETTER.finditer(text), FEW_LETTERS)) == FEW_LETTERS:
        return False
    drawn = drawings(page)
    covered = drawn.pictures >= PICTURE * found.width * found.height
    return covered or (not text and drawn.parts >= OUTLINES)


def _set_page(page: pdfium.PdfPage, number: int) -> Page:
    drawn = drawings(page)
    with closing(page.get_textpage()) as textpage:
        view, runs = text_of(page, textpage, drawn.ruled)
    width, height = view.size
    return Page(number, width, height, runs, drawn.rules(view))


def _flattened(page: pdfium.PdfPage) -> bool:
    """Whether notes that are seen as text were made a part of the page, which is to be loaded
    again."""
    for i in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, i)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in _SHOWN:
            return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)
    return False
