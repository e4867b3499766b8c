"""What the ledger says, in simplified Chinese, traditional Chinese and English."""

REFUSALS: dict[str, dict[str, str]] = {
    "refusal": {
        "zh-hans": "系统未能处理，什么都没有写入。请稍后再试。",
        "zh-hant": "系統未能處理，甚麼都沒有寫入。請稍後再試。",
        "en": "This could not be processed and nothing was written. Try again later.",
    },
    "not-authorised": {
        "zh-hans": "您的账号没有提交这类记录的权限。请用有权限的账号登录，或联系管理员。",
        "zh-hant": "您的帳號沒有提交這類記錄的權限。請用有權限的帳號登入，或聯絡管理員。",
        "en": "Your account may not submit this kind of record. "
        "Sign in with an account that may, or ask an administrator.",
    },
    "not-found": {
        "zh-hans": "没有找到。请核对编号，或返回列表查找。",
        "zh-hant": "沒有找到。請核對編號，或返回列表查找。",
        "en": "This was not found. Check its number, or look for it in the list.",
    },
    "refused": {
        "zh-hans": "内容有问题，什么都没有写入。请按下列说明改正后再提交。",
        "zh-hant": "內容有問題，甚麼都沒有寫入。請按下列說明改正後再提交。",
        "en": "The content has problems and nothing was written. Correct what is listed and submit again.",
    },
    "behind": {
        "zh-hans": "等待写入日志的记录太多，什么都没有写入。请稍后再提交；若仍不行，请管理员查看日志是否在运行。",
        "zh-hant": "等待寫入日誌的記錄太多，甚麼都沒有寫入。請稍後再提交；若仍不行，請管理員查看日誌是否在運行。",
        "en": "Too many records wait for the log and nothing was written. Submit again shortly; "
        "if it still fails, ask the administrator whether the log is running.",
    },
    "not-stored": {
        "zh-hans": "记录暂时无法存储，什么都没有写入。请稍后再试；若仍不行，请管理员检查磁盘空间。",
        "zh-hant": "記錄暫時無法儲存，甚麼都沒有寫入。請稍後再試；若仍不行，請管理員檢查磁碟空間。",
        "en": "The record could not be stored and nothing was written. Try again later; "
        "if it still fails, ask the administrator to check the disk space.",
    },
}

PROBLEMS: dict[str, dict[str, str]] = {
    "unknown-type": {
        "zh-hans": "没有名为“{name}”的记录类型，请从记录类型列表中选择。",
        "zh-hant": "沒有名為「{name}」的記錄類型，請從記錄類型列表中選擇。",
        "en": "There is no record type named “{name}”. Choose one from the list of record types.",
    },
    "inside-only": {
        "zh-hans": "“{name}”只随办理的事一起记录，不能单独提交。请在工作台办理，例如授予角色或登记机构。",
        "zh-hant": "「{name}」只隨辦理的事一起記錄，不能單獨提交。請在工作台辦理，例如授予角色或登記機構。",
        "en": "“{name}” is recorded with the act itself and cannot be submitted alone. Do it in the office, "
        "for instance grant the role or register the organisation.",
    },
    "batch-too-large": {
        "zh-hans": "一次最多提交 {limit} 条记录，请分批提交。",
        "zh-hant": "一次最多提交 {limit} 條記錄，請分批提交。",
        "en": "At most {limit} records can be submitted at once. Submit them in parts.",
    },
    "key-form": {
        "zh-hans": "提交编号应为 1 至 128 个可见的 ASCII 字符，请更换。",
        "zh-hant": "提交編號應為 1 至 128 個可見的 ASCII 字元，請更換。",
        "en": "A submission key has 1 to 128 visible ASCII characters. Choose another.",
    },
    "key-twice-here": {
        "zh-hans": "这一批中有两条记录用了同一个提交编号，请给每条记录各用一个编号。",
        "zh-hant": "這一批中有兩條記錄用了同一個提交編號，請給每條記錄各用一個編號。",
        "en": "Two records of this batch have the same submission key. Give each its own.",
    },
    "key-reused": {
        "zh-hans": "这个提交编号已用于另一份内容。若是新的填报，请换一个编号；若是更正，请注明更正哪一条记录。",
        "zh-hant": "這個提交編號已用於另一份內容。若是新的填報，請換一個編號；若是更正，請註明更正哪一條記錄。",
        "en": "This submission key was used for other content. "
        "Use a new key for a new report; for a correction, name the record that it corrects.",
    },
    "nothing-to-correct": {
        "zh-hans": "找不到可由您更正的第 {index} 号记录（同一类型、同一填报单位）。请核对编号。",
        "zh-hant": "找不到可由您更正的第 {index} 號記錄（同一類型、同一填報單位）。請核對編號。",
        "en": "There is no record {index} of this type by your organisation to correct. Check the number.",
    },
    "already-superseded": {
        "zh-hans": "第 {index} 号记录已被更正过。请更正最新的一条。",
        "zh-hant": "第 {index} 號記錄已被更正過。請更正最新的一條。",
        "en": "Record {index} has already been corrected. Correct the newest one.",
    },
    "nothing-to-erase": {
        "zh-hans": "第 {index} 号记录的这个位置没有可删除的封存内容。请核对编号和字段。",
        "zh-hant": "第 {index} 號記錄的這個位置沒有可刪除的封存內容。請核對編號和欄位。",
        "en": "Record {index} has nothing sealed at this place that could be erased. Check the number and the field.",
    },
}
