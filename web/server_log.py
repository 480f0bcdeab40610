"""The server's own lines as JSON on standard error, as those of the access log are.

They bear nothing that a reader sent but the path: of an address what follows the question mark is
cut off, of a request that cannot be read everything; of an exception the kind is told and where in
the program it arose, not its message, which may repeat what was searched for.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime

from gunicorn.config import Config
from gunicorn.glogging import Logger

PRIVATE = re.compile(r"\?.*| from ip=.*", re.DOTALL)
"""What is cut off a message: a query, and gunicorn's account of a request that it cannot read."""


QUIET = ("elastic_transport",)
"""Loggers that say something at each request to a server that is down; readiness says it once."""


class Line(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: time, level, logger and message, and for an exception what was raised where."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "pid": record.process,
            "message": PRIVATE.sub("", record.getMessage()),
        }
        if record.exc_info and record.exc_info[1]:
            line["raised"] = _raised(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class ServerLog(Logger):
    """gunicorn's log, and all other loggers of the process, in lines of this form."""

    def setup(self, cfg: Config) -> None:
        """Turn to a configuration, at the start and at each reload."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Line())
        root = logging.StreamHandler(sys.stderr)
        root.setFormatter(Line())
        logging.basicConfig(level=logging.WARNING, handlers=[root], force=True)
        for name in QUIET:
            logging.getLogger(name).propagate = False


def _raised(error: BaseException | None) -> list[dict[str, object]]:
    """An exception and those that it came from, the last one first, each with its frames."""
    chain: list[dict[str, object]] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        chain.append({"error": type(error).__qualname__, "where": where})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain
