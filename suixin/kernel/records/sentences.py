"""What each problem says, in simplified Chinese, traditional Chinese and English. Every sentence says what to do."""

SENTENCES: dict[str, dict[str, str]] = {
    "not-utf8": {
        "zh-hans": "内容不是 UTF-8 编码，请另存为 UTF-8 后再提交。",
        "zh-hant": "內容不是 UTF-8 編碼，請另存為 UTF-8 後再提交。",
        "en": "The content is not UTF-8. Save it as UTF-8 and submit again.",
    },
    "not-json": {
        "zh-hans": "第 {line} 行第 {column} 个字符处不是合法的 JSON，请改正后再提交。",
        "zh-hant": "第 {line} 行第 {column} 個字元處不是合法的 JSON，請改正後再提交。",
        "en": "This is not valid JSON at line {line}, character {column}. Correct it and submit again.",
    },
    "not-object": {
        "zh-hans": "一条记录应是一个 JSON 对象（字段名和值），请改正后再提交。",
        "zh-hant": "一條記錄應是一個 JSON 物件（欄位名和值），請改正後再提交。",
        "en": "A record is one JSON object of names and values. Correct it and submit again.",
    },
    "key-twice": {
        "zh-hans": "名称“{key}”出现了两次，请只保留一个。",
        "zh-hant": "名稱「{key}」出現了兩次，請只保留一個。",
        "en": "The name “{key}” is given twice. Keep only one of them.",
    },
    "float": {
        "zh-hans": '小数请写成带引号的文本，例如 "12.50"，以免丢失精度。',
        "zh-hant": '小數請寫成帶引號的文字，例如 "12.50"，以免丟失精度。',
        "en": 'Write a decimal as quoted text, for instance "12.50", so that no precision is lost.',
    },
    "integer-too-large": {
        "zh-hans": "整数超出 ±9007199254740991，请写成带引号的文本或换用更大的单位。",
        "zh-hant": "整數超出 ±9007199254740991，請寫成帶引號的文字或換用更大的單位。",
        "en": "The integer is beyond ±9007199254740991. Write it as quoted text or use a larger unit.",
    },
    "text-not-plain": {
        "zh-hans": "文本中有控制字符或损坏的字符，请删除后重新输入。",
        "zh-hant": "文字中有控制字元或損壞的字元，請刪除後重新輸入。",
        "en": "The text holds control characters or broken characters. Remove them and type it again.",
    },
    "key-not-plain": {
        "zh-hans": "字段名只能用可见的 ASCII 字符，且不超过 128 个，请改名。",
        "zh-hant": "欄位名只能用可見的 ASCII 字元，且不超過 128 個，請改名。",
        "en": "A field name has at most 128 visible ASCII characters. Rename it.",
    },
    "too-deep": {
        "zh-hans": "内容嵌套超过 {limit} 层，请减少层次。",
        "zh-hant": "內容巢狀超過 {limit} 層，請減少層次。",
        "en": "The content is nested more than {limit} levels deep. Use fewer levels.",
    },
    "not-json-value": {
        "zh-hans": "这个值不能写成 JSON，请改用文本、整数、是/否或列表。",
        "zh-hant": "這個值不能寫成 JSON，請改用文字、整數、是/否或清單。",
        "en": "This value cannot be written as JSON. Use text, an integer, true or false, or a list.",
    },
    "record-too-large": {
        "zh-hans": "这条记录有 {size} 字节，上限是 {limit} 字节。请缩短，或把文件另行上传后在记录中引用。",
        "zh-hant": "這條記錄有 {size} 位元組，上限是 {limit} 位元組。請縮短，或把檔案另行上載後在記錄中引用。",
        "en": "This record has {size} bytes; the limit is {limit}. "
        "Shorten it, or upload the file separately and refer to it.",
    },
    "leaf-too-large": {
        "zh-hans": "这条记录的公开部分有 {size} 字节，上限是 {limit} 字节。请缩短，或把文件另行上传后在记录中引用。",
        "zh-hant": "這條記錄的公開部分有 {size} 位元組，上限是 {limit} 位元組。請縮短，或把檔案另行上載後在記錄中引用。",
        "en": "The public part of this record has {size} bytes; the limit is {limit}. "
        "Shorten it, or upload the file separately and refer to it.",
    },
    "required": {
        "zh-hans": "请填写“{field}”。",
        "zh-hant": "請填寫「{field}」。",
        "en": "Fill in “{field}”.",
    },
    "type": {
        "zh-hans": "“{field}”应填{types}。",
        "zh-hant": "「{field}」應填{types}。",
        "en": "“{field}” must be {types}.",
    },
    "unknown-field": {
        "zh-hans": "没有名为“{name}”的字段，请删除或检查拼写。",
        "zh-hant": "沒有名為「{name}」的欄位，請刪除或檢查拼寫。",
        "en": "There is no field named “{name}”. Remove it or check the spelling.",
    },
    "enum": {
        "zh-hans": "“{field}”请从以下各项中选择：{options}。",
        "zh-hant": "「{field}」請從以下各項中選擇：{options}。",
        "en": "Choose “{field}” from: {options}.",
    },
    "pattern": {
        "zh-hans": "“{field}”的写法不符合要求，请对照填报说明更正。",
        "zh-hant": "「{field}」的寫法不符合要求，請對照填報說明更正。",
        "en": "“{field}” is not written in the required form. See the guidance and correct it.",
    },
    "format": {
        "zh-hans": "“{field}”应写成{format}。",
        "zh-hant": "「{field}」應寫成{format}。",
        "en": "Write “{field}” as {format}.",
    },
    "minLength": {
        "zh-hans": "“{field}”至少需要 {limit} 个字，请补充。",
        "zh-hant": "「{field}」至少需要 {limit} 個字，請補充。",
        "en": "“{field}” needs at least {limit} characters. Add to it.",
    },
    "maxLength": {
        "zh-hans": "“{field}”最多 {limit} 个字，请缩短。",
        "zh-hant": "「{field}」最多 {limit} 個字，請縮短。",
        "en": "“{field}” may have at most {limit} characters. Shorten it.",
    },
    "minimum": {
        "zh-hans": "“{field}”不能小于 {limit}，请核对。",
        "zh-hant": "「{field}」不能小於 {limit}，請核對。",
        "en": "“{field}” cannot be less than {limit}. Check it.",
    },
    "maximum": {
        "zh-hans": "“{field}”不能大于 {limit}，请核对。",
        "zh-hant": "「{field}」不能大於 {limit}，請核對。",
        "en": "“{field}” cannot be more than {limit}. Check it.",
    },
    "exclusiveMinimum": {
        "zh-hans": "“{field}”必须大于 {limit}，请核对。",
        "zh-hant": "「{field}」必須大於 {limit}，請核對。",
        "en": "“{field}” must be more than {limit}. Check it.",
    },
    "exclusiveMaximum": {
        "zh-hans": "“{field}”必须小于 {limit}，请核对。",
        "zh-hant": "「{field}」必須小於 {limit}，請核對。",
        "en": "“{field}” must be less than {limit}. Check it.",
    },
    "multipleOf": {
        "zh-hans": "“{field}”必须是 {limit} 的整数倍，请核对。",
        "zh-hant": "「{field}」必須是 {limit} 的整數倍，請核對。",
        "en": "“{field}” must be a multiple of {limit}. Check it.",
    },
    "minItems": {
        "zh-hans": "“{field}”至少需要 {limit} 项，请补充。",
        "zh-hant": "「{field}」至少需要 {limit} 項，請補充。",
        "en": "“{field}” needs at least {limit} items. Add to it.",
    },
    "maxItems": {
        "zh-hans": "“{field}”最多 {limit} 项，请减少。",
        "zh-hant": "「{field}」最多 {limit} 項，請減少。",
        "en": "“{field}” may have at most {limit} items. Remove some.",
    },
    "uniqueItems": {
        "zh-hans": "“{field}”中有重复的项，请每项只保留一个。",
        "zh-hant": "「{field}」中有重複的項，請每項只保留一個。",
        "en": "“{field}” names something twice. Keep each item once.",
    },
    "rule": {
        "zh-hans": "“{field}”不符合这类记录的规则，请对照填报说明更正。",
        "zh-hant": "「{field}」不符合這類記錄的規則，請對照填報說明更正。",
        "en": "“{field}” breaks a rule of this kind of record. See the guidance and correct it.",
    },
    "measure-form": {
        "zh-hans": "“{field}”应写成十进制数，最多 {scale} 位小数，例如 {example}，不加逗号和单位。",
        "zh-hant": "「{field}」應寫成十進制數，最多 {scale} 位小數，例如 {example}，不加逗號和單位。",
        "en": "Write “{field}” as a decimal with at most {scale} decimal places, for instance {example}, without commas or a unit.",
    },
    "measure-too-large": {
        "zh-hans": "“{field}”的位数过多，请核对数值和单位。",
        "zh-hant": "「{field}」的位數過多，請核對數值和單位。",
        "en": "“{field}” has too many digits. Check the number and its unit.",
    },
}

RECORD: dict[str, str] = {"zh-hans": "整条记录", "zh-hant": "整條記錄", "en": "the whole record"}

TYPES: dict[str, dict[str, str]] = {
    "string": {
        "zh-hans": "文本",
        "zh-hant": "文字",
        "en": "text",
    },
    "integer": {
        "zh-hans": "整数",
        "zh-hant": "整數",
        "en": "an integer",
    },
    "number": {
        "zh-hans": "数",
        "zh-hant": "數",
        "en": "a number",
    },
    "boolean": {
        "zh-hans": "是或否（true 或 false）",
        "zh-hant": "是或否（true 或 false）",
        "en": "true or false",
    },
    "array": {
        "zh-hans": "列表",
        "zh-hant": "清單",
        "en": "a list",
    },
    "object": {
        "zh-hans": "一组字段（JSON 对象）",
        "zh-hant": "一組欄位（JSON 物件）",
        "en": "a group of fields (a JSON object)",
    },
    "null": {
        "zh-hans": "空（null）",
        "zh-hant": "空（null）",
        "en": "empty (null)",
    },
}

FORMATS: dict[str, dict[str, str]] = {
    "date": {
        "zh-hans": "日期，例如 2019-03-20",
        "zh-hant": "日期，例如 2019-03-20",
        "en": "a date, for instance 2019-03-20",
    },
    "date-time": {
        "zh-hans": "日期和时间，例如 2019-03-20T09:30:00+08:00",
        "zh-hant": "日期和時間，例如 2019-03-20T09:30:00+08:00",
        "en": "a date and time, for instance 2019-03-20T09:30:00+08:00",
    },
    "email": {
        "zh-hans": "电子邮箱地址",
        "zh-hant": "電郵地址",
        "en": "an e-mail address",
    },
    "uri": {
        "zh-hans": "网址，例如 https://example.org/",
        "zh-hant": "網址，例如 https://example.org/",
        "en": "a web address, for instance https://example.org/",
    },
    "": {
        "zh-hans": "规定的格式",
        "zh-hant": "規定的格式",
        "en": "the required format",
    },
}

OR: dict[str, str] = {"zh-hans": "或", "zh-hant": "或", "en": " or "}
