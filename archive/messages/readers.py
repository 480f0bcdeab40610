"""Why a file cannot be read, and what to do about it: (reason, remedy)."""

EMPTY = ("文件是空的", "请重新导出或复制一份有内容的文件，再装载。")
NO_TEXT = ("文件里没有文字段落", "请打开文件核对内容；若文字在图片里，请先识别成文字，再装载。")
NOT_TEXT = ("不是可识别的文档，也不是文字", "请核对文件是否损坏、扩展名是否写错，再装载。")

PART_TOO_LARGE = ("文档解压后过大，疑似恶意文件", "请用 WPS 或 Word 打开核对，另存后再装载。")
DOCX_DAMAGED = ("docx 文件不完整或已损坏", "请重新复制或下载；或用 WPS、Word 修复后另存，再装载。")
DOCX_ENCRYPTED = ("文档有打开密码", "请用密码打开并取消密码，另存后再装载。")
WORD_XML_DAMAGED = (
    "Word 的 XML 文件不完整或已损坏",
    "请重新复制或下载；或用 WPS、Word 打开并另存为 docx，再装载。",
)
MHTML_DAMAGED = (
    "网页存档（mht）不完整或已损坏",
    "请重新保存网页，或用浏览器打开后另存为 html，再装载。",
)

DOC_DAMAGED = (
    "Word 文档（doc、wps）不完整或已损坏",
    "请重新复制或下载；或用 WPS、Word 修复后另存为 docx，再装载。",
)
DOC_ENCRYPTED = ("文档有打开密码", "请用 WPS 或 Word 以密码打开并取消密码，另存后再装载。")
WORKS_NO_OFFICE = (
    "Microsoft Works 文档，本机没有能读它的软件",
    "请在本机安装 LibreOffice 后重新装载；或用 LibreOffice、Word 打开并另存为 docx，再装载。",
)
WORKS_DAMAGED = ("Microsoft Works 文档不完整或已损坏", "请重新复制或下载；或另存为 docx，再装载。")
OLE_UNKNOWN = (
    "旧版办公软件的文件，不是可识别的文档",
    "请用生成它的软件打开并另存为 docx 或 txt，再装载。",
)

ODT_DAMAGED = (
    "ODT 文件不完整或已损坏",
    "请重新复制或下载；或用 WPS、LibreOffice 打开后另存为 docx，再装载。",
)
ODT_ENCRYPTED = ("ODT 文档有打开密码", "请用密码打开并取消密码，另存后再装载。")
ODT_OLD = ("OpenOffice 1.x 的旧格式（sxw），不支持", "请用 LibreOffice 打开并另存为 docx，再装载。")
ODT_NO_DOCUMENT = (
    "OpenDocument 的表格、演示文稿或绘图，不是文字文档",
    "若其中有报告，请另存为 docx 或 txt，再装载。",
)

RTF_DAMAGED = (
    "RTF 文件不完整或已损坏",
    "请重新复制或下载；或用 WPS、Word 打开核对是否完整，另存为 docx，再装载。",
)

PDF_ENCRYPTED = ("PDF 有打开密码", "请用密码打开并另存为不加密的 PDF，再装载。")
PDF_DAMAGED = ("PDF 文件不完整或已损坏", "请重新复制或下载，再装载。")
PDF_TOO_LONG = (
    "PDF 有 {pages} 页，超过上限 {most} 页",
    "请拆成几个文件，或用环境变量 ARCHIVE_MAX_PAGES 提高上限，再装载。",
)
PDF_SCAN = (
    "PDF 是扫描件，没有文字层",
    "请安装文字识别组件（pip install -r requirements-ocr.txt），再装载；"
    "或先用识别软件转成带文字的 PDF。",
)

OFD_ENCRYPTED = ("OFD 文件已加密", "请用 OFD 阅读软件以密码打开，另存为不加密的文件，再装载。")
OFD_DAMAGED = (
    "OFD 文件不完整或已损坏",
    "请重新复制或下载；或用 OFD 阅读软件打开后转为 PDF，再装载。",
)
OFD_SCAN = (
    "OFD 是扫描件，没有文字层",
    "请安装文字识别组件（pip install -r requirements-ocr.txt），再装载；"
    "或先用识别软件转成带文字的 PDF。",
)
TOO_MANY_PAGES = (
    "页数超过上限 {most} 页",
    "请拆成几个文件，或用环境变量 ARCHIVE_MAX_PAGES 提高上限，再装载。",
)

IMAGE_SCAN = (
    "图片（扫描件），没有文字层",
    "请安装文字识别组件（pip install -r requirements-ocr.txt），再装载；"
    "或先用识别软件转成带文字的 PDF。",
)
IMAGE_DAMAGED = ("图片不完整或已损坏", "请重新扫描、复制或下载；或转存为 png、jpg，再装载。")
IMAGE_TOO_LARGE = (
    "图片的像素过多，疑似恶意文件",
    "请降低分辨率（200 dpi 即可）重新扫描或另存，再装载。",
)
OCR_NO_TEXT = ("文字识别没有认出文字", "请打开文件核对内容；若图像模糊，请重新扫描，再装载。")
OCR_FAILED = (
    "文字识别组件不能启动：{detail}",
    "请按 requirements-ocr.txt 开头的说明装上所需的系统库，再装载。",
)


SHEET = ("Excel 工作簿，不是报告", "若其中有报告，请另存为 docx 或 txt，再装载。")
SLIDES = ("PowerPoint 演示文稿，不是报告", "若其中有报告，请另存为 docx 或 txt，再装载。")
OUTLOOK = ("Outlook 的邮件（msg）", "请在 Outlook 中另存为 eml 或 html，附件另存，再装载。")
RAR = ("rar 压缩包，不能解压", "请用解压软件解压，再装载其中的文件；或另存为 zip、7z。")
PACKAGE_DAMAGED = (
    "文件（docx、odt、ofd、zip 等以压缩包存放的格式）不完整或已损坏",
    "请重新复制或下载；能用原软件打开的，修复后另存，再装载。",
)
LOCKED = ("文件被加密软件锁定，本机没有权限读", "请在装有该加密软件的电脑上解密，再装载。")
