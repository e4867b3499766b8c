"""What is said about a file that cannot be used, in the three languages. Every sentence says what to do."""

from suixin.engines.collections.sentences import said
from suixin.kernel.records.problem import Parameter, Problem, Sentence
from suixin.kernel.statistics.forms import Item

SENTENCES: dict[str, Sentence] = {
    "file-empty": said(
        "文件是空的。请选择填好的报表。",
        "檔案是空的。請選擇填好的報表。",
        "The file is empty. Choose the completed form.",
    ),
    "file-large": said(
        "文件超过 1 MB。请只保留报表，删除图片和其他工作表后再上传。",
        "檔案超過 1 MB。請只保留報表，刪除圖片和其他工作表後再上載。",
        "The file is larger than 1 MB. Keep only the form, without pictures and other sheets.",
    ),
    "file-kind": said(
        "这不是 XLSX 或 CSV 文件。请用下载的表样填写，并保存为 XLSX 或 CSV。",
        "這不是 XLSX 或 CSV 檔案。請用下載的表樣填寫，並儲存為 XLSX 或 CSV。",
        "This is no XLSX or CSV file. Fill in the form that you downloaded and save it as XLSX or CSV.",
    ),
    "file-old": said(
        "这是旧版 .xls 文件，或者设了打开密码。请取消密码，另存为 XLSX 后再上传。",
        "這是舊版 .xls 檔案，或者設了開啟密碼。請取消密碼，另存為 XLSX 後再上載。",
        "This is an old .xls file, or one with a password. Remove the password and save it as XLSX.",
    ),
    "file-macros": said(
        "文件带有宏（.xlsm），不予读取。请另存为不带宏的 XLSX 后再上传。",
        "檔案帶有巨集（.xlsm），不予讀取。請另存為不帶巨集的 XLSX 後再上載。",
        "The file holds macros (.xlsm) and is not read. Save it as XLSX without macros.",
    ),
    "file-hostile": said(
        "文件解开后过大，或含有外部实体，不予读取。请重新下载表样，或把内容复制到新的工作簿后再试。",
        "檔案解開後過大，或含有外部實體，不予讀取。請重新下載表樣，或把內容複製到新的活頁簿後再試。",
        "The file grows far too large when unpacked or refers to outside content, and is not read. "
        "Download the form again, or copy the content into a new workbook.",
    ),
    "file-damaged": said(
        "这个文件打不开。请在表格软件中重新保存后再上传。",
        "這個檔案打不開。請在試算表軟件中重新儲存後再上載。",
        "This file cannot be opened. Save it again in your spreadsheet program.",
    ),
    "file-encoding": said(
        "无法识别文字编码。请另存为 UTF-8 编码的 CSV 或 XLSX 后再上传。",
        "無法識別文字編碼。請另存為 UTF-8 編碼的 CSV 或 XLSX 後再上載。",
        "The encoding of the text is unknown. Save the file as CSV in UTF-8, or as XLSX.",
    ),
    "file-not-ours": said(
        "文件里找不到报表的标识。请用从本页下载的表样填写，不要删除隐藏的工作表或表头各行。",
        "檔案裡找不到報表的標識。請用從本頁下載的表樣填寫，不要刪除隱藏的工作表或表頭各行。",
        "The file does not say which form it is. Fill in the form downloaded from this page; keep its hidden sheet and its head.",
    ),
    "file-two-forms": said(
        "文件里有不止一份报表。一个文件只报一个单位的一份报表，请分开上传。",
        "檔案裡有不止一份報表。一個檔案只報一個單位的一份報表，請分開上載。",
        "The file holds more than one form. One file is one form of one unit; upload them one by one.",
    ),
    "file-other-form": said(
        "这是报表“{found}”的文件，这里要报的是“{wanted}”。请选择正确的文件。",
        "這是報表「{found}」的檔案，這裡要報的是「{wanted}」。請選擇正確的檔案。",
        "This file is of the form “{found}”; here “{wanted}” is reported. Choose the right file.",
    ),
    "file-other-version": said(
        "这个文件按报表的第 {found} 版制作，现行的是第 {wanted} 版。请重新下载表样填写。",
        "這個檔案按報表的第 {found} 版製作，現行的是第 {wanted} 版。請重新下載表樣填寫。",
        "This file was made for version {found} of the form; version {wanted} is in force. Download the form again.",
    ),
    "file-other-unit": said(
        "这个文件是单位 {found} 的，不能替别的单位填报。请选择本单位（{wanted}）的文件。",
        "這個檔案是單位 {found} 的，不能替別的單位填報。請選擇本單位（{wanted}）的檔案。",
        "This file is of the unit {found}. Nobody reports for another: choose the file of your own unit, {wanted}.",
    ),
    "file-other-period": said(
        "这个文件是 {found} 的，这里要报的是 {wanted}。请选择正确的文件。",
        "這個檔案是 {found} 的，這裡要報的是 {wanted}。請選擇正確的檔案。",
        "This file is for {found}; here {wanted} is reported. Choose the right file.",
    ),
    "cell-code": said(
        "{cell}：报表没有代码为“{found}”的指标。请恢复表样中的代码。",
        "{cell}：報表沒有代碼為「{found}」的指標。請恢復表樣中的代碼。",
        "{cell}: the form has no item “{found}”. Put back the code of the blank form.",
    ),
    "cell-code-twice": said(
        "{cell}：代码 {found} 出现了两次。请只保留一行。",
        "{cell}：代碼 {found} 出現了兩次。請只保留一行。",
        "{cell}: the code {found} is there twice. Keep one row of it.",
    ),
    "no-table": said(
        "找不到表头。请保留含有“指标名称”和“代码”两列的一行。",
        "找不到表頭。請保留含有「指標名稱」和「代碼」兩欄的一行。",
        "There is no table head. Keep the row with the columns 指标名称 and 代码.",
    ),
    "no-items": said(
        "表头下面没有指标。请检查是否选错了工作表。",
        "表頭下面沒有指標。請檢查是否選錯了工作表。",
        "There are no items below the table head. Check that the first sheet is the form.",
    ),
    "too-many-items": said(
        "指标超过 {limit} 项。请把报表分成几张。",
        "指標超過 {limit} 項。請把報表分成幾張。",
        "There are more than {limit} items. Split the form into several.",
    ),
}


def told(code: str, path: str = "", **parameters: Parameter) -> Problem:
    return Problem(path, code, SENTENCES[code], parameters)


AT_CELL: Sentence = said("{cell}（{item}）：", "{cell}（{item}）：", "{cell} ({item}): ")


def at_cell(cell: str, item: Item, problem: Problem) -> Problem:
    """What is wrong with a number, with the cell in which it stands."""
    sentence = {language: AT_CELL[language] + text for language, text in problem.sentence.items()}
    parameters = {**problem.parameters, "cell": cell, "item": item.titles}
    return Problem(item.path, problem.code, sentence, parameters)


class UnreadableSheet(ValueError):
    """Nothing of the file is used; `problem` says what to do."""

    def __init__(self, code: str, **parameters: Parameter) -> None:
        self.problem = Problem("", code, SENTENCES[code], parameters)
        super().__init__(self.problem.message("en"))
