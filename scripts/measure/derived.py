"""Files made of others, for the formats that a folder of reports seldom holds."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

import py7zr
import pypdfium2

from indexer import ocr

SCANNED_PAGES = 2
DOTS = 150 / 72


def derived(kinds: Mapping[str, Sequence[Path]], folder: Path) -> list[Path]:
    """Archives of the docx, mail and MHTML of the pages, pictures of the first PDF's pages."""
    made: dict[str, bytes] = {}
    documents = [path.read_bytes() for path in kinds.get("docx", ())]
    if documents:
        made |= {"a.zip": _zip(documents), "a.tgz": _tar(documents), "a.7z": _7z(documents)}
    for number, page in enumerate(kinds.get("html", ())):
        made |= {f"{number}.eml": _mail(page.read_bytes())}
        made |= {f"{number}.mhtml": _mhtml(page.read_bytes())}
    if ocr.available():
        for number, path in enumerate(kinds.get("pdf", ())[:1]):
            made |= {f"{number}-{i}.png": data for i, data in enumerate(_pictures(path))}
    paths = []
    for name, data in made.items():
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    return paths


def _zip(members: Sequence[bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(members):
            archive.writestr(f"{number}.docx", data)
    return file.getvalue()


def _tar(members: Sequence[bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for number, data in enumerate(members):
            member = tarfile.TarInfo(f"{number}.docx")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def _7z(members: Sequence[bytes]) -> bytes:
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w") as archive:
        for number, data in enumerate(members):
            archive.writestr(data, f"{number}.docx")
    return file.getvalue()


def _mail(page: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "报告"
    mail.set_content(page, "text", "html")
    return bytes(mail)


def _mhtml(page: bytes) -> bytes:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    part = EmailMessage()
    part.set_content(page, "text", "html", cte="base64")
    return head.encode() + bytes(part) + b"\r\n--b--\r\n"


def _pictures(path: Path) -> list[bytes]:
    pictures = []
    with pypdfium2.PdfDocument(path) as document:
        for i in range(min(SCANNED_PAGES, len(document))):
            file = io.BytesIO()
            document[i].render(scale=DOTS).to_pil().save(file, "PNG")
            pictures.append(file.getvalue())
    return pictures
