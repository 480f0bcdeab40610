"""What is said of a command's progress."""

RATE = "每秒 {rate:.1f} 个"
REMAINING = "还需 {time}"
LINE = "{task} {done}，{told}"
COMMA = "，"
COUNT = "{name} {count}"
BETWEEN = " · "
OUTCOMES = {
    "loaded": "新装载",
    "unchanged": "已在库",
    "duplicate": "重复",
    "same_text": "文字相同",
    "unpacked": "解包",
    "quarantined": "隔离",
    "removed": "已移除",
}
"""What became of a file, in a word."""
