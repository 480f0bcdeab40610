"""Reads scans by OCR: pictures, and the pages of a PDF or OFD that have no text of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from unicodedata import east_asian_width

import pypdfium2 as pdfium

from archive.messages import readers as messages
from indexer import ocr
from indexer.blocks import Block, Unreadable
from indexer.layout import blocks
from indexer.layout.page import Page, Rule, Run
from indexer.limits import Limits
from indexer.readers import ofd, pdf
from indexer.readers.package import DAMAGED
from indexer.readers.scan import pictures

RESOLUTION = 200
"""Pixels an inch of the picture made of a page; more of them read no better (measured)."""

LARGEST = 60_000_000
"""The most pixels of the picture made of a page."""

POINT = 1 / 72
MILLIMETRE = 1 / 25.4

WIDTH = 210.0
"""The shorter side of a picture in the units of its page, as if it were one of A4 in mm."""

_FULL_WIDTH = str.maketrans(",:;!?()", "，：；！？（）")
_BESIDE_HAN = re.compile(r"(?<=[㐀-鿿])[,:;!?()]|[,:;!?()](?=[㐀-鿿])")


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each paragraph and table row of a PDF, OFD or picture, by OCR where it must be.

    Raises `Unreadable` where rapidocr cannot be loaded, where nothing is recognized, and for a
    file that is damaged or beyond the limits.
    """
    if data.startswith(b"PK"):
        found = ofd.set_blocks(_ofd_pages(data, limits))
    elif b"%PDF-" in data[:1024]:
        found = blocks(list(_within(_pdf_pages(data), limits)))
    else:
        found = blocks(list(_within(_picture_pages(data), limits)))
    if not found:
        raise Unreadable(*messages.OCR_NO_TEXT)
    return found


def _within(pages: Iterator[Page], limits: Limits) -> Iterator[Page]:
    """The pages. Raises `Unreadable` for too many."""
    for page in pages:
        if page.number > limits.pages:
            reason, remedy = messages.TOO_MANY_PAGES
            raise Unreadable(reason.format(most=limits.pages), remedy)
        yield page


def _pdf_pages(data: bytes) -> Iterator[Page]:
    """The pages of a PDF, positions in points."""
    try:
        with pdfium.PdfDocument(data) as document:
            for i in range(len(document)):
                with closing(document[i]) as page:
                    yield _pdf_page(page, i + 1)
    except pdfium.PdfiumError as error:
        raise Unreadable(*messages.PDF_DAMAGED) from error


def _pdf_page(page: pdfium.PdfPage, number: int) -> Page:
    text = pdf.set_page(page, number)
    if not pdf.needs_ocr(page, text):
        return text
    width, height = page.get_size()
    scale = _scale(width, height, POINT)
    pixels = page.render(scale=scale, rev_byteorder=True).to_numpy()
    return _recognized(pixels[:, :, :3], number, 1 / scale)


def _ofd_pages(data: bytes, limits: Limits) -> Iterator[tuple[object, Page]]:
    """The pages of an OFD, each with its document, positions in mm."""
    for one in ofd.set_pages(data, limits):
        yield one.document, _ofd_page(one) if one.scans else one.page


def _ofd_page(one: ofd.SetPage) -> Page:
    try:
        parts = [(one.document.package.read(scan.part), scan.place) for scan in one.scans]
    except DAMAGED as error:
        raise Unreadable(*messages.OFD_DAMAGED) from error
    size = (one.page.width, one.page.height)
    scale = _scale(*size, MILLIMETRE)
    return _recognized(pictures.composed(parts, size, scale), one.page.number, 1 / scale)


def _picture_pages(data: bytes) -> Iterator[Page]:
    """The pages of a picture."""
    for number, pixels in enumerate(pictures.frames(data), 1):
        yield _recognized(pixels, number, WIDTH / min(pixels.shape[:2]))


def _scale(width: float, height: float, unit: float) -> float:
    """How many pixels a unit (of so many inches) of a page is given."""
    short = min(width, height) * unit * RESOLUTION
    wanted = min(max(short, pictures.LEAST), pictures.MOST) / min(width, height)
    return float(min(wanted, (LARGEST / (width * height)) ** 0.5))


def _recognized(pixels: ocr.Pixels, number: int, unit: float) -> Page:
    """The page that OCR makes of a picture of which a pixel is so many units."""
    reading = ocr.read(pixels)
    runs = [_run(piece, unit) for piece in reading.pieces]
    rules = [
        Rule(rule.left * unit, rule.top * unit, rule.right * unit, rule.bottom * unit)
        for rule in reading.rules
    ]
    return Page(number, reading.width * unit, reading.height * unit, runs, rules)


def _run(piece: ocr.Piece, unit: float) -> Run:
    """The run of a piece of a line, its letters set evenly by their widths."""
    text = _BESIDE_HAN.sub(lambda mark: mark[0].translate(_FULL_WIDTH), piece.text)
    widths = [1 if east_asian_width(letter) in "WFA" else 0.5 for letter in text]
    em = (piece.right - piece.left) / sum(widths)
    edges = [piece.left * unit]
    for width in widths:
        edges.append(edges[-1] + em * width * unit)
    return Run(text, tuple(edges), piece.top * unit, piece.bottom * unit)
