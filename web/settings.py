"""The settings of the site itself, read from the environment once, when the app is made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import SettingsError
from archive.messages import access as t

RATE_LIMIT = 120
"""Pages a minute for one reader's address, where the keeper sets nothing else."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Who may read, how often, and what is written down of it.

    Without a `password` everyone may read. `rate_limit` is pages a minute for one address, None
    for any number; `proxies` how many reverse proxies stand before the site.
    """

    password: str | None = field(default=None, repr=False)
    rate_limit: int | None = RATE_LIMIT
    proxies: int = 0
    log_queries: bool = False


def from_environment(environment: Mapping[str, str] = os.environ) -> SiteSettings:
    """Settings from ARCHIVE_ACCESS, _PASSWORD_FILE, _PASSWORD, _RATE_LIMIT, _PROXIES, _LOG_QUERIES.

    An empty value counts as unset. Raises `SettingsError` for one that cannot be used, and for a
    site that is to have a password and has none.
    """
    guarded = _choice(environment, "ARCHIVE_ACCESS", no=("", "public"), yes="password")
    return SiteSettings(
        password=_password(environment) if guarded else None,
        rate_limit=_number(environment, "ARCHIVE_RATE_LIMIT", RATE_LIMIT) or None,
        proxies=_number(environment, "ARCHIVE_PROXIES", 0),
        log_queries=_choice(environment, "ARCHIVE_LOG_QUERIES", no=("", "0"), yes="1"),
    )


def _choice(environment: Mapping[str, str], name: str, *, no: tuple[str, ...], yes: str) -> bool:
    value = environment.get(name, "")
    if value not in (*no, yes):
        raise _unusable(name, value)
    return value == yes


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    # As many digits as any sensible number has: Python itself refuses some 4,300.
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise _unusable(name, value)
    return int(value)


def _unusable(name: str, value: str) -> SettingsError:
    return SettingsError(t.BAD_SETTING.format(name=name, value=value), t.SETTING_FORMS[name])


def _password(environment: Mapping[str, str]) -> str:
    """The password in the file that is named, else the one in the environment."""
    if path := environment.get("ARCHIVE_PASSWORD_FILE"):
        try:
            password = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                t.PASSWORD_FILE_UNREADABLE.format(path=path, detail=error), t.PASSWORD_FILE_REMEDY
            ) from error
    else:
        password = environment.get("ARCHIVE_PASSWORD", "")
    if not password:
        raise SettingsError(t.NO_PASSWORD, t.NO_PASSWORD_REMEDY)
    return password
