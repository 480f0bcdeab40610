"""The generations of an index in one folder: which is in service, and how the next one comes in."""

from __future__ import annotations

import os
from pathlib import Path


class Generations:
    """A folder with one folder a generation and the file CURRENT, which names the one in service.

    A generation is named by the schema's version and a count: v1-000002. The second line of
    CURRENT, if there is one, names the former generation, which is kept whole.
    """

    def __init__(self, folder: Path, version: int) -> None:
        self._folder = folder
        self._prefix = f"v{version}"

    def in_service(self) -> str | None:
        """The name of the generation in service, None before the first."""
        return next(iter(self._named()), None)

    def former(self) -> str | None:
        """The name of the generation that was in service before, None where none is kept."""
        return next(iter(self._named()[1:]), None)

    def next(self) -> str:
        """The name of a generation that none was in service under yet."""
        number = max((int(name.partition("-")[2]) for name in self._named()), default=0)
        return f"{self._prefix}-{number + 1:06}"

    def fits(self, generation: str) -> bool:
        """Whether a generation has this schema's version."""
        return generation.partition("-")[0] == self._prefix

    def put_in_service(self, generation: str, former: str | None) -> None:
        """Name a generation, and which is kept, in one step that survives a power cut."""
        pending = self._folder / "CURRENT.new"
        with pending.open("w", encoding="ascii") as file:
            file.write("\n".join(filter(None, (generation, former))))
            file.flush()
            os.fsync(file.fileno())
        pending.replace(self._folder / "CURRENT")

    def _named(self) -> list[str]:
        try:
            return (self._folder / "CURRENT").read_text(encoding="ascii").split()
        except FileNotFoundError:
            return []
