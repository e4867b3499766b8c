"""What the rules of collections say, in the three languages. Every sentence says what to do."""

from suixin.kernel.records.problem import Sentence


def said(simplified: str, traditional: str, english: str) -> Sentence:
    return {"zh-hans": simplified, "zh-hant": traditional, "en": english}


SENTENCES: dict[str, Sentence] = {
    "form-malformed": said(
        "报表定义不能使用：{why}。请改正后重新提交。",
        "報表定義不能使用：{why}。請改正後重新提交。",
        "This form cannot be used: {why}. Correct it and submit it again.",
    ),
    "not-authority": said(
        "这张报表由制定机关 {authority} 管理，请由该机关办理。",
        "這張報表由制定機關 {authority} 管理，請由該機關辦理。",
        "This form is kept by its authority, {authority}. Ask them to do it.",
    ),
    "form-version": said(
        "版本号应为 {version}，并作为对现行版本的更正提交。",
        "版本號應為 {version}，並作為對現行版本的更正提交。",
        "The version must be {version}, submitted as a correction of the one in force.",
    ),
    "no-form": said(
        "没有编号为“{form}”的报表，请核对。",
        "沒有編號為「{form}」的報表，請核對。",
        "There is no form “{form}”. Check its id.",
    ),
    "period-kind": said(
        "期别“{period}”与报表的频度不符，请写成报表的月、季或年。",
        "期別「{period}」與報表的頻度不符，請寫成報表的月、季或年。",
        "The period {period} does not fit the form's frequency. Write a month, quarter or year as the form has it.",
    ),
    "unit-keys": said(
        "请给出且只给出这些分类属性：{keys}。",
        "請給出且只給出這些分類屬性：{keys}。",
        "Give exactly these attributes: {keys}.",
    ),
    "unit-key-value": said(
        "请从以下各值中选择：{values}。", "請從以下各值中選擇：{values}。", "Choose one of: {values}."
    ),
    "unit-no-reviewer": said(
        "区代码“{district}”没有审核单位，请核对区代码或先在报表中设置审核单位。",
        "區代碼「{district}」沒有審核單位，請核對區代碼或先在報表中設置審核單位。",
        "Nobody reviews the district {district}. Check the code, or name a reviewer in the form first.",
    ),
    "unit-there": said(
        "单位 {unit} 已在名录中。修改请作为更正提交。",
        "單位 {unit} 已在名錄中。修改請作為更正提交。",
        "The unit {unit} is registered already. Submit a change as a correction.",
    ),
    "form-not-valid": said(
        "{period} 不在报表的有效期内。请核对期别，或先更新报表。",
        "{period} 不在報表的有效期內。請核對期別，或先更新報表。",
        "{period} is outside the time for which the form is valid. Check the period, or renew the form first.",
    ),
    "period-there": said(
        "{period} 已经开放过。修改截止日期或关闭，请作为更正提交。",
        "{period} 已經開放過。修改截止日期或關閉，請作為更正提交。",
        "{period} has been opened already. Submit a change of its due date, or its closing, as a correction.",
    ),
    "not-registered": said(
        "贵单位在 {period} 不在《{form}》的填报单位名录中。如应填报，请联系制定机关登记。",
        "貴單位在 {period} 不在《{form}》的填報單位名錄中。如應填報，請聯絡制定機關登記。",
        "Your organisation is not registered to report “{form}” for {period}. If it should be, ask the form's authority.",
    ),
    "unit-differs": said(
        "单位属性与名录不一致，请按名录填写；名录有误请联系制定机关更正。",
        "單位屬性與名錄不一致，請按名錄填寫；名錄有誤請聯絡制定機關更正。",
        "The attributes of the unit differ from the register. Use those registered, or ask the authority to correct them.",
    ),
    "reported-already": said(
        "{period} 已经报送。修改请作为对原报告的更正提交。",
        "{period} 已經報送。修改請作為對原報告的更正提交。",
        "{period} has been reported. Submit a change as a correction of that report.",
    ),
    "under-review": said(
        "{period} 的报告已进入审核，退回后才能更正。请联系审核单位退回。",
        "{period} 的報告已進入審核，退回後才能更正。請聯絡審核單位退回。",
        "The report for {period} is under review. It can be corrected once it is returned: ask the reviewers.",
    ),
    "other-period": said(
        "更正必须针对同一期别。", "更正必須針對同一期別。", "A correction must be for the same period."
    ),
    "period-closed": said(
        "{period} 没有开放填报。请核对期别，或联系制定机关。",
        "{period} 沒有開放填報。請核對期別，或聯絡制定機關。",
        "{period} is not open for reporting. Check the period, or ask the form's authority.",
    ),
    "no-level": said(
        "报表没有审核层级“{level}”。",
        "報表沒有審核層級「{level}」。",
        "The form has no level of review “{level}”.",
    ),
    "query-missing": said(
        "退回时请写明要核实的问题。",
        "退回時請寫明要核實的問題。",
        "Say what is to be checked when you return a report.",
    ),
    "report-gone": said(
        "有 {missing} 份报告已被更正、不属于本期或不存在。请刷新列表后重试。",
        "有 {missing} 份報告已被更正、不屬於本期或不存在。請刷新列表後重試。",
        "{missing} of the reports have been corrected, are not of this period, or do not exist. Load the list again.",
    ),
    "not-reviewer": said(
        "这一层级的审核由别的单位负责。请只选择本单位负责的报告。",
        "這一層級的審核由別的單位負責。請只選擇本單位負責的報告。",
        "Another organisation reviews at this level. Choose only the reports that are yours to review.",
    ),
    "own-report": said(
        "不能审核本单位的报告。",
        "不能審核本單位的報告。",
        "An organisation does not review its own report.",
    ),
    "not-at-level": said(
        "有 {count} 份报告不在这一层级待审。请刷新列表后重试。",
        "有 {count} 份報告不在這一層級待審。請刷新列表後重試。",
        "{count} of the reports do not wait at this level. Load the list again.",
    ),
    "edit-fatal": said(
        "{sentence}{sides} 请改正后再报送。",
        "{sentence}{sides} 請改正後再報送。",
        "{sentence}{sides} Correct it and report again.",
    ),
    "edit-query": said(
        "{sentence}{sides} 请改正；如数据属实，请填写不少于 {least} 个字的核实说明（审核关系 {rule}）。",
        "{sentence}{sides} 請改正；如數據屬實，請填寫不少於 {least} 個字的核實說明（審核關係 {rule}）。",
        "{sentence}{sides} Correct it; if it is true, explain it in at least {least} characters (rule {rule}).",
    ),
    "edit-not-asked": said(
        "审核关系 {rule} 没有提出核实问题，请删除对它的说明。",
        "審核關係 {rule} 沒有提出核實問題，請刪除對它的說明。",
        "The rule {rule} asks nothing of this report. Remove its explanation.",
    ),
    "cell-formula": said(
        "这里是公式。请改为数值（复制后“选择性粘贴—数值”）。",
        "這裡是公式。請改為數值（複製後「選擇性貼上—數值」）。",
        "This is a formula. Put the number itself there (copy, then paste values only).",
    ),
    "cell-not-number": said(
        "请只填数字，例如 {example}。",
        "請只填數字，例如 {example}。",
        "Write a number only, such as {example}.",
    ),
    "cell-multiple": said(
        "请按计量单位“{unit}”填写完整的数字，不要用“万”“亿”“%”等后缀。",
        "請按計量單位「{unit}」填寫完整的數字，不要用「萬」「億」「%」等後綴。",
        "Write the whole number in the unit “{unit}”, without 万, 亿 or %.",
    ),
    "cell-separators": said(
        "千位分隔符的位置不对，看不出是哪个数。请去掉分隔符重新填写。",
        "千位分隔符的位置不對，看不出是哪個數。請去掉分隔符重新填寫。",
        "The separators do not part thousands. Write the number without them.",
    ),
    "cell-places": said(
        "最多 {scale} 位小数，例如 {example}。请按规定的位数重新填写。",
        "最多 {scale} 位小數，例如 {example}。請按規定的位數重新填寫。",
        "There are at most {scale} decimal places, as in {example}. Write it again with those.",
    ),
    "cell-whole": said(
        "请填整数，例如 {example}。", "請填整數，例如 {example}。", "Write a whole number, such as {example}."
    ),
    "cell-digits": said(
        "数字超过 15 位，表格软件保存不了这么多位。请把单元格设为“文本”格式后重新填写。",
        "數字超過 15 位，試算表軟件保存不了這麼多位。請把儲存格設為「文字」格式後重新填寫。",
        "A spreadsheet keeps only 15 digits of a number. Format the cell as text and type the number again.",
    ),
    "cell-negative": said(
        "这一项不能小于 0，请核对。", "這一項不能小於 0，請核對。", "This item cannot be below 0. Check it."
    ),
    "cell-large": said(
        "整数部分超过 18 位，请核对数字和计量单位。",
        "整數部分超過 18 位，請核對數字和計量單位。",
        "There are more than 18 digits before the point. Check the number and its unit.",
    ),
}
