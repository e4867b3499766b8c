"""Why a file cannot be read, in sentences that say what to do. Nothing here looks at files."""

from dataclasses import dataclass

MEGABYTE = 1_000_000
LARGEST_FILE = 20 * MEGABYTE
LONGEST_TEXT = 300_000  # characters; the longest plans of the genre have about 100,000


@dataclass(frozen=True, slots=True)
class Reason:
    zh: str
    en: str


REASONS: dict[str, Reason] = {
    "empty": Reason(
        "文件是空的。请检查是否选错了文件，或重新下载后再试。",
        "The file is empty. Check that it is the right one, or download it again.",
    ),
    "too_large": Reason(
        f"文件超过 {LARGEST_FILE // MEGABYTE} MB。请只提交通知正文，去掉图片和无关附件后再试。",
        f"The file is larger than {LARGEST_FILE // MEGABYTE} MB. Submit the notice alone, without pictures and other annexes.",
    ),
    "too_long": Reason(
        f"文字超过 {LONGEST_TEXT // 10_000} 万字，不像一份通知。请只提交通知正文。",
        f"The text has more than {LONGEST_TEXT:,} characters, too long for a notice. Submit the notice alone.",
    ),
    "binary": Reason(
        "文件不是文本。请提供 txt、html、docx 或带文字的 PDF。",
        "The file is not text. Provide a txt, html, docx or PDF file with text in it.",
    ),
    "encoding": Reason(
        "无法识别文字编码。请用 UTF-8 或 GB18030 编码另存后再试。",
        "The character encoding is unknown. Save the file as UTF-8 or GB18030 and try again.",
    ),
    "archive": Reason(
        "这是压缩包。请解压后，提交其中的通知文件（txt、html、docx 或 PDF）。",
        "This is an archive. Unpack it and submit the notice inside (txt, html, docx or PDF).",
    ),
    "image": Reason(
        "这是图片，没有可读的文字。请提供 docx、带文字的 PDF 或 txt。",
        "This is a picture without readable text. Provide a docx file, a PDF with text, or a txt file.",
    ),
    "old_office": Reason(
        "这是旧版 Office 或 WPS 文件（.doc、.wps）。请另存为 docx 或 PDF 后再试。",
        "This is an old Office or WPS file (.doc, .wps). Save it as docx or PDF and try again.",
    ),
    "encrypted_office": Reason(
        "文件有打开密码。请取消密码，另存为 docx 或 PDF 后再试。",
        "The file is protected by a password. Remove the password, save it as docx or PDF and try again.",
    ),
    "other_format": Reason(
        "不支持这种格式（如 xlsx、pptx、ofd、rtf、mht、xml）。请另存为 docx、PDF、html 或 txt 后再试。",
        "This format is not read (such as xlsx, pptx, ofd, rtf, mht, xml). Save it as docx, PDF, html or txt and try again.",
    ),
    "damaged": Reason(
        "文件已损坏或不完整。请重新下载，或用 Word、WPS 打开后另存再试。",
        "The file is damaged or incomplete. Download it again, or open it in Word or WPS and save a new copy.",
    ),
    "inflated": Reason(
        "文件解压后过大，可能是恶意文件。请用 Word 或 WPS 打开，将正文复制到新文档后再试。",
        "The file becomes far too large when unpacked and may be hostile. Copy its text into a new document and try again.",
    ),
    "external": Reason(
        "文件含有外部实体或外部引用，出于安全原因不予读取。请用 Word 或 WPS 打开，断开链接并另存后再试。",
        "The file refers to outside content and is not read, for safety. Open it in Word or WPS, break the links and save a new copy.",
    ),
    "embedded": Reason(
        "文件正文中嵌入了其他文档，无法完整读取。请用 Word 打开，另存为新的 docx 后再试。",
        "Other documents are embedded in the text and would be lost. Open the file in Word, save it as a new docx and try again.",
    ),
    "nested": Reason(
        "文件内部嵌套层数过多，无法读取。请将正文复制到新文档后再试。",
        "The file is nested too deeply to be read. Copy its text into a new document and try again.",
    ),
    "encrypted_pdf": Reason(
        "PDF 已加密。请取消密码和复制限制，另存后再试。",
        "The PDF is encrypted. Remove its password and restrictions, save it and try again.",
    ),
    "scanned_pdf": Reason(
        "PDF 里没有文字，可能是扫描件。请提供文字版 PDF 或 docx，或先做文字识别（OCR）。",
        "The PDF holds no text; it is probably a scan. Provide a PDF with text or a docx file, or run OCR first.",
    ),
    "empty_pdf": Reason(
        "PDF 里没有文字。请检查是否选错了文件。",
        "The PDF holds no text. Check that it is the right file.",
    ),
    "garbled_pdf": Reason(
        "PDF 里的文字没有对应的字符编码，无法读出。请提供 docx，或重新导出 PDF。",
        "The text of the PDF has no character codes and cannot be read. Provide a docx file, or export the PDF again.",
    ),
    "too_many_pages": Reason(
        "PDF 页数过多。请只提交通知所在的页面。",
        "The PDF has too many pages. Submit only those of the notice.",
    ),
    "too_complex": Reason(
        "读取文件所需的时间或内存超出限制。请将正文复制到新文档，存为 docx 或 txt 后再试。",
        "Reading the file takes too much time or memory. Copy its text into a new document, save it as docx or txt and try again.",
    ),
}


class UnreadableFile(ValueError):
    """A file that cannot be read as a notice. `code` is stable; `zh` and `en` say what to do."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.zh = REASONS[code].zh
        self.en = REASONS[code].en
        super().__init__(self.zh)
