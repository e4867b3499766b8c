"""Checking a receipt in the reader's own browser: what holds, each kind of tampering, and that nothing is sent."""

import json
from base64 import b64decode, b64encode

import pytest
from playwright.sync_api import expect
from test_records import MONTH, OPENED
from witnessed_log import WITNESSES, policy, publish, receipt_file, witness

from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.proof_file import read_proof
from suixin.kernel.records.canonical import canonical_bytes
from suixin.kernel.records.receipt import verify_receipt
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import receipt_of
from suixin.platform.ledger.reading import access_row
from suixin.platform.ledger.submit import Submission, submit

PAGE = "/receipt/"
HOLDS = "回执成立：这条记录在公开日志里，一个字节也没有变，足够多的见证方见过它"
BROKEN = "回执不成立"
MONTHS = 5  # so that paths have several steps


@pytest.fixture(autouse=True)
def log(settings, tmp_path, reader):
    """Records 1 to 5 are months of a centre, with measures and sealed fields; 1 is what the tests check."""
    settings.SUIXIN_HOME = tmp_path
    months = [{**MONTH, "month": f"2020-0{each + 1}"} for each in range(MONTHS)]
    submissions = [
        Submission("centre.opened", OPENED),
        *(Submission("centre.month", each) for each in months),
    ]
    submit(submissions, Actor.system("tests", "demo-one"))
    return witness(publish(tmp_path))


def give(page, *contents: bytes, names: tuple[str, ...] = ("receipt-1.json", "other.json")) -> None:
    files = [
        {"name": name, "mimeType": "application/json", "buffer": content}
        for name, content in zip(names, contents, strict=False)
    ]
    page.locator("#file").set_input_files(files)


def answered(page, words: str) -> None:
    expect(page.locator("#verdict")).to_contain_text(words)


def failed_steps(page) -> list[str]:
    return [text for text in page.locator("#steps > li").all_inner_texts() if "不符" in text.split("\n")[0]]


def members(content: bytes | None = None) -> dict:
    return json.loads(receipt_file(1) if content is None else content)


def as_file(found: dict) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()


def changed_leaf(**changes: object) -> dict:
    found = members()
    leaf = json.loads(b64decode(found["leaf"])) | changes
    found["leaf"] = b64encode(canonical_bytes(leaf)).decode()
    return found


def opening(found: dict, path: str) -> dict:
    return next(each for each in found["openings"] if each["path"] == path)


def test_a_good_receipt_holds_and_says_what_the_record_says(reader):
    page = reader().open(PAGE)
    give(page, receipt_file(1))
    answered(page, HOLDS)
    assert failed_steps(page) == []
    expect(page.locator("#steps > li")).to_have_count(8)
    told = page.locator("#content").inner_text()
    for words in ("2020-01", "1200", "12.50 万元", "展厅装修，停业三天", "由回执打开"):
        assert words in told
    assert "信任策略要求 3 / 5，签名相符的 3" in page.locator("#needed").inner_text()
    assert "2026年11月24日 16:30:00" in page.locator("#witness-list").inner_text()
    page.get_by_role("link", name="第 1 号记录").click()
    expect(page.locator("h1")).to_contain_text("第 1 号记录")


def test_nothing_is_asked_of_anybody_after_the_page_is_there_and_it_works_offline(reader):
    window = reader()
    page = window.open(PAGE)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("文件不会离开您的设备")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    window.context.set_offline(True)
    give(page, receipt_file(1))
    answered(page, HOLDS)
    give(page, receipt_file(2, proof=None))
    answered(page, "没有日志证明")
    page.get_by_label("或粘贴回执的内容").fill(receipt_file(3).decode())
    page.get_by_role("button", name="核验", exact=True).click()
    answered(page, HOLDS)
    assert asked == []


def wrong_opening(path: str, **changes: object) -> bytes:
    found = members()
    opening(found, path).update(changes)
    return as_file(found)


def other_path() -> bytes:
    found = members()
    lines = found["proof"].split("\n")
    lines[2] = b64encode(bytes(32)).decode()
    return as_file(found | {"proof": "\n".join(lines)})


def other_proof() -> bytes:
    return receipt_file(1, proof=members(receipt_file(2))["proof"])


def other_signature(name: str) -> bytes:
    """One bit of a signature's last byte; the name and the key's id stay."""
    found = members()
    lines = found["proof"].split("\n")
    at = next(place for place, line in enumerate(lines) if line.startswith(f"— {name}"))
    dash, whose, encoded = lines[at].split(" ")
    raw = bytearray(b64decode(encoded))
    raw[-1] ^= 1
    lines[at] = f"{dash} {whose} {b64encode(bytes(raw)).decode()}"
    return as_file(found | {"proof": "\n".join(lines)})


def signed_by_another() -> bytes:
    """The same checkpoint, signed with a key of the log's name that the policy does not know."""
    found = members()
    proof = read_proof(found["proof"].encode())
    note = proof.checkpoint.note.signed(Ed25519Signer.fresh(proof.checkpoint.origin))
    content = found["proof"].encode()
    return as_file(
        found | {"proof": content.replace(proof.note.content, b"").decode() + note.content.decode()}
    )


TAMPERED = {
    "a public field": (lambda: as_file(changed_leaf(type="centre.other")), "叶与回执上的哈希值不符"),
    "a leaf spelt otherwise": (
        lambda: as_file(
            members() | {"leaf": b64encode(b64decode(members()["leaf"]).replace(b":", b": ", 1)).decode()}
        ),
        "其中的叶读不出来",
    ),
    "the hash": (lambda: receipt_file(1, leaf_hash="0" * 64), "叶与回执上的哈希值不符"),
    "a sealed value": (lambda: wrong_opening("/remark", value="照常营业"), "封存内容与叶里的指纹不符"),
    "a salt": (lambda: wrong_opening("/remark", salt="A" * 43), "封存内容与叶里的指纹不符"),
    "a measure": (lambda: wrong_opening("/revenue", value="12.51"), "封存内容与叶里的指纹不符"),
    "a blinding": (lambda: wrong_opening("/revenue", blinding="01" * 32), "封存内容与叶里的指纹不符"),
    "the number": (lambda: receipt_file(1, index=2), "编号与日志里的位置不符"),
    "the path": (other_path, "日志证明与这片叶不符"),
    "another's proof": (other_proof, "日志证明与这片叶不符"),
    "the log's signature": (lambda: other_signature("city.example"), "检查点没有日志自己的签名"),
    "another signer": (signed_by_another, "检查点没有日志自己的签名"),
    "a witness's signature": (lambda: other_signature(WITNESSES[1].name), "有见证方的签名不符"),
    "a member more": (lambda: as_file(members() | {"more": 1}), "文件不是一份完整的回执"),
    "no openings": (lambda: receipt_file(1, openings=None), "文件不是一份完整的回执"),
}


def test_each_kind_of_tampering_is_refused_at_the_right_step(reader):
    page = reader().open(PAGE)
    for name, (tampered, step) in TAMPERED.items():
        page.reload()
        give(page, tampered())
        answered(page, BROKEN)
        assert step in failed_steps(page)[0], name
        expect(page.locator("#where a")).to_have_count(0)
        expect(page.locator("#content-part")).to_be_hidden()


NO_RECEIPTS = {
    "not JSON": (b"hello", "不是记录所用的 JSON"),
    "a key twice": (b'{"format":"suixin.receipt","format":"suixin.receipt"}', "不是记录所用的 JSON"),
    "a float": (b'{"format":1.5}', "不是记录所用的 JSON"),
    "deep": (b"[" * 5_000, "不是记录所用的 JSON"),
    "not UTF-8": (b'{"format":"\xff"}', "不是记录所用的 JSON"),
    "other JSON": (b'{"format":"something"}', "但不是回执"),
    "nothing": (b"", "文件是空的"),
    "huge": (b" " * 4_194_305, "文件超过 4 MB"),
    "one long text": (b'{"format":"' + b"x" * 4_000_000 + b'"}', "但不是回执"),
}


def test_what_is_no_receipt_is_told_beside_the_field(reader):
    page = reader().open(PAGE)
    for name, (content, words) in NO_RECEIPTS.items():
        page.reload()
        give(page, content)
        expect(page.locator("#file_error"), name).to_contain_text(words)
        expect(page.locator("#answer")).to_be_hidden()
    page.reload()
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.locator("#file_error")).to_contain_text("请选择回执文件")


def test_a_receipt_without_a_proof_holds_by_itself_and_says_what_is_missing(reader):
    page = reader().open(PAGE)
    give(page, receipt_file(1, proof=None))
    answered(page, "没有日志证明")
    assert failed_steps(page) == []


def test_another_logs_receipt_is_told_and_its_own_policy_decides(reader, log):
    content = receipt_file(1)
    own = f"log {log.keys.strip()}\n".encode() + policy()
    log.origin = "elsewhere.example/log/1"
    other = Ed25519Signer.fresh(log.origin)
    log.keys = f"{other.text}\n"
    log.save()
    page = reader().open(PAGE)
    give(page, content)
    answered(page, "本页不认识的日志")
    page.get_by_text("信任谁").click()
    page.locator("#policy").set_input_files({"name": "p.policy", "mimeType": "text/plain", "buffer": own})
    expect(page.locator("#policy_used")).to_contain_text("采用了您给的信任策略")
    answered(page, HOLDS)
    page.locator("#policy").set_input_files({"name": "p", "mimeType": "text/plain", "buffer": b"quorum x"})
    expect(page.locator("#policy_error")).to_contain_text("line 1: x is not defined above")


def test_too_few_witnesses_and_signatures_that_no_browser_can_check_are_told(reader, log):
    page = reader().open(PAGE)
    witness(log, signed=(3, 4), quorum=4)
    give(page, receipt_file(1))
    answered(page, "见过它的见证方还不够")
    page.reload()
    witness(log, signed=(0, 1, 2, 4), quorum=4)
    give(page, receipt_file(1))
    answered(page, "此浏览器核对不了全部签名")
    expect(page.locator("#witness-list")).to_contain_text("核对不了这种签名（ML-DSA）")


def test_a_log_without_witnesses_holds_and_says_so(reader, log):
    log.policy = b"quorum none\n"
    log.save()
    page = reader().open(PAGE)
    give(page, receipt_file(1))
    answered(page, "没有要求见证方签名")


def test_a_browser_without_ed25519_says_honestly_what_it_did_not_check(reader):
    window = reader()
    window.context.add_init_script("crypto.subtle.importKey = () => Promise.reject(new Error('no'))")
    page = window.open(PAGE)
    give(page, receipt_file(1))
    answered(page, "此浏览器核对不了全部签名")
    expect(page.locator("#steps")).to_contain_text("没有核对日志的签名")


def test_a_bare_proof_and_its_leaf_hold_together(reader):
    row = access_row(1)
    proof = members()["proof"].encode()
    page = reader().open(PAGE)
    give(page, proof, bytes(row.leaf), names=("record-1.tlog-proof", "leaf-1.json"))
    answered(page, HOLDS)
    give(page, bytes(access_row(2).leaf), proof, names=("leaf-2.json", "record-1.tlog-proof"))
    answered(page, BROKEN)
    give(page, proof, names=("record-1.tlog-proof",))
    expect(page.locator("#file_error")).to_contain_text("和叶的文件一起选上")


def test_the_browser_agrees_with_the_kernel_on_every_record(reader):
    page = reader().open(PAGE)
    for index in range(MONTHS + 1):
        content = as_file(receipt_of(access_row(index)).as_json())
        assert all(step.ok for step in verify_receipt(content))
        give(page, receipt_file(index))
        answered(page, HOLDS)
        expect(page.locator("#where a")).to_have_text(f"第 {index} 号记录")


def test_without_scripts_the_page_says_how_to_check(reader):
    page = reader(javascript=False).open(PAGE)
    expect(page.locator("#without-scripts")).to_be_visible()
    expect(page.locator("#check")).to_be_hidden()
    expect(page.get_by_role("link", name="登录后与账本比对")).to_be_visible()


def test_the_page_is_accessible_and_fits(reader, look):
    page = reader(**look).open(PAGE)
    page.locator("form summary").click()
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    for content in (receipt_file(1), other_signature(WITNESSES[1].name)):
        page.reload()
        give(page, content)
        expect(page.locator("#answer")).to_be_visible()
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
