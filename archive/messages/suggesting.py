"""What is said of the suggestions below the search box."""

LABEL = "检索建议"
COUNT = "{count} 条建议，按上下键选择"
PHRASE = "常见写法"
HEADING = "小标题"
UNIT = "单位，{count:,} 份报告"
