"""How a sentence of an opening is built: where its subject can begin, and what follows it."""

from __future__ import annotations

CLAUSE = r"(?:^|[，,。]|年(?:度|以来|来)?|今年以来)\s*"
"""Where the subject of a clause can begin, as the inside of a regular expression."""

ACTS = (
    "以|始终|坚持|深入|认真|全面|紧|按照|围绕|贯彻|严格|高度|积极|切实|立足|聚焦|党委|党组|不断|持续|"
    "扎实|大力|着力|规范|落实|牢固|党工委|领导班子|依法(?!治)|推进|推动|强化|加强|对标|结合|组织|牢记|"
    "继续|统筹|突出|狠抓|充分|主动|有效|稳步|奋力|锚定|抢抓|秉持|秉承|遵循|践行|理顺|健全|完善|聚力|抓实|"
    "对照|根据|学习|依托|把|将|努力|精心|通过|自觉|主要领导"
)
"""What an issuing body does in its first sentence, right after its name."""
