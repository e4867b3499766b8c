"""What the API says about requests, in simplified Chinese, traditional Chinese and English."""

SENTENCES: dict[str, dict[str, str]] = {
    "malformed": {
        "zh-hans": "请求的内容无法读取，请按说明改正。",
        "zh-hant": "請求的內容無法讀取，請按說明改正。",
        "en": "The request cannot be read. Correct it as listed.",
    },
    "not-signed-in": {
        "zh-hans": "请先登录再操作；程序请用程序密钥（Authorization: Bearer）。",
        "zh-hant": "請先登入再操作；程式請用程式密鑰（Authorization: Bearer）。",
        "en": "Sign in first. A program needs an access key (Authorization: Bearer).",
    },
    "wrong-key": {
        "zh-hans": "程序密钥不对。请核对是否完整（以 suixin_ 开头），或在“登录与安全”里另生成一把。",
        "zh-hant": "程式密鑰不對。請核對是否完整（以 suixin_ 開頭），或在「登錄與安全」裏另生成一把。",
        "en": "The access key is wrong. Check that it is complete (it begins with suixin_), "
        "or make a new one under Sign-in and security.",
    },
    "wrong-keys": {
        "zh-hans": "从这里发来的错误密钥太多。请停下来核对程序密钥，{seconds} 秒后再试。",
        "zh-hant": "從這裏發來的錯誤密鑰太多。請停下來核對程式密鑰，{seconds} 秒後再試。",
        "en": "Too many wrong keys came from here. Check the access key and try again in {seconds} seconds.",
    },
    "key-revoked": {
        "zh-hans": "这把程序密钥已撤销。请在“登录与安全”里另生成一把。",
        "zh-hant": "這把程式密鑰已撤銷。請在「登錄與安全」裏另生成一把。",
        "en": "This access key was withdrawn. Make a new one under Sign-in and security.",
    },
    "key-expired": {
        "zh-hans": "这把程序密钥已过期。请在“登录与安全”里另生成一把。",
        "zh-hant": "這把程式密鑰已過期。請在「登錄與安全」裏另生成一把。",
        "en": "This access key has expired. Make a new one under Sign-in and security.",
    },
    "key-owner-off": {
        "zh-hans": "这把程序密钥的账号已停用。请联系安全管理员。",
        "zh-hant": "這把程式密鑰的賬號已停用。請聯絡安全管理員。",
        "en": "The account of this access key is switched off. Ask the security administrator.",
    },
    "key-owner-changed": {
        "zh-hans": "这把程序密钥的账号换了角色或机构，密钥不能再用。请由填报的账号另生成一把。",
        "zh-hant": "這把程式密鑰的賬號換了角色或機構，密鑰不能再用。請由填報的賬號另生成一把。",
        "en": "The account of this access key has another role or organisation now, so the key no longer works. "
        "Make a new one with an account that reports.",
    },
    "form-expired": {
        "zh-hans": "请求缺少防伪令牌（X-CSRFToken）或已过期，请刷新页面后重试。",
        "zh-hant": "請求缺少防偽權杖（X-CSRFToken）或已過期，請重新整理頁面後再試。",
        "en": "The request has no valid X-CSRFToken. Reload the page and try again.",
    },
    "second-factor": {
        "zh-hans": "您的角色须启用第二重验证（验证器或通行密钥）。请在网页上登录并启用后再试。",
        "zh-hant": "您的角色須啟用第二重驗證（驗證器或通行密鑰）。請在網頁上登入並啟用後再試。",
        "en": "Your role needs a second factor (authenticator or passkey). Sign in on the site, set one up, then try again.",
    },
    "not-found": {
        "zh-hans": "没有这个地址，请对照接口说明 /api/openapi.json。",
        "zh-hant": "沒有這個地址，請對照介面說明 /api/openapi.json。",
        "en": "There is nothing at this address. See /api/openapi.json.",
    },
    "wrong-method": {
        "zh-hans": "这个地址不接受这种方法，请对照接口说明 /api/openapi.json。",
        "zh-hant": "這個地址不接受這種方法，請對照介面說明 /api/openapi.json。",
        "en": "This address does not take this method. See /api/openapi.json.",
    },
    "no-length": {
        "zh-hans": "请求没有说明内容长度（Content-Length）。请不要分块发送。",
        "zh-hant": "請求沒有說明內容長度（Content-Length）。請不要分塊發送。",
        "en": "The request does not say how long its content is (Content-Length). Do not send it in chunks.",
    },
    "too-large": {
        "zh-hans": "内容超过 {limit} 字节，请分批提交。",
        "zh-hant": "內容超過 {limit} 位元組，請分批提交。",
        "en": "The content has more than {limit} bytes. Submit it in parts.",
    },
    "wrong-media-type": {
        "zh-hans": "Content-Type 应为 {expected}。",
        "zh-hant": "Content-Type 應為 {expected}。",
        "en": "Content-Type must be {expected}.",
    },
    "wrong-parameter": {
        "zh-hans": "参数“{name}”不正确，请对照接口说明 /api/openapi.json。",
        "zh-hant": "參數「{name}」不正確，請對照介面說明 /api/openapi.json。",
        "en": "The parameter “{name}” is wrong. See /api/openapi.json.",
    },
    "too-often": {
        "zh-hans": "请求过于频繁，请在 {seconds} 秒后再试，或一次提交多条。",
        "zh-hant": "請求過於頻繁，請在 {seconds} 秒後再試，或一次提交多條。",
        "en": "Too many requests. Try again in {seconds} seconds, or submit several records at once.",
    },
    "failed": {
        "zh-hans": "系统出错，什么都没有写入。请稍后再试；若仍不行，请把编号 {reference} 告诉管理员。",
        "zh-hant": "系統出錯，甚麼都沒有寫入。請稍後再試；若仍不行，請把編號 {reference} 告訴管理員。",
        "en": "Something went wrong and nothing was written. Try again later; "
        "if it still fails, give the administrator the number {reference}.",
    },
}
