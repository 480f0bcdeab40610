"""A corpus as reports of made-up bodies: any number of copies, each report with its own name."""

from __future__ import annotations

import contextlib
import random
import re
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

SEED = 20221

YEARS = range(2004, 2025)
"""Each copy of a text names another of these, so that no two copies are taken for one report."""

_NAMES = tuple(map("".join, product("青望柳白松竹", "岚坞坪渡崖汀")))
_OFFICES = ("人民政府", "人民政府办公室", "司法局", "市场监督管理局", "生态环境局", "财政局")
_BODIES: Mapping[str, tuple[str, ...]] = {
    "省": ("人民政府", "司法厅", "财政厅"),
    "市": _OFFICES,
    "县": _OFFICES,
    "镇": ("人民政府",),
    "街道": ("办事处",),
}
_UNITS = tuple(
    f"{name}{place}{office}" for name in _NAMES for place in _BODIES for office in _BODIES[place]
)
_KINDS = ("法治政府建设工作报告",) * 3 + ("政府信息公开工作年度报告", "工作总结")
_PARTS = ("一、主要举措和成效", "二、存在的问题", "三、下一步打算")

_MARKED = ".md"
_HEADING = re.compile("^#", re.MULTILINE)


@contextlib.contextmanager
def texts(corpus: Path) -> Iterator[list[Path]]:
    """The txt and md files of a folder or of a .tar.* of one, in their order."""
    with contextlib.ExitStack() as opened:
        folder = corpus
        if corpus.is_file():
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
            with tarfile.open(corpus) as archive:
                archive.extractall(folder, filter="data")
        found = sorted(folder.rglob("*"))
        yield [path for path in found if path.suffix in (_MARKED, ".txt") and path.is_file()]


def write(texts: list[Path], folder: Path, copy: int) -> None:
    """Write one copy of the texts into a folder: the same for the same number."""
    folder.mkdir(parents=True)
    for number, path in enumerate(texts):
        # Of the file's own number alone, whichever copies there are beside this one.
        draw = random.Random(f"{SEED} {number}")
        years = draw.sample(YEARS, len(YEARS))
        units = draw.choices(_UNITS, k=len(YEARS))
        kind, at = draw.choice(_KINDS), copy % len(YEARS)
        title = f"{years[at]}年{units[at]}{kind}"
        text = _report(title, path.read_text("utf-8", "replace"), path.suffix == _MARKED)
        (folder / f"{number:06}{path.suffix}").write_text(text, "utf-8")


def _report(title: str, text: str, marked: bool) -> str:
    """The text below a title and in three parts: laws have neither year nor kinds of sections."""
    if marked:
        text = _HEADING.sub("###", text)
    lines = text.splitlines()
    made = [f"# {title}" if marked else title]
    for part, name in enumerate(_PARTS):
        made += ["", f"## {name}" if marked else name, ""]
        made += lines[len(lines) * part // len(_PARTS) : len(lines) * (part + 1) // len(_PARTS)]
    return "\n".join(made)
