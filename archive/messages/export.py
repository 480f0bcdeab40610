"""The texts of an export: its head, the names of its columns, what it says about itself."""

from archive import messages

SHEET_HEAD = "说明"
SHEET_ROWS = "结果"

QUERY = "检索式"
VARIANTS = "也算命中的写法"
MODE = "检索方式"
MODES = {False: "逐字检索", True: "按词检索"}
SCOPE = "各词须在"
SCOPES = {False: "同一段内", True: "同一份报告内"}
NEAR = "近似的报告"
NEAR_FOLDED = "几份只取一份"
LEFT_OUT = "没有计入的近似报告数"
CONDITION = "条件：{field}"
EXPORTED_AT = "导出时间"
INDEX = "索引"
INDEX_OF = "{name}，收录 {reports} 份报告、{paragraphs} 段"
TOTAL = "命中段数"
REPORTS = "命中报告数"
NOTE = "说明"
CSV_NOTE = (
    "以 # 开头的各行是说明，其后是列名，再后每行一段；"
    "表格的一行也是一段，各格以制表符隔开，其表头另列一栏，以 | 隔开；"
    "以 = + - @ 等开头的单元格前加了一个 ' 号，以免被表格软件当作公式"
)
WORKBOOK_NOTE = (
    "每行一段，列名在首行；表格的一行也是一段，各格以制表符隔开，其表头另列一栏，以 | 隔开；"
    "超过 1,048,575 段的，接在下一张工作表；"
    "超过 32,767 字的正文，接在右侧的单元格"
)

YES_NO = messages.YES_NO
SEPARATOR = "、"
YEARS = "{first}-{last}"
PATH = " > "
HEADER = " | "
CUT = "…"

FILTERS = {
    **{field: messages.FIELD_NAMES[field] for field in ("year", "level", "unit", "region")},
    **{field: messages.FIELD_NAMES[field] for field in ("doc_type", "is_department")},
    "section_kind": "章节类型",
    "role": "段落类型",
    "doc_id": "报告编号",
    "near_to": "近似于",
}
COLUMNS = {
    "id": "段落编号",
    "doc_id": "报告编号",
    "year": "年度",
    "level": "层级",
    "unit": "单位",
    "is_department": "是否部门",
    "region": "地区",
    "title": "题名",
    "doc_type": "文种",
    "document_number": "发文字号",
    "date": "成文日期",
    "near_to": "近似于",
    "role": "段落类型",
    "section": "章节",
    "section_kind": "章节类型",
    "ordinal": "段次",
    "columns": "表头",
    "url": "永久地址",
    "text": "正文",
}
ROLES = {
    "title": "标题",
    "salutation": "称谓",
    "heading": "小标题",
    "body": "正文",
    "table row": "表格",
    "signature": "落款",
    "attachment": "附件",
}

FILE_NAME = "检索结果-{text}-{date}"
FILE_NAME_OF_LIST = "报告列表-{date}"
UNKNOWN_FORMAT = "没有名为“{value}”的导出格式。"
UNKNOWN_FORMAT_REMEDY = "可选的有：{choices}。"
CANNOT_WRITE = "文件 {path} 不能写入：{detail}。"
CANNOT_WRITE_REMEDY = "请换一个位置，或核对目录是否存在、可写、磁盘未满。"
FILE_EXISTS = "文件 {path} 已存在，没有覆盖。"
FILE_EXISTS_REMEDY = "请换一个文件名，或先移走它。"
WRITTEN = "已导出 {total} 段，见于 {reports} 份报告：{path}"
