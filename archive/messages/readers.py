"""Why a file cannot be read, and what to do about it: (reason, remedy)."""

EMPTY = ("文件是空的", "请重新导出或复制一份有内容的文件，再装载。")
NO_TEXT = ("文件里没有文字段落", "请打开文件核对内容；若文字在图片里，请先识别成文字，再装载。")
NOT_TEXT = ("不是可识别的文档，也不是文字", "请核对文件是否损坏、扩展名是否写错，再装载。")

DOCX_DAMAGED = ("docx 文件不完整或已损坏", "请重新复制或下载；或用 WPS、Word 修复后另存，再装载。")
DOCX_ENCRYPTED = ("文档有打开密码", "请用密码打开并取消密码，另存后再装载。")
DOCX_TOO_LARGE = ("docx 解压后过大，疑似恶意文件", "请用 WPS 或 Word 打开核对，另存后再装载。")

PDF_ENCRYPTED = ("PDF 有打开密码", "请用密码打开并另存为不加密的 PDF，再装载。")
PDF_DAMAGED = ("PDF 文件不完整或已损坏", "请重新复制或下载，再装载。")
PDF_SCAN = ("PDF 是扫描件，没有文字层", "请先用识别软件转成带文字的 PDF 或 docx，再装载。")

_SAVE_AS_DOCX = "请用 WPS 或 Word 打开并另存为 docx，再装载。"
UNSUPPORTED = {
    "ole": ("旧版 Office 或 WPS 格式（doc、wps 等），尚不支持", _SAVE_AS_DOCX),
    "rtf": ("RTF 格式，尚不支持", _SAVE_AS_DOCX),
    "odt": ("ODT 格式，尚不支持", _SAVE_AS_DOCX),
    "ofd": ("OFD 版式文件，尚不支持", "请用 OFD 阅读软件转为 PDF，再装载。"),
    "mht": ("网页存档（mht）格式，尚不支持", _SAVE_AS_DOCX),
    "word xml": ("Word 的 XML 格式，尚不支持", _SAVE_AS_DOCX),
    "sheet": ("Excel 工作簿，不是报告", "若其中有报告，请另存为 docx 或 txt，再装载。"),
    "slides": ("PowerPoint 演示文稿，不是报告", "若其中有报告，请另存为 docx 或 txt，再装载。"),
    "archive": ("压缩包，尚不支持", "请先解压，再装载其中的文件。"),
    "image": ("图片，没有文字", "请先识别成文字，再装载。"),
}
