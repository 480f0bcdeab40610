"""A folder of made-up reports as an office keeps them: every format, twins, damage, archives."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from tests.indexer import pdf_files, word_documents
from tests.indexer.compound_files import word_of
from tests.indexer.documents import tar_of, zip_of
from tests.indexer.mutations import cut

TOWNS = ("青石县", "云溪市", "望江区", "柳河镇", "临湖县", "白鹤市", "松岭县", "东桥街道")
OFFICES = ("人民政府", "司法局", "人民政府办公室", "市场监督管理局", "农业农村局")
ACTS = ("开展行政执法检查", "办理行政复议案件", "审查规范性文件", "调解矛盾纠纷", "组织旁听庭审")
WAYS = ("坚持问题导向", "压实主体责任", "健全工作机制", "细化裁量基准", "落实“三项制度”")
ENDS = ("群众满意度稳步提升", "办案质量明显好转", "负责人出庭应诉率达到{}%", "整改完成率为{}%")
HEADINGS = ("一、主要举措和成效", "二、存在的问题和不足", "三、下一步工作打算")

Text = tuple[str, ...]
"""A report as its lines, the title first."""

Packed = tuple[str, bytes]
"""The ending of a file's name, and its bytes."""


def report(draw: random.Random) -> Text:
    """A report of a place that does not exist, of some 600 characters."""
    town, office, year = draw.choice(TOWNS), draw.choice(OFFICES), draw.randint(2015, 2023)
    lines = [f"{town}{office}{year}年法治政府建设情况报告"]
    for heading in HEADINGS:
        lines += [heading, *(_paragraph(draw) for _ in range(draw.randint(2, 4)))]
    return (*lines, f"{town}{office}", f"{year + 1}年1月{draw.randint(2, 28)}日")


def _paragraph(draw: random.Random) -> str:
    sentences = (
        f"{draw.choice(WAYS)}，全年{draw.choice(ACTS)}{draw.randint(3, 9000)}件（次），"
        f"{draw.choice(ENDS).format(draw.randint(60, 100))}。"
        for _ in range(draw.randint(1, 3))
    )
    return "".join(sentences)


def utf_8(text: Text) -> Packed:
    """Plain text."""
    return ".txt", "\n".join(text).encode()


def gb18030(text: Text) -> Packed:
    """Plain text as older systems write it."""
    return ".txt", "\r\n".join(text).encode("gb18030")


def docx(text: Text) -> Packed:
    """A Word document."""
    return ".docx", word_documents.document("".join(map(word_documents.paragraph, text)))


def doc(text: Text) -> Packed:
    """A document of Word 97."""
    return ".doc", word_of("\r".join((*text, "")))


def html(text: Text) -> Packed:
    """A page of a site."""
    lines = "".join(f"<p>{line}</p>" for line in text)
    page = f"<!doctype html><meta charset=utf-8><title>{text[0]}</title><h1>{text[0]}</h1>{lines}"
    return ".html", page.encode()


def rtf(text: Text) -> Packed:
    """Rich text, in Unicode escapes."""
    escaped = "\\par ".join("".join(f"\\u{ord(one)}?" for one in line) for line in text)
    return ".rtf", b"{\\rtf1\\ansi\\ansicpg936 " + escaped.encode("ascii") + b"}"


def pdf(text: Text) -> Packed:
    """A page of PDF with the first lines."""
    lines = (pdf_files.text(90, 80 + 28 * i, line[:26]) for i, line in enumerate(text[:20]))
    return ".pdf", pdf_files.pdf("".join(lines))


FORMATS: Mapping[Callable[[Text], Packed], int] = {
    **{utf_8: 90, gb18030: 30, docx: 40, html: 40, rtf: 15, doc: 10, pdf: 5},
}
"""How many of 300 files are of each format and nothing special."""


def mixed(folder: Path, seed: int) -> list[Path]:
    """Write 300 files, those of each kind all over the folder; where a kind stands is drawn.

    Two of the folders hold besides a metadata.csv, which sets values of some of their files.
    """
    draw = random.Random(seed)
    files = [*_plain(draw), *_twins(draw), *_archives(draw), *_damaged(draw)]
    draw.shuffle(files)
    paths = []
    for number, (ending, data) in enumerate(files):
        path = folder / str(2019 + number // 75) / f"{number:03}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        paths.append(path)
    for start in (0, 150):
        named = [path.name for path in paths[start : start + 20]]
        rows = (f"{name},{2001 + number},某某局" for number, name in enumerate(named))
        table = "\n".join(["filename,year,unit", *rows])
        (paths[start].parent / "metadata.csv").write_text(table, "utf-8")
    return paths


def _plain(draw: random.Random) -> Iterator[Packed]:
    for packed, count in FORMATS.items():
        yield from (packed(report(draw)) for _ in range(count))


def _twins(draw: random.Random) -> Iterator[Packed]:
    """The same bytes twice; the same text in another format; a draft and its final."""
    for _ in range(6):
        yield from [utf_8(report(draw))] * 2
    for one, other in ((utf_8, docx), (docx, html), (gb18030, utf_8), (rtf, docx), (doc, docx)):
        text = report(draw)
        yield from (one(text), other(text))
    for packed in (utf_8, docx, html, utf_8, utf_8):
        text = report(draw)
        place = draw.randrange(2, len(text) - 2)
        yield packed(text)
        yield packed((*text[:place], text[place].replace("全年", "本年度"), *text[place + 1 :]))


def _archives(draw: random.Random) -> Iterator[Packed]:
    """Archives with reports, one with an archive in it, one with a metadata.csv; and mail."""
    for _ in range(6):
        yield ".zip", zip_of(_members(draw, 5))
    inner = zip_of(_members(draw, 3))
    yield ".zip", zip_of({**_members(draw, 2), "附件.zip": inner, "坏.docx": b"PK\x03\x04"})
    members = _members(draw, 4)
    table = "filename,year\n" + "".join(f"{name},2012\n" for name in islice(members, 2))
    yield ".zip", zip_of({**members, "metadata.csv": table})
    for _ in range(5):
        yield ".tar.gz", tar_of(_members(draw, 6), "gz")
    yield from (_mail(draw) for _ in range(7))


def _members(draw: random.Random, count: int) -> dict[str, bytes]:
    formats = (utf_8, docx, html)
    packed = (draw.choice(formats)(report(draw)) for _ in range(count))
    return {f"{number}{ending}": data for number, (ending, data) in enumerate(packed)}


def _mail(draw: random.Random) -> Packed:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = "a@example.org", "b@example.org", "2 Jan 2023"
    mail["Subject"] = f"关于报送{draw.randint(2015, 2023)}年法治政府建设情况报告的函"
    mail.set_content(f"县委依法治县办：\n{_paragraph(draw)}\n")
    mail.set_boundary("=" * 9)
    for name, data in _members(draw, 2).items():
        mail.add_attachment(data, "application", "octet-stream", filename=name)
    return ".eml", bytes(mail)


def _damaged(draw: random.Random) -> Iterator[Packed]:
    """Files that break off, and empty ones; none that goes to LibreOffice, a second each time."""
    for packed in (docx, docx, docx, docx, pdf, pdf):
        ending, data = packed(report(draw))
        yield ending, cut(draw, bytearray(data))
    for _ in range(4):
        yield ".zip", cut(draw, bytearray(zip_of(_members(draw, 4))))
    yield from [(".txt", b""), (".docx", b""), (".pdf", b""), (".html", b"<p></p>")]
    yield from [(".docx", draw.randbytes(900)), (".txt", draw.randbytes(900))]
    yield from ((".rtf", cut(draw, bytearray(rtf(report(draw))[1]))) for _ in range(2))
