"""The record browser of the office, through HTTP: finding, reading, receipts, checking; and who sees what."""

import csv
import io
import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from ledger_sample import sales

from suixin.kernel.records.receipt import verify_receipt
from suixin.platform.accounts.access import actor_for
from suixin.platform.accounts.models import Assignment, Organisation, Person
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.erasure import erase
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.reading import access_entries, access_entry, opened
from suixin.platform.ledger.submit import Submission, submit

pytestmark = pytest.mark.django_db
LIST, CHECK = "/office/records/", "/office/records/check/"
SECRET = {"sales": "987654.32", "remark": "机密说明", "contact": {"name": "李四四", "channel": "phone"}}
SEALED_WORDS = ("987654.32", "机密说明", "李四四")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def city(settings) -> None:
    settings.DEMO = True  # where no role has to have a second factor
    for code, name, kind, role in (
        ("one", "演示企业一", "company", "company"),
        ("two", "演示企业二", "company", "company"),
        ("gz-test", "测试局", "department", "programme_officer"),
        ("haizhu", "海珠区", "district", "reporter"),
    ):
        organisation = Organisation.objects.create(code=code, name=name, kind=kind, english=f"{code} Ltd")
        person = Person.objects.create_user(code)
        Assignment.objects.create(person=person, role=role, organisation=organisation)
    for role in ("auditor", "system_admin", "security_admin", "audit_admin"):
        Assignment.objects.create(person=Person.objects.create_user(role), role=role)


def as_(username: str, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=username), backend=BACKEND)
    client.cookies["django_language"] = language
    return client


def actor(username: str) -> Actor:
    return actor_for(Person.objects.get(username=username))


def note(text: str = "便条内容", who: str = "haizhu") -> int:
    return submit([Submission("sample.note", {"text": text})], Actor.system("tests", who))[0].index


def report(who: str = "one", supersedes: int | None = None, **changes: object) -> int:
    data = sales(**{**SECRET, **changes})
    return submit([Submission("sample.sales", data, supersedes=supersedes)], Actor.system("tests", who))[
        0
    ].index


def shown(response) -> list[int]:
    """Without those of signing in, which are records as well."""
    return [line.index for line in response.context["lines"] if line.type != "account.session"]


def page(client: Client, address: str = LIST, **query: object) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def receipt_file(index: int = 0, who: str = "one") -> bytes:
    return as_(who).get(f"{LIST}{index}/receipt.json").content


def checked(client: Client, content: bytes | str, status: int = 200) -> str:
    given = (
        {"text": content}
        if isinstance(content, str)
        else {"file": SimpleUploadedFile("receipt.json", content)}
    )
    response = client.post(CHECK, given)
    assert response.status_code == status
    return response.content.decode()


# Who sees what


@pytest.mark.parametrize("address", [LIST, f"{LIST}?format=csv", f"{LIST}0/", f"{LIST}0/receipt.json", CHECK])
def test_without_signing_in_every_address_leads_to_the_sign_in_page(address: str):
    report()
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_somebody_without_a_role_is_refused():
    Person.objects.create_user("nobody")
    assert as_("nobody").get(LIST).status_code == 403


OUTSIDERS = ["two", "gz-test", "haizhu", "system_admin", "security_admin", "audit_admin"]


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_sealed_reaches_others_by_any_address(who: str, language: str):
    first = report()
    report(supersedes=first, sales="123.45", month="2019-04")
    client = as_(who, language)
    for address in (LIST, f"{LIST}?format=csv", f"{LIST}?organisation=one", f"{LIST}0/", f"{LIST}1/", CHECK):
        content = client.get(address).content.decode()
        for words in (*SEALED_WORDS, "123.45"):
            assert words not in content
    assert client.get(f"{LIST}0/receipt.json").status_code == 403
    assert client.get(f"{LIST}9/receipt.json").status_code == 404
    assert f"{LIST}0/receipt.json" not in client.get(f"{LIST}0/").content.decode()


def test_others_cannot_tell_what_was_left_empty():
    """Nor what has changed behind the seals, from a correction's differences."""
    submit([Submission("sample.sales", sales())], Actor.system("tests", "one"))
    filled = report(supersedes=0)
    pages = [page(as_("two"), f"{LIST}{index}/") for index in (0, filled)]
    for content in pages:
        said = content[content.index("记录内容") : content.index("更正的经过")]
        assert (said.count("<dt>说明</dt>"), said.count("保密</span>")) == (1, 2)
    assert '<th scope="row">说明' not in pages[1]


@pytest.mark.parametrize("who", ["one", "auditor"])
def test_who_reported_it_and_auditors_read_all_of_it(who: str):
    report()
    content = page(as_(who), f"{LIST}0/")
    assert "987654.32 万元" in content
    assert "机密说明" in content
    assert "李四四" in content
    assert f"{LIST}0/receipt.json" in content


def test_the_list_shows_public_fields_only_even_to_who_reported_them():
    report()
    for who in ("one", "auditor"):
        content = page(as_(who))
        assert "行政区 440105" in content
        assert not any(words in content for words in SEALED_WORDS)


def test_a_company_does_not_learn_the_names_of_other_companies():
    report("one")
    assert "演示企业一" not in page(as_("two")) + page(as_("two"), f"{LIST}0/")
    assert "演示企业一" in page(as_("gz-test"))
    assert as_("two").get(LIST, {"organisation": "演示企业一"}).status_code == 422


# Finding


def test_records_come_newest_first_and_page_by_index():
    client = as_("auditor")
    submit([Submission("sample.note", {"text": "x"})] * 119, SYSTEM)
    first = client.get(LIST)
    assert shown(first) == list(range(119, 69, -1))
    second = client.get(LIST, {"before": first.context["page"].older})
    assert shown(second) == list(range(69, 19, -1))
    last = client.get(LIST, {"before": second.context["page"].older})
    assert shown(last) == list(range(19, 0, -1))
    assert last.context["page"].older is None
    assert shown(client.get(LIST, {"after": last.context["page"].newer})) == list(range(69, 19, -1))
    assert shown(client.get(LIST, {"after": second.context["page"].newer})) == shown(first)


@pytest.mark.parametrize(
    "query", ["before=x", "after=-1", "before=99999999999999999999", "before=9", "before=²"]
)
def test_a_position_that_makes_no_sense_still_shows_records(query: str):
    note()
    assert as_("auditor").get(f"{LIST}?{query}").status_code == 200


def test_filters_by_type_organisation_state_and_mine():
    old = report("one")
    new = report("one", supersedes=old)
    district = note(who="haizhu")
    auditor, company = as_("auditor"), as_("one")
    assert shown(auditor.get(LIST, {"type": "sample.note"})) == [district]
    assert shown(auditor.get(LIST, {"organisation": "one"})) == [new, old]
    assert shown(auditor.get(LIST, {"organisation": "演示企业一", "live": "on"})) == [new]
    assert shown(auditor.get(LIST, {"organisation": "haizhu", "type": "sample.sales"})) == []
    assert shown(company.get(LIST, {"mine": "1"})) == [new, old]
    assert shown(company.get(LIST)) == [district, new, old]
    assert shown(auditor.get(LIST, {"mine": "1"})) == [district, new, old]  # acts for no organisation


def test_days_are_the_city_s_and_both_count():
    for _each in range(6):
        note()
    days = [datetime(2019, 3, day, 15, 59, tzinfo=UTC) for day in (1, 2, 3, 4, 5, 6)]  # 23:59 in Guangzhou
    for index, moment in enumerate(days):
        Entry.objects.filter(index=index).update(time=moment)
    Entry.objects.filter(index=3).update(time=days[3] + timedelta(minutes=2))  # 00:01 of the 5th
    client = as_("auditor")
    assert shown(client.get(LIST, {"since": "2019-03-02", "until": "2019-03-03"})) == [2, 1]
    assert shown(client.get(LIST, {"until": "2019-03-04"})) == [2, 1, 0]
    assert shown(client.get(LIST, {"since": "2019-03-05"})) == [5, 4, 3]
    assert shown(client.get(LIST, {"since": "2019-03-07"})) == []


def test_days_find_records_that_were_stored_out_of_order():
    for _each in range(40):
        note()
    start = datetime(2019, 3, 1, 16, 0, tzinfo=UTC)  # midnight
    for index in range(40):
        late = 30 if index % 3 == 0 else 0
        Entry.objects.filter(index=index).update(time=start + timedelta(seconds=index - 20 - late))
    expected = [i for i in range(39, -1, -1) if Entry.objects.get(index=i).time >= start]
    assert [row.index for row in access_entries(SYSTEM, since=start)] == expected
    assert len(access_entries(SYSTEM, until=start)) == 40 - len(expected)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"organisation": "没有的"}, "没有找到这个机构"),
        ({"organisation": "演示企业"}, "有几个机构的名称相符"),
        ({"since": "2019-05-02", "until": "2019-05-01"}, "截止日期早于起始日期"),
        ({"until": "9999-12-31"}, "年份应在 1900 至 2999 之间"),
        ({"since": "0001-01-01"}, "年份应在 1900 至 2999 之间"),
        ({"since": "yesterday"}, "日期应写作 2021-06-30"),
        ({"type": "no.such"}, "no.such"),
        ({"number": "12"}, "账本里还没有这个编号"),
        ({"number": "twelve"}, "编号是从 0 起的整数"),
        ({"number": "-1"}, "编号是从 0 起的整数"),
    ],
)
def test_a_wrong_filter_is_told_and_kept(query: dict[str, str], words: str):
    note()
    response = as_("auditor").get(LIST, query)
    content = response.content.decode()
    assert response.status_code == 422
    assert words in content
    assert "problems" in content


def test_a_number_opens_its_record():
    note()
    assert as_("auditor").get(LIST, {"number": "0"})["Location"] == f"{LIST}0/"


def test_an_empty_list_says_what_will_stand_here():
    assert "本单位还没有提交过记录" in page(as_("one"), mine="1")
    assert "没有符合条件的记录" in page(as_("auditor"), type="sample.sales")


def test_states_are_told_in_words():
    old = report()
    new = report(supersedes=old)
    erase(new, "/remark", "本人申请", Actor.system("tests"))
    lines = {line.index: line for line in as_("auditor").get(LIST).context["lines"]}
    assert lines[old].state == "已被第 1 号更正"
    assert lines[new].state == "有效；更正第 0 号；部分内容已删除（依据：本人申请；第 2 号）"


def test_the_export_is_what_is_filtered_and_runs_no_formulas():
    note('=HYPERLINK("x")')
    note("乙", who="one")
    response = as_("auditor").get(LIST, {"organisation": "haizhu", "format": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][0] == "0"
    assert rows[1][6].startswith("正文 =HYPERLINK")  # behind the title, so no cell begins with it
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_list_takes_the_same_few_queries_for_one_record_and_for_fifty(django_assert_max_num_queries):
    submit([Submission("sample.sales", sales(**SECRET))] * 60, Actor.system("tests", "one"))
    client = as_("one")
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)


# Reading one


@pytest.mark.parametrize("address", [f"{LIST}7/", f"{LIST}{'9' * 40}/", f"{LIST}{'9' * 40}/receipt.json"])
def test_a_record_that_is_not_there_is_a_plain_404(address: str):
    assert as_("auditor").get(address).status_code == 404


def test_a_record_reads_in_the_reader_s_language():
    report()
    english = page(as_("one", "en"), f"{LIST}0/")
    assert "Record 0" in english
    assert "Households" not in english  # not filled in
    assert "987654.32 (10,000 yuan)" in english
    assert "one Ltd" in english
    assert "填報機構" in page(as_("one", "zh-hant"), f"{LIST}0/")


def test_values_and_lists_are_told_by_their_titles():
    opened = {
        "centre": "demo",
        "name": "体验中心",
        "district": "440103",
        "opened_on": "2019-12-20",
        "themes": ["uhd", "ai"],
        "address": "荔湾区一号",
    }
    submit([Submission("centre.opened", opened)], Actor.system("tests", "one"))
    assert "超高清视频、人工智能" in page(as_("two"), f"{LIST}0/")
    assert "2019年12月20日" in page(as_("two"), f"{LIST}0/")
    assert "Ultra-high-definition video, Artificial intelligence" in page(as_("two", "en"), f"{LIST}0/")
    assert "體驗中心開放" in page(as_("two", "zh-hant"))


def test_what_is_withheld_is_named_with_its_reason():
    index = report()
    erase(index, "/remark", "本人申请", Actor.system("tests"))
    content = page(as_("two"), f"{LIST}0/")
    for words in ("保密", "个人信息", "已删除"):
        assert f"</svg>{words}</span>" in content


def test_a_record_whose_actor_was_erased_still_opens():
    index = report()
    erase(index, "@actor", "本人申请", Actor.system("tests"))
    assert opened(actor("one"), access_entry(SYSTEM, index))["remark"] == SECRET["remark"]
    assert as_("one").get(f"{LIST}{index}/").status_code == 200
    assert as_("two").get(f"{LIST}{index}/").status_code == 200


def test_a_correction_shows_the_chain_and_what_changed():
    first = report(month="2019-03", sales="1.00")
    second = report(supersedes=first, month="2019-04", sales="2.00")
    report(supersedes=second, month="2019-05", sales="2.00")
    content = page(as_("one"), f"{LIST}{second}/")
    assert "第 1 号改了第 0 号的什么" in content
    assert "第 2 号改了第 1 号的什么" in content
    assert "<del>2019-03</del>" in content
    assert "<ins>2019-05</ins>" in content
    assert "<del>1.00 万元</del>" in content
    other = page(as_("two"), f"{LIST}{second}/")
    assert "<del>2019-03</del>" in other
    assert "封存的字段是否改过" in other


def test_text_of_a_record_is_never_markup():
    note("<script>alert(1)</script>")
    assert "<script>alert" not in page(as_("auditor")) + page(as_("auditor"), f"{LIST}0/")


# The receipt


def test_a_downloaded_receipt_verifies():
    report()
    response = as_("one").get(f"{LIST}0/receipt.json")
    assert response["Content-Disposition"] == 'attachment; filename="receipt-0.json"'
    assert response["Cache-Control"] == "no-store"
    assert all(step.ok for step in verify_receipt(response.content))


@pytest.mark.parametrize("who", ["one", "two"])
def test_a_receipt_is_checked_against_the_ledger(who: str):
    report()
    file = receipt_file()
    for given in (file, file.decode()):
        content = checked(as_(who), given)
        assert "回执成立" in content
        assert "账本在这个编号下存有同样的字节" in content
        assert "销售额" in content
        assert "机密说明" in content  # from the file itself


def test_a_receipt_of_a_corrected_record_says_so():
    report(supersedes=report())
    assert "现行的见" in checked(as_("one"), receipt_file(0))


def tampered(**changes: object) -> bytes:
    return json.dumps({**json.loads(receipt_file()), **changes}).encode()


def test_what_was_changed_in_a_receipt_is_found():
    report()
    note()
    receipt = json.loads(receipt_file())
    client = as_("one")
    leaf = b64decode(receipt["leaf"]).replace(b"2019-03", b"2019-04")
    assert "回执不成立" in checked(client, tampered(leaf=b64encode(leaf).decode()))
    openings = [{**each, "value": "x"} if each["path"] == "/remark" else each for each in receipt["openings"]]
    content = checked(client, tampered(openings=openings))
    assert "回执不成立" in content
    assert "salt or value differ from the leaf" in content
    assert "回执写的是第 1 号" in checked(client, tampered(index=1))
    assert "回执写的是第 70 号" in checked(client, tampered(index=70))
    assert "回执不成立" in checked(client, tampered(openings=None))
    assert "回执不成立" in checked(client, tampered(index=True))


def test_a_sound_receipt_of_another_ledger_is_not_ours():
    report()
    file = receipt_file()
    Entry.objects.filter(index=0).update(record_id="A" * 22, leaf=b"{}")
    assert "第 0 号是另一条记录" in checked(as_("two"), file)
    assert "本账本没有第 90 号记录" in checked(as_("two"), json.dumps({**json.loads(file), "index": 90}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"\x89PNG\r\n\x1a\n\xff", "这不是回执"),
        (b"hello", "这不是回执"),
        (b"[" * 100_000, "这不是回执"),
        (b'{"a": 1, "a": 2}', "这不是回执"),
        (b'{"a": 1}', "但不是回执"),
        (b"[1, 2]", "但不是回执"),
        (b"x" * 10_000_000, "文件超过 4 MB"),
        ("", "请选择回执文件"),
        ("你好", "这不是回执"),
        ("x" * 5_000_000, "内容超过 4 MB"),
    ],
)
def test_a_wrong_file_gets_a_clear_sentence(content: bytes | str, words: str):
    text = checked(as_("one"), content, 422)
    assert words in text
    if isinstance(content, str) and len(content) < 100:
        assert content in text  # kept


def test_a_made_up_receipt_with_values_out_of_form_is_still_answered():
    from suixin.kernel.records.leaf import seal_record
    from suixin.kernel.records.receipt import Receipt
    from suixin.platform.ledger.declarations import house

    data = {"district": [[{"a": {}}]], "month": {"zh-hans": "x"}, "remark": {"b": [1, {"c": None}]}}
    kind = house()["sample.sales"].record_type
    sealed = seal_record(kind, data, time=datetime.now(UTC), organisation=None, actor={"person": 1})
    content = json.dumps(Receipt(3, sealed.leaf, sealed.openings).as_json())
    assert "本账本没有第 3 号记录" in checked(as_("one"), content)
