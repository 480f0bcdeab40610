"""The names of an archive's members: decoded, harmless, and each of them once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_LEFT_OUT = ("__MACOSX",)


def inner_path(name: str) -> str:
    """A member's name as a path below its archive: with /, and nothing that leads out of it.

    It only names the member for the ledger; no file is ever written under it.
    """
    steps = _DRIVE.sub("", _CONTROLS.sub("", name).replace("\\", "/")).split("/")
    kept = [step for step in steps if step not in ("", ".", "..")]
    return "/".join(kept) or "_"


def is_left_out(name: str) -> bool:
    """Whether a member is what systems leave in archives for themselves (.DS_Store, ~$…)."""
    steps = inner_path(name).split("/")
    return steps[0] in _LEFT_OUT or any(step.startswith((".", "~$")) for step in steps)


def distinct(paths: Sequence[str]) -> list[str]:
    """The paths, the second of the same and on with a number: 报告.txt, 报告.txt#2."""
    met: set[str] = set()
    made = []
    for path in paths:
        numbered = (f"{path}#{number}" for number in itertools.count(2))
        one = path if path not in met else next(new for new in numbered if new not in met)
        met.add(one)
        made.append(one)
    return made


def decoded(raw: bytes) -> str:
    """A name of unknown encoding: UTF-8, or else GB18030 as Chinese Windows writes it."""
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


def of_surrogates(name: str) -> str:
    """A name that was read as UTF-8 with `surrogateescape`, decoded as it was meant."""
    return decoded(name.encode("utf-8", "surrogateescape"))
