"""What is said about a draft made from an office's drawing: where something was guessed, and what a person is to do."""

from suixin.engines.collections.sentences import said
from suixin.kernel.records.problem import Parameter, Problem, Sentence

GUESSES: dict[str, Sentence] = {
    "no-title": said(
        "没有找到报表名称，请填写。", "沒有找到報表名稱，請填寫。", "There is no title. Fill it in."
    ),
    "no-number": said(
        "没有找到表号，请填写。", "沒有找到表號，請填寫。", "There is no form number. Fill it in."
    ),
    "no-authority": said(
        "没有找到制定机关，请填写它的代号。",
        "沒有找到制定機關，請填寫它的代號。",
        "There is no authority. Fill in its code.",
    ),
    "no-approval": said(
        "没有找到批准文号或备案文号，请填写。",
        "沒有找到批准文號或備案文號，請填寫。",
        "There is no approval number. Fill it in.",
    ),
    "no-validity": said(
        "没有找到有效期，请填写起止日期。",
        "沒有找到有效期，請填寫起止日期。",
        "It does not say until when it is valid. Fill in both days.",
    ),
    "valid-from": said(
        "没有写从何时起有效，暂填 {day}，请核对。",
        "沒有寫從何時起有效，暫填 {day}，請核對。",
        "It does not say from when it is valid; {day} is a guess. Check it.",
    ),
    "no-frequency": said(
        "看不出是月报、季报还是年报，暂按月报，请核对。",
        "看不出是月報、季報還是年報，暫按月報，請核對。",
        "It does not say whether it is by month, quarter or year; month is a guess. Check it.",
    ),
    "several-values": said(
        "{cell}：有几列数值（{names}），只按一列处理。请把其余各列写成单独的指标。",
        "{cell}：有幾欄數值（{names}），只按一欄處理。請把其餘各欄寫成單獨的指標。",
        "{cell}: there are several columns of values ({names}); they were taken as one. Write the others as items of their own.",
    ),
    "heading": said(
        "{cell}：“{title}”没有代码和计量单位，当作小标题，没有列为指标。",
        "{cell}：「{title}」沒有代碼和計量單位，當作小標題，沒有列為指標。",
        "{cell}: “{title}” has neither code nor unit and was taken for a heading, not for an item.",
    ),
    "code-given": said(
        "{cell}：“{title}”的代码缺少、重复或不能使用，改为 {item}，请核对。",
        "{cell}：「{title}」的代碼缺少、重複或不能使用，改為 {item}，請核對。",
        "{cell}: the code of “{title}” is missing, there twice or unusable; it became {item}. Check it.",
    ),
    "unit-above": said(
        "{cell}：“{title}”没有计量单位，沿用上一行的“{unit}”，请核对。",
        "{cell}：「{title}」沒有計量單位，沿用上一行的「{unit}」，請核對。",
        "{cell}: “{title}” has no unit; it took “{unit}” from the row above. Check it.",
    ),
    "rule": said(
        "{cell}：看不懂审核关系“{said}”，没有采用（{why}）。请改写后补上。",
        "{cell}：看不懂審核關係「{said}」，沒有採用（{why}）。請改寫後補上。",
        "{cell}: the rule “{said}” could not be read and was left out ({why}). Write it anew.",
    ),
    "to-fill-in": said(
        "请填写：制定机关和审核单位的代号、英文名称、报送期限、填报角色、分类、是否保密，并核对小数位数和审核关系的级别。",
        "請填寫：制定機關和審核單位的代號、英文名稱、報送期限、填報角色、分類、是否保密，並核對小數位數和審核關係的級別。",
        "Fill in the codes of the authority and the reviewers, the English titles, the due days, who reports, the classes and "
        "what is confidential; check decimal places and the grades of the rules.",
    ),
    "faulty": said(
        "草稿还不能使用：{why}。请改正。",
        "草稿還不能使用：{why}。請改正。",
        "The draft cannot be used yet: {why}. Correct it.",
    ),
}


def guessed(code: str, cell: str = "", **parameters: Parameter) -> Problem:
    return Problem("", code, GUESSES[code], {"cell": cell, **parameters})
