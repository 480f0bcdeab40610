"""What the control words of RTF mean to a reader of its text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.readers.rtf.state import Destination

SYMBOLS: Mapping[str, str] = {
    "tab": " ",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
"""Words that stand for a character; a line feed is a line's end within a paragraph."""

ESCAPES: Mapping[str, str] = {"\\": "\\", "{": "{", "}": "}", "~": "\u00a0", "_": "-"}
"""What a backslash and a sign stand for. Optional hyphens and the rest show nothing."""

ASIDES = ("footnote", "shptxt", "dptxbxtext")
"""Destinations of notes and text boxes: blocks of their own after the paragraph."""

DESTINATIONS: Mapping[str, Destination] = {
    "fonttbl": Destination.FONTS,
    "stylesheet": Destination.STYLES,
    "listtable": Destination.LISTS,
    "listoverridetable": Destination.LISTS,
    "leveltext": Destination.LEVEL_TEXT,
    "levelnumbers": Destination.NOWHERE,
    "listtext": Destination.NUMBER,
    "pntext": Destination.NUMBER,
}
"""Destinations whose text is none of the document's, but tells something of it."""

SKIPPED: frozenset[str] = frozenset(
    """aftncn aftnsep aftnsepc annotation atnauthor atndate atnicn atnid atnparent atnref atntime
    atrfend atrfstart author bkmkend bkmkstart blipuid colortbl comment datafield fldinst
    fldtype filetbl footer footerf footerl footerr formfield ftncn ftnsep ftnsepc generator header
    headerf headerl headerr info keycode latentstyles listname listpicture liststylename mmathPict
    nextfile nonesttables nonshppict objalias objclass objdata objname objsect panose password pict
    pn private propname rsidtbl revtbl rxe shppict shprslt sp stylename tc template themedata
    title txe userprops xe xmlnstbl""".split()
)
"""Destinations that hold no text of the document, or what is shown elsewhere or not at all."""

MATH_PROPERTIES = re.compile(rb"m[a-zA-Z]+Pr")
"""Destinations that hold how a formula looks."""

STARRED: frozenset[bytes] = frozenset(
    b"""do dptxbxtext flymaincnt footnote listoverridetable listtable listtext mmath moMath
    moMathPara nesttableprops pntext shp shpgrp shpinst shptxt ud""".split()
)
"""Destinations that are read although a reader may skip them."""
