"""Every text of the site. Templates get this module as `t`."""

from archive import messages

UNKNOWN = messages.UNKNOWN
FIELD_NAMES = messages.FIELD_NAMES

SITE = "政府报告文库"
SITE_LINE = "逐字查找政府报告中的一句话，看清是谁、在哪一年、在哪一章写下的。"
SKIP = "跳到正文"

SEARCH_LABEL = "查找词句"
SEARCH_PLACEHOLDER = "例如：出庭应诉"
SEARCH_BUTTON = "检索"
BY_WORDS = "按词检索"
BY_WORDS_HINT = "不要求一字不差，按所含的词排序"
HELP = (
    "输入的词句按原样一字不差地查找；用空格隔开的几个词，须在同一段里都出现；"
    "词句本身带空格的，请加引号。"
)

HELP_MORE = "更多写法"
HOLDINGS = "现收录 {reports:,} 份报告，{paragraphs:,} 段文字"
NOTHING_LOADED = "文库里还没有报告。"
NOTHING_LOADED_REMEDY = "请先装载：python -m indexer load 文件夹"
BROWSE = "按条件浏览报告"

FACET_NAMES = {
    "year": "年度",
    "level": "层级",
    "unit": "单位",
    "section_kind": "章节类型",
    "region": "地区",
    "doc_type": "文种",
    "is_department": "是否部门",
}
YES_NO = messages.YES_NO
FACETS = "筛选"
FACETS_OF_PARAGRAPHS = "右侧数字为段数"
FACETS_OF_REPORTS = "右侧数字为报告份数"
FACET_CHOSEN = "（已选，再点取消）"
FACET_CUT = "只列出最多的 {size} 个"
FACET_EMPTY = "没有名称含有“{text}”的单位"
UNITS_LABEL = "在单位名称中查找"
UNITS_BUTTON = "查找"
YEARS_LABEL = "年度范围"
YEARS_FROM = "从"
YEARS_TO = "至"
YEARS_BUTTON = "限定"
YEARS_CHIP = "年度范围：{since}–{until}"
ONE_REPORT = "只看一份报告"
FACETS_CHOSEN_COUNT = "已选 {count} 项"
YEAR = "{year}年"
NO_YEAR = "年度未注明"
NO_LEVEL = "层级未注明"
NO_UNIT = "单位未注明"
COLON = "："

CHOSEN = "已选条件"
CHIP_REMOVE = "取消条件："
CLEAR_FILTERS = "清除全部条件"

TOTAL = "共 {total:,} 段，见于 {reports:,} 份报告"
TOTAL_REPORTS = "共 {total:,} 份报告"
VIEWS_LABEL = "显示方式"
VIEWS = {
    "paragraphs": "段落",
    "reports": "按报告",
    "concordance": "关键词居中",
    "table": "年度×层级",
}
SORTS_LABEL = "排序"
SORTS = {
    "relevance": "相关度",
    "newest": "年度从新到旧",
    "oldest": "年度从旧到新",
    "unit": "单位",
    "left": "左侧文字",
    "right": "右侧文字",
}
NEAR_LABEL = "近似的报告"
NEAR_CHOICES = {False: "逐份列出", True: "只取一份"}
LEFT_OUT = "；另有 {count:,} 份近似的报告没有计入"
STANDS_FOR = "另有 {count:,} 份近似的报告"
NEAR_FIRST = "与先收入的一份近似"
NEAR_FIRST_TITLE = "与先收入的一份近似：《{title}》"
NEAR_OTHERS = "与别的报告近似"
NEAR = "近似"
MATCHES = "本段 {count} 处"
REPORT_MATCHES = "命中 {count:,} 段，看全部"
UNSORTED = (
    "命中太多：按左右文字排序只排最相关的前 {limit:,} 段，其余 {count:,} 段没有列入；请缩小范围。"
)
COLUMN = "{name}："
CONCORDANCE_COLUMN = "“{name}”栏"
CONCORDANCE_HEAD = ("左侧文字", "命中", "右侧文字", "出处")
ACROSS = "各词可散见于同一份报告"
ACROSS_HINT = "默认要求几个词在同一段里都出现；勾选后，只要在同一份报告里都出现"
ACROSS_NOTICE = "以下各段取自含有全部检索词的报告，每段至少含有其中一个。"

VARIANTS = "同义写法"
VARIANT_OFFER = "{text} = {variant}（{count:,} 段），一并查找"
VARIANT_TAKEN = "{text} = {variant}（{count:,} 段）"
VARIANT_REMOVE = "不再一并查找："

TABLE_CAPTION = "各年度、各层级的报告中，有多少份命中"
TABLE_CAPTION_ALL = "各年度、各层级的报告份数"
TABLE_YEAR = "年度"
TABLE_SUM = "合计"
TABLE_NOTE = (
    "每格为：命中的报告份数 / 同样条件下的全部报告份数（占比）。“0 / n”是有报告而没有命中；"
    "“无报告”是文库里没有这一年、这一层级的报告。点数字看这些报告。"
)
TABLE_CELL = "{found:,} / {reports:,}"
TABLE_SHARE = "{share:.0%}"
TABLE_NONE = "无报告"
TABLE_CHART = "各层级报告的命中占比，按年度"
TABLE_UNKNOWN = "未注明"

EXPORT = "取走全部结果"
EXPORT_FORMATS = {"csv": "CSV", "xlsx": "Excel", "jsonl": "JSON Lines"}

PARTS = "其中各部分单独查找："
PART = "{text}：{count:,} 段"
BY_WORDS_BELOW = "以下不是一字不差的命中，是按词检索“{text}”找到的段落"
BY_WORDS_ALL = "看按词检索的全部结果"
RESULTS = "检索结果"
RESULTS_TITLE = "{text} - 检索结果"
REPORT_LIST = "报告列表"
WORDS_NOTICE = "以下是按词检索的结果：各段含有“{text}”中的一个或几个词，不一定一字不差。"
EXACT_LINK = "改为一字不差地查找"

NO_EXACT_HIT = "没有一字不差的命中"
NO_EXACT_HIT_DETAIL = "文库里没有哪一段含有“{text}”。"
NO_EXACT_HIT_FILTERED = "在所选条件之内，没有哪一段含有“{text}”。"
NO_WORDS_HIT = "没有含有这些词的段落"
NO_WORDS_HIT_DETAIL = "文库里没有哪一段含有“{text}”中的词。"
NO_WORDS_HIT_FILTERED = "在所选条件之内，没有哪一段含有“{text}”中的词。"
NO_REPORT = "没有符合条件的内容"
NO_REPORT_DETAIL = "请取消一部分条件再看。"
OFFER_WORDS = "按词检索“{text}”"
OFFER_WORDS_HINT = "换一种查法：不要求一字不差，只要含有其中的词。"
OFFER_UNFILTERED = "清除条件，在全部报告中查找"

PAGING = "翻页"
PREVIOUS = "上一页"
NEXT = "下一页"
PAGE = "第 {page} 页"
GAP = "…"
PAST_THE_END = "没有第 {page:,} 页"
PAST_THE_END_DETAIL = "结果一共只有 {last:,} 页。"
LAST_PAGE = "看最后一页"

ROLES = {
    "title": "标题",
    "salutation": "称谓",
    "heading": "小标题",
    "table row": "表格",
    "signature": "落款",
    "attachment": "附件",
}

BACK = "返回检索结果"
BACK_HOME = "返回首页"
OUTLINE = "目录"
OUTLINE_HITS = "{count} 段"
REPORT_HITS = "“{text}”在本报告命中 {count:,} 段"
REPORT_WORDS = "“{text}”中的词在本报告见于 {count:,} 段"
REPORT_NO_HITS = "本报告没有命中“{text}”"
FIRST_HIT = "看第一处"
DEPARTMENT = "{level}（部门）"
DATE_OF_DAY = "{year}年{month}月{day}日"
DATE_OF_MONTH = "{year}年{month}月"
BY_PERSON = "人工更正"
GROUNDS = "这些信息从哪里读出"
GROUNDS_HEAD = ("项目", "内容", "依据")
NO_GROUND = "原文没有写明"
COMPOSED = "原文没有题名，按已知信息代拟"
SET_BY_PERSON = messages.BY_PERSON
GROUND_RULE = "（{rule}）"
DAMAGE = "原文残损 {count} 处，照原样保留"
STATED = messages.STATED
STATED_LINE = "{label}：{text}"
REPORT_FACTS = "报告信息"
SOURCE = "来源文件：{source}"

ERROR_TITLES = {
    400: "这次检索没有执行",
    404: "没有找到这个页面",
    503: "检索服务暂时不可用",
}
ERROR_OTHER = "请求没有完成"
ERROR_INTERNAL = "程序出了差错，差错已记入日志。"
ERROR_INTERNAL_REMEDY = "请稍后重试；若一再出现，请告诉文库的管理员。"
ERROR_HTTP = "服务器没有接受这个请求（{code}）。"
ERROR_HTTP_REMEDY = "请从首页重新开始。"
TOO_SLOW = "这次检索超过 {seconds:g} 秒还没有结果，已不再等待。"
TOO_SLOW_REMEDY = "请减少通配符、NEAR 的字数或检索词，或先选定年度、层级，再试一次。"
NO_PAGE = "这个地址下没有内容。"
NO_PAGE_REMEDY = "请核对地址，或从首页重新检索。"
NO_SUCH_REPORT = "文库里没有编号为“{doc_id}”的报告。"
NO_SUCH_REPORT_REMEDY = "它可能已被替换或移出；请用题名或其中的一句话重新检索。"

BAD_PAGE = "页码“{value}”不是从 1 起的整数。"
BAD_PAGE_REMEDY = "请从第 1 页看起。"
BAD_YEAR = "年度“{value}”不是四位数字。"
BAD_YEAR_REMEDY = "请写成 2022 这样的年份，或从左侧列出的年度中选择。"
BAD_CHOICE = "{field}中没有“{value}”。"
BAD_CHOICE_REMEDY = "可选的有：{choices}。"
LONG_NAME_REMEDY = "最长 {limit} 个字；请从左侧列出的值中选择。"
BAD_RANGE = "年度范围从 {since} 年到 {until} 年，起点在终点之后。"
BAD_SCOPE = "检索范围不能是“{value}”。"
BAD_SCOPE_REMEDY = "可用的只有 report（各词在同一份报告里）；不写即在同一段里。"
BAD_NEAR = "近似的报告不能按“{value}”处理。"
BAD_NEAR_REMEDY = "可用的只有 fold（几份近似的只取一份）；不写即逐份列出。"
BAD_PARAMETER = "参数 {name} 不能是“{value}”。"
BAD_MODE = "没有名为“{value}”的检索方式。"
BAD_MODE_REMEDY = "可用的只有 words（按词检索）；不写即一字不差地查找。"
