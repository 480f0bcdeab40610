"""Secrets from the environment: a password, a key, a token, itself or in a file that is named.

Nothing secret stands in what is raised here, nor in the errors that it comes from.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path

from archive.disk import reason
from archive.errors import SettingsError
from archive.messages import secret as t

_NO_FILE = {
    errno.ENOENT: t.NO_FILE,
    errno.ENOTDIR: t.NO_FILE,
    errno.EISDIR: t.A_FOLDER,
}


def secret(environment: Mapping[str, str], name: str) -> str | None:
    """What a variable holds, or the one line of the file that its twin NAME_FILE names."""
    by_file = f"{name}_FILE"
    value, path = environment.get(name), environment.get(by_file)
    if value and path:
        raise SettingsError(t.GIVEN_TWICE.format(name=name), t.GIVEN_TWICE_REMEDY.format(name=name))
    if not path:
        return value or None
    remedy = t.FILE_REMEDY.format(name=by_file)
    detail = ""
    try:
        value = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except UnicodeDecodeError:  # which holds the secret's bytes, and so is not passed on
        detail = t.NOT_UTF8
    except OSError as error:
        detail = unreadable(error)
    if detail:
        message = t.FILE_UNREADABLE.format(name=by_file, path=path, detail=detail)
        raise SettingsError(message, remedy)
    if not value:
        raise SettingsError(t.FILE_EMPTY.format(name=by_file, path=path), remedy)
    return value


def unreadable(error: OSError) -> str:
    """Why a file that the environment names cannot be read, as it is told."""
    return _NO_FILE.get(error.errno or 0, reason(error))
