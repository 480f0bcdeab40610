"""What every worker needs, loaded once by the process that they are forked from, and shared.

Importing this module is all there is to it.
"""

from __future__ import annotations

import indexer.reading
import indexer.workers  # noqa: F401  # for what it loads
from archive.text import simplify
from indexer.gazetteer import places

simplify("")
places("")
