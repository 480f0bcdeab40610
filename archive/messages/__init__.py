"""Every text that a user of the commands or of the site reads, in Chinese, in one place.

This module holds what all rooms share; `archive.messages.indexer` the loader's texts and
`archive.messages.web` the site's. A text with {names} in it is filled by `str.format`.
"""

UNKNOWN = "未注明"
FIELD_NAMES = {
    "title": "题名",
    "year": "年度",
    "covers": "所述期间",
    "level": "层级",
    "is_department": "是否部门",
    "unit": "单位",
    "region": "地区",
    "date": "成文日期",
    "document_number": "发文字号",
    "doc_type": "文种",
}
YES_NO = {True: "是", False: "否"}

BAD_VALUE = "{field}不能是“{value}”。"
VALUE_FORMS = {
    "title": "请写一行文字，不超过 300 字。",
    "year": "请写成 2022 这样的四位年份；不知道的写“未注明”。",
    "covers": "请写成 2022 或 2021-2022；不知道的写“未注明”。",
    "level": "可选的有：国家、省、市、县、乡镇、街道；不知道的写“未注明”。",
    "is_department": "请写“是”或“否”；不知道的写“未注明”。",
    "unit": "请写一行文字，不超过 300 字；不知道的写“未注明”。",
    "region": "请写成 省/市/县 这样的一行；不知道的写“未注明”。",
    "date": "请写成 2023-01-15 或 2023-01；不知道的写“未注明”。",
    "document_number": "请写一行文字，例如 〔2022〕5号；不知道的写“未注明”。",
    "doc_type": "请写一行文字，例如 工作总结；不知道的写“未注明”。",
}

TITLE_PLACE = "题名处"
PARAGRAPH = "第 {ordinal} 段"
STATED = "文件或网页另外注明（仅供参考，未采作报告信息）"
BY_PERSON = "{date} 人工更正（{origin}），原文读作：{read}"

PAGE_MARK = "网站标记残留"
WORD_MARK = "Word 书签残留"
WORD_ERROR = "Word 域错误"
HTML_MARK = "网页代码残留"
GARBLED = "乱码"
REDACTED = "隐去的文字"
GAP = "缺字的空白"

UNKNOWN_ENGINE = "没有名为“{engine}”的检索引擎。"
UNKNOWN_ENGINE_REMEDY = "请把环境变量 ARCHIVE_ENGINE 设为 embedded（默认）或 elasticsearch。"

ENGINE_UNREACHABLE = "连不上 Elasticsearch（{url}）：{detail}。"
ENGINE_UNREACHABLE_REMEDY = (
    "请先启动它（scripts/elasticsearch start）并核对 ELASTICSEARCH_URL，再运行一次，"
    "装载会从中断处接着做；或改用内置引擎：ARCHIVE_ENGINE=embedded。"
)
ENGINE_REFUSED = "Elasticsearch（{url}）拒绝了请求：{detail}。"
ENGINE_REFUSED_REMEDY = (
    "请核对 ELASTICSEARCH_API_KEY（或用户和密码）、它的权限（mappings/role-writer.json 列出所需）"
    "和服务器版本（需要 9 版），再重试。"
)
ENGINE_OVERLOADED = "Elasticsearch（{url}）太忙或暂时不能服务，一再推迟了请求：{detail}。"
ENGINE_OVERLOADED_REMEDY = "请等它空下来，或查看它的日志和磁盘空间，再运行一次；会从中断处接着做。"
REPORTS_REFUSED = "检索引擎没有收下 {count} 份报告，其余的都已收入："
REPORT_REFUSED = "  {doc_id}：{reason}"
REFUSED = "《{title}》，{reason}"
REPORTS_REFUSED_REMEDY = (
    "这些报告完整地留在文献库里，暂时检索不到，下次装载会再试；"
    "反复如此的，请把上面的原因反馈给维护者，或改用内置引擎：ARCHIVE_ENGINE=embedded。"
)
ENGINE_BUSY = "另一个装载程序正在写入（{location}）。"
ENGINE_BUSY_REMEDY = "请等它结束后再运行；同一时间只能有一个装载程序。"
INDEX_MISMATCH = "索引（{location}）是用另一版结构建立的。"
INDEX_MISMATCH_REMEDY = "请从文献库重建：python -m indexer rebuild。原件不会被改动。"
NO_FORMER_INDEX = "没有可以换回的上一份索引（{location}）。"
NO_FORMER_INDEX_REMEDY = (
    "只保留最近一次 rebuild 之前的那一份，到下一次 rebuild 为止；现在的索引继续使用。"
)
FORMER_INDEX_MISMATCH_REMEDY = "这一版程序不能用上一份索引；现在的索引继续使用。"
INDEX_DAMAGED = "索引（{location}）打不开：{detail}。"
INDEX_NOT_WRITTEN = "索引（{location}）写不进去：{detail}。"
INDEX_NOT_WRITTEN_REMEDY = (
    "请核对磁盘空间和目录权限，再运行一次，会从中断处接着做；现有的索引照常可以检索。"
)

LIBRARY_UNUSABLE = "文献库（{location}）不能使用：{detail}。"
LIBRARY_UNUSABLE_REMEDY = "请核对 ARCHIVE_DATA 指向的目录是否存在、可写、磁盘未满，再重试。"
NOT_WRITTEN = "写不进 {location}：{detail}。"
NOT_WRITTEN_REMEDY = (
    "请核对磁盘空间和目录权限，再运行一次，会从中断处接着做；已经记入台账的不受影响。"
)
WHY_NO_SPACE = "磁盘已满"
WHY_TOO_LARGE = "文件大小超过了系统允许的上限"
WHY_NO_PERMISSION = "没有写入权限"
WHY_DISK = "磁盘读写出错，多半是磁盘已满"
WHY_NOT_OPENED = "文件或目录打不开"
WHY_CORRUPT = "数据库文件的内容前后矛盾"
WHY_NO_LEDGER = "不是台账文件"
WHY_WRITER_ENDED = "写入中止，多半是磁盘已满"
WHY_READ_ONLY = "磁盘是只读的"
LEDGER_LOCKED = "台账（{location}）被另一个程序占用，等了 {seconds} 秒还不能写入。"
LEDGER_LOCKED_REMEDY = (
    "请关闭正在打开它的程序（例如数据库查看工具），再运行一次，会从中断处接着做。"
)
LEDGER_NOT_WRITTEN = "台账（{location}）写不进去：{detail}。"
LEDGER_DAMAGED = "台账（{location}）已损坏：{detail}。"
LEDGER_DAMAGED_REMEDY = (
    "请停止装载，先运行 python -m indexer verify 查明；"
    "把备份恢复到新的目录（python -m indexer restore）后，再装载备份以来的文件。"
)
LEDGER_VERSION = "台账（{location}）是第 {found} 版，本程序需要第 {wanted} 版。"
LEDGER_VERSION_REMEDY = "请换用建立它的程序版本，或用新的 ARCHIVE_DATA 目录重新装载。"
LEDGER_OLDER = "台账（{location}）是旧版，打开它就会更新，所以没有试运行。"
OLDER_REMEDY = "请先备份，再运行一次 python -m indexer status，它会更新台账；然后再试。"
REPORT_UNREADABLE = "台账中的报告 {doc_id} 读不出来（{detail}）。"
REPORT_UNREADABLE_REMEDY = (
    "请运行 python -m indexer rebuild --reread，从原件重新读出；"
    "仍不行的，运行 python -m indexer verify，按它说的办法处理。"
)

EMPTY_QUERY = "检索词是空的。"
EMPTY_QUERY_REMEDY = "请输入要查找的词句，例如：出庭应诉。"
QUERY_TOO_LONG = "检索词有 {length} 个字，超过了 {limit} 个字的上限。"
QUERY_TOO_LONG_REMEDY = "请截取其中最有特征的一句。"
TOO_MANY_TERMS = "检索词有 {count} 个，超过了 {limit} 个的上限。"
TOO_MANY_TERMS_REMEDY = "请减少用空格隔开的词；要查一整句，请加引号。"
UNPAIRED_QUOTE = "第 {position} 个字处的引号没有配对的另一半。"
UNPAIRED_QUOTE_REMEDY = "请补上引号；要查引号本身，请去掉检索词里的空格。"
UNEXPECTED = "第 {position} 个字处的“{token}”多余。"
OPERAND_MISSING = "第 {position} 个字处的“{token}”少了要查的词。"
UNPAIRED_BRACKET = "第 {position} 个字处的括号没有配对的另一半。"
NEAR_OPERANDS = "第 {position} 个字处的“{token}”两边须各是一个词，不能是括号、字段或通配符。"
NEAR_TOO_FAR = "第 {position} 个字处的“{token}”：相隔字数须在 1 到 {limit} 之间。"
ONLY_WILD = "第 {position} 个字处只有通配符，没有要查的字。"
WILD_AT_EDGE = "第 {position} 个字处的“{token}”：词的开头或结尾只能有一个“?”，中间最多空 50 个字。"
TOO_DEEP = "第 {position} 个字处的“{token}”：括号和排除套得太深，最多 20 层。"
TOO_WILD = "第 {position} 个字处的“{token}”通配的可能太多。"
SYNTAX_REMEDY = "请改写；要查这些符号本身，请给整个词加引号。"
ONLY_NOT = "只写了要排除的词，没有要查的词。"
ONLY_NOT_REMEDY = "请加上要查的词；要查以“-”开头的词句，请加引号。"
BAD_FIELD = "第 {position} 个字处：“{field}”不能是“{value}”。"
FIELD_FORMS = {
    "year": "请写成 年度:2022 或 年度:2021-2023。",
    "years_mentioned": "请写成 提及:2019 或 提及:2019-2021。",
    "level": "可选的有：国家、省、市、县、乡镇、街道。",
    "section_kind": "可选的有：成效、问题、计划、组织领导、其他。",
    "is_department": "请写 部门:是 或 部门:否。",
    "unit": "请写单位名称中的几个字，例如 单位:司法局。",
    "title": "请写题名中的几个字，例如 标题:依法行政。",
    "document_number": "请写文号中的几个字，例如 文号:〔2022〕5号。",
    "region": "请写地名中的几个字，例如 地区:石家庄。",
    "doc_type": "请写文种，例如 文种:工作总结。",
}
