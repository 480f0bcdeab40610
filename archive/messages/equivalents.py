"""What is said of the keeper's list of variants (variants.txt)."""

LINE = "第 {line} 行：{reason}"
NOT_UTF8 = "不是 UTF-8 文字，已略过；请把文件另存为 UTF-8。"
ONE_TEXT = "只有一个写法，已略过；请写成 写法一 = 写法二。"
EMPTY_TEXT = "等号旁边缺了写法，已略过；请补上，或删去多余的等号。"
TOO_LONG = "有一个写法超过 {limit} 个字，已略过；请截短。"
UNREADABLE = "读不出 variants.txt：{detail}。"
