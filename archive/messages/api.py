"""The texts of the API: what its description says of each operation, parameter and field."""

TITLE = "政府报告文库 API"
DESCRIPTION = (
    "检索式的写法和各参数的含义都与网页相同；计数都是精确的；没有的参数会被指出，而不是略过。"
    "出错时返回 application/problem+json（RFC 9457），"
    "其 detail 说明哪里错、为什么错，remedy 说明怎么改。"
)
DOCS = "API 说明"
DOCS_LINE = (
    "供程序取用文库内容的接口，下面每一项都可以当场试用。检索式和参数的写法与网页相同；"
    "要全部结果，请用 export，不必逐页翻取。"
)
DOCS_EXAMPLE = "例如数出含有“出庭应诉”的段落和报告："
DOCS_COMMAND = "curl --get --data-urlencode q=出庭应诉 {address}"
DOCS_SPECIFICATION = "OpenAPI 3.1 描述文件"
DOCS_WITHOUT_SCRIPT = "逐项说明需要 JavaScript；没有它也可以直接阅读描述文件。"

TAG_SEARCH = "检索"
TAG_READ = "阅读"
TAG_EXPORT = "导出"

SEARCH = "检索段落"
SEARCH_DETAIL = (
    "一次取一页；把答复中的 next 作为 cursor 再请求，直到 next 为 null，即取完全部结果。"
)
FACETS = "各项条件下的段数"
FACETS_DETAIL = "每一项的计数都在其余条件之内，而不受本项所选值的限制；所选的值即使为 0 也列出。"
COUNT = "命中的段数和报告数"
COUNT_DETAIL = "与 search 同一检索式的 total、reports 相同，但不取结果，更快。"
REPORTS = "按报告检索"
REPORTS_DETAIL = "每份有命中的报告一项：其中排在最前的一段，和命中段数。翻页同 search。"
REPORT = "一份报告的全文和信息"
REPORT_DETAIL = (
    "各项信息附其在原文中的出处（evidence）；人工更正过的，附更正的记录（corrections）。"
)
PARAGRAPH = "一个段落"
PARAGRAPH_DETAIL = "段落编号是“报告编号-段次”，在重建索引后不变。"
EXPORT = "导出全部结果"
EXPORT_DETAIL = (
    "每段一行，逐行送出，不限行数。开头都有说明：检索式、条件、时间、索引、段数和报告数。"
    "csv：UTF-8（带 BOM），以 # 开头的几行是说明，其后是列名；"
    'pandas 用 read_csv(文件, comment="#") 读。'
    "xlsx：说明在第一张工作表，结果在“结果”工作表。"
    "jsonl：第一行是说明（没有 text），其后每行一段。"
)

Q = (
    "检索式。例：出庭应诉；行政诉讼 出庭；单位:司法局 出庭。"
    "空着时列出符合条件的报告（各以题名段为代表）。"
)
MODE = "words 表示按词检索；不写即逐字检索。"
SCOPE = "report 表示各词在同一份报告里即可；不写即须在同一段里。"
YEAR = "年度；可重复。none 表示年度未注明。"
LEVEL = "层级；可重复。none 表示未注明。"
UNIT = "单位全称；可重复。none 表示未注明。"
KIND = "章节类型；可重复。"
REGION = "地区，写法同 facets 所列；可重复。none 表示未注明。"
DOC_TYPE = "文种；可重复。none 表示未注明。"
DEPARTMENT = "yes 只看部门的报告，no 只看非部门的报告，none 表示未注明；可重复。"
SINCE = "起始年度。"
UNTIL = "截止年度。"
ONE_REPORT = "只在这一份报告里检索：报告编号。"
ALSO = "也算命中的写法，写成 词=另一写法；只对检索式中的词起作用；可重复。"
NEAR = "fold 表示几份近似的报告（草稿与定稿、重复刊发）只取一份；不写即逐份列出。"
SORT = "排序：relevance 相关度（默认），newest 年度从新到旧，oldest 从旧到新，unit 按单位。"
SIZE = "一页多少项。"
CURSOR = "上一页答复中的 next；检索式和条件须与上一页相同。"
FORMAT = "文件格式。"
DOC_ID = "报告编号：16 位十六进制数字。"
PARAGRAPH_ID = "段落编号：报告编号-段次。"

FIELD_TOTAL = "命中的段数"
FIELD_REPORTS = "命中段落所在的报告数"
FIELD_LEFT_OUT = "因 near=fold 没有计入的近似报告份数；不合并时为 0"
FIELD_NEAR_TO = (
    "与这份报告近似而先收入的那一份的报告编号，同组各份相同；"
    "先收入的一份自己为 null，没有近似的也为 null"
)
FIELD_NEXT = "取下一页用的 cursor；没有下一页时为 null"
FIELD_SPANS = "正文中命中的各处：[起, 止)，按字计"
FIELD_URL = "永久地址"
FIELD_COLUMNS = (
    "正文是表格的一行时，各格所属列的名称，由左到右，与正文中以制表符隔开的各格相对；"
    "没有表头的表格、表头本身和其他段落为空"
)
FIELD_STATED = "文件或网页在正文之外注明的内容，如发布时间、来源；仅供参考，未采作报告信息"
FIELD_SECTION = "所在各级小标题，由外到内"
FIELD_COUNT = "命中的段数"
FIELD_BEST = "排在最前的一段"
FIELD_ORDINAL = "段次；0 是题名"
FIELD_SUPERSEDED = "已被新版本替换时，新版本的报告编号；旧版本仍可读，但不再检索得到"
FIELD_CHOSEN = "是否已选为条件"
FIELD_VALUE = "值；null 表示未注明"
FIELD_DETAIL = "哪里错、为什么错"
FIELD_REMEDY = "怎么改"

OK_FILE = "文件"
ERRORS = {
    400: "检索式或参数有错；detail 指明第几个字",
    401: "须先登录（文库设了口令）",
    404: "没有这份报告或这个段落",
    429: "请求太频繁；Retry-After 头说明多少秒后再试",
    503: "检索服务暂时不可用",
}

BAD_PARAMETER = "参数 {name} 不能是“{value}”。"
BAD_PARAMETER_REMEDY = "请对照 {docs} 的说明改写。"
UNKNOWN_PARAMETER = "没有名为“{name}”的参数。"
BAD_CURSOR = "cursor“{value}”不能用于这次检索。"
BAD_CURSOR_REMEDY = (
    "请原样使用上一页答复中的 next，并保持检索式和条件不变；或去掉 cursor 从头取起。"
)
NO_SUCH_PARAGRAPH = "文库里没有编号为“{id}”的段落。"
NO_SUCH_PARAGRAPH_REMEDY = (
    "段落编号写成 报告编号-段次，例如 0123456789abcdef-3；请用检索重新找到它。"
)
