"""The office's pages about organisations, people and audit, through HTTP."""

import csv
import io
import json
import re
import sqlite3

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from suixin.platform.accounts.actions import create_person, grant, save_organisation
from suixin.platform.accounts.demo import create_demo_people
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.pages import audit
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.submit import Submission, submit

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW = {"code": "gz-new", "name": "广州市新设局", "kind": "department", "reason": "新设"}


@pytest.fixture(autouse=True)
def city(settings) -> None:
    settings.DEMO = True
    for code, name, kind in (
        ("gz-test", "广州市测试局", "department"),
        ("gz-tianhe", "天河区政府", "district"),
        ("demo-one", "演示企业一", "company"),
        ("demo-two", "演示企业二", "company"),
    ):
        save_organisation(Organisation(code=code, name=name, kind=kind), SYSTEM, "登记")
    create_demo_people()


def as_(username: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=username), backend=BACKEND)
    return client


KEEPERS = {"system", "security", "officer"}
EVERYBODY = {"officer", "reporter", "company", "auditor", "system", "security", "audit"}
ALLOWED = {
    "/office/organisations/": EVERYBODY,
    "/office/organisations/?format=csv": EVERYBODY,
    "/office/organisations/new/": KEEPERS,
    "/office/organisations/import/": KEEPERS,
    "/office/organisations/gz-test/edit/": KEEPERS,
    "/office/people/": {"security"},
    "/office/people/new/": {"security"},
    "/office/audit/": {"auditor", "audit"},
    "/office/audit/?format=csv": {"auditor", "audit"},
}


@pytest.mark.parametrize("address", ALLOWED)
def test_each_role_opens_its_own_pages_only(address: str):
    assert Client().get(address).status_code == 302
    for username in EVERYBODY:
        expected = 200 if username in ALLOWED[address] else 403
        assert (username, as_(username).get(address).status_code) == (username, expected)


def test_every_changing_address_is_closed_to_other_roles():
    person = Person.objects.get(username="reporter")
    held = person.assignments.get()
    addresses = [
        reverse("accounts:grant", args=[person.pk]),
        reverse("accounts:revoke", args=[person.pk, held.pk]),
        reverse("accounts:person-switch", args=[person.pk]),
        reverse("accounts:person-link", args=[person.pk]),
        reverse("accounts:person", args=[person.pk]),
    ]
    before = Entry.objects.count()
    for address in addresses:
        assert Client().post(address, {"reason": "试试"}).status_code == 302
        for username in EVERYBODY - {"security"}:
            assert as_(username).post(address, {"reason": "试试", "role": "auditor"}).status_code == 403
    assert not Entry.objects.filter(index__gte=before).exclude(type="account.session").exists()


def test_a_company_sees_itself_and_public_bodies_but_no_other_company():
    page = as_("company").get("/office/organisations/").text
    assert "演示企业一" in page
    assert "广州市测试局" in page
    assert "演示企业二" not in page
    assert "演示企业二" not in as_("company").get("/office/organisations/?format=csv").text


def test_an_organisation_is_entered_and_changed_with_a_record_each():
    client = as_("system")
    assert client.post("/office/organisations/new/", NEW).status_code == 302
    changed = NEW | {"name": "广州市新设管理局", "aliases": "新设办\n新设中心", "reason": "更名"}
    assert client.post("/office/organisations/gz-new/edit/", changed).status_code == 302
    kept = Organisation.objects.get(code="gz-new")
    assert (kept.name, kept.aliases) == ("广州市新设管理局", ["新设办", "新设中心"])
    assert Entry.objects.filter(type="account.organisation").count() == 6


def test_a_wrong_form_keeps_what_was_typed_and_keeps_nothing_else():
    wrong = NEW | {"credit_code": "911111111111111111"}
    response = as_("system").post("/office/organisations/new/", wrong)
    assert response.status_code == 422
    assert "统一社会信用代码不对" in response.text
    assert 'value="广州市新设局"' in response.text
    assert not Organisation.objects.filter(code="gz-new").exists()


LIST = "代号,全称,类别,所在区\ngz-a,广州市甲局,部门,440106\ngz-test,改名,部门,\nBad Code,乙,部门,\n"


def upload(client: Client, name: str, content: bytes):
    file = io.BytesIO(content)
    file.name = name
    return client.post("/office/organisations/import/", {"file": file})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_list_is_shown_with_its_problems_before_anything_is_kept(encoding: str):
    client = as_("system")
    response = upload(client, "list.csv", LIST.encode(encoding))
    assert "可登记 1 个" in response.text
    assert "有问题 1 行" in response.text
    assert not Organisation.objects.filter(code="gz-a").exists()
    assert client.post("/office/organisations/import/", {"confirm": "1"}).status_code == 302
    assert Organisation.objects.get(code="gz-a").district == "440106"
    assert Organisation.objects.get(code="gz-test").name == "广州市测试局"


def test_a_list_may_be_an_xlsx():
    book = Workbook()
    for line in LIST.splitlines():
        book.active.append(line.split(","))
    content = io.BytesIO()
    book.save(content)
    assert "可登记 1 个" in upload(as_("system"), "list.xlsx", content.getvalue()).text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 not a workbook", "打不开"),
        (b"\x00\x01\x02", "无法识别文件"),
        ("全称\n甲\n".encode(), "首行缺少列"),
        (b"x" * (2 * 1024 * 1024 + 1), "超过 2 MB"),
    ],
)
def test_an_unreadable_list_is_answered_with_what_to_do(content: bytes, sentence: str):
    response = upload(as_("system"), "list.csv", content)
    assert response.status_code == 422
    assert sentence in response.text


def test_an_exported_cell_never_begins_a_formula():
    organisation = Organisation(code="gz-f", name='=HYPERLINK("x")', kind="department")
    save_organisation(organisation, SYSTEM, "登记")
    assert "'=HYPERLINK" in as_("auditor").get("/office/organisations/?format=csv").text


def test_somebody_is_entered_given_a_role_and_sets_a_password_through_a_link_that_works_once():
    client = as_("security")
    client.post("/office/people/new/", {"username": "zhou", "name": "周某", "reason": "新到岗"})
    person = Person.objects.get(username="zhou")
    granted = client.post(
        reverse("accounts:grant", args=[person.pk]),
        {"role": "reporter", "organisation": "gz-tianhe", "district": "440106", "reason": "派任"},
    )
    assert granted.status_code == 302
    page = client.post(reverse("accounts:person-link", args=[person.pk]), {"reason": "新到岗"}).text
    link = re.search(r"http://testserver(/set-password/[^\"]+)", page)[1]
    visitor = Client()
    form = visitor.get(link, follow=True)
    assert "set-password" in form.redirect_chain[0][0]
    assert link.rsplit("/", 2)[1] not in form.redirect_chain[0][0]  # the secret has left the address
    chosen = {"new_password1": "kapok-river-teal", "new_password2": "kapok-river-teal"}
    assert visitor.post(form.redirect_chain[-1][0], chosen)["Location"] == "/accounts/login/"
    assert (
        visitor.post("/accounts/login/", {"login": "zhou", "password": "kapok-river-teal"}).status_code == 302
    )
    assert "已用过或已过期" in Client().get(link, follow=True).text


def test_a_weak_password_is_refused():
    page = as_("security").post(
        reverse("accounts:person-link", args=[Person.objects.get(username="reporter").pk]), {"reason": "遗忘"}
    )
    link = re.search(r"http://testserver(/set-password/[^\"]+)", page.text)[1]
    visitor = Client()
    form = visitor.get(link, follow=True)
    weak = {"new_password1": "12345678", "new_password2": "12345678"}
    assert visitor.post(form.redirect_chain[-1][0], weak).status_code == 200


def test_the_security_administrator_cannot_give_or_take_power_alone():
    client = as_("security")
    own = Person.objects.get(username="security")
    refused = client.post(
        reverse("accounts:grant", args=[own.pk]), {"role": "programme_officer", "reason": "方便"}
    )
    assert refused.status_code == 422
    assert "不能给自己授予角色" in refused.text
    client.post(reverse("accounts:person-switch", args=[own.pk]), {"reason": "试试"})
    assert Person.objects.get(pk=own.pk).is_active


def test_separated_roles_are_refused_in_words_with_the_form_kept():
    person = Person.objects.get(username="audit")
    response = as_("security").post(
        reverse("accounts:grant", args=[person.pk]), {"role": "system_admin", "reason": "兼任审计"}
    )
    assert response.status_code == 422
    assert "不能由同一人担任" in response.text
    assert "兼任审计" in response.text


def test_an_account_acts_for_one_organisation_and_moves_only_after_leaving_the_first():
    client, person = as_("security"), Person.objects.get(username="reporter")
    held = person.assignments.get()
    address = reverse("accounts:grant", args=[person.pk])
    grants = Entry.objects.filter(type="account.grant")
    before = grants.count()
    second = {"role": "programme_officer", "organisation": "gz-test", "reason": "兼任方案"}
    refused = client.post(address, second)
    assert refused.status_code == 422
    assert "此人已在“天河区政府”任职" in refused.text
    assert "另登记一个账号" in refused.text
    assert "兼任方案" in refused.text
    assert person.assignments.get() == held
    assert grants.count() == before
    assert client.post(address, second | {"organisation": "gz-tianhe"}).status_code == 302
    for each in person.assignments.all():
        client.post(reverse("accounts:revoke", args=[person.pk, each.pk]), {"reason": "调离"})
    assert client.post(address, second).status_code == 302
    assert person.assignments.get().organisation.code == "gz-test"


def test_somebody_switched_off_is_signed_out_at_once():
    reporter = as_("reporter")
    assert reporter.get("/office/organisations/").status_code == 200
    person = Person.objects.get(username="reporter")
    as_("security").post(reverse("accounts:person-switch", args=[person.pk]), {"reason": "离岗"})
    assert reporter.get("/office/organisations/").status_code == 302


def test_a_change_without_a_reason_changes_nothing():
    person = Person.objects.get(username="reporter")
    held = person.assignments.get()
    as_("security").post(reverse("accounts:revoke", args=[person.pk, held.pk]), {"reason": ""})
    assert person.assignments.exists()


def test_the_audit_page_tells_who_granted_what_and_filters():
    person = create_person(SYSTEM, username="zhou", name="周某", reason="新到岗")
    client = as_("security")
    client.post(reverse("accounts:grant", args=[person.pk]), {"role": "auditor", "reason": "任命周某"})
    person.set_password("kapok-river-teal")
    person.save()
    auditor = Client()
    auditor.post("/accounts/login/", {"login": "zhou", "password": "kapok-river-teal"})
    page = auditor.get("/office/audit/?kind=account.grant").text
    assert "任命周某" in page
    assert "演示·安全管理员（security）" in page
    signed_in = auditor.get("/office/audit/?event=signed_in").text
    assert "127.0.0.1" in signed_in
    assert "任命周某" not in signed_in
    assert "任命周某" not in auditor.get("/office/audit/?until=2020-01-01").text
    assert auditor.get("/office/audit/?since=not-a-day").status_code == 422


@pytest.mark.parametrize("query", ["since=0001-01-01", "until=9999-12-31", "since=1899-12-31"])
def test_a_day_out_of_reach_is_answered_with_a_sentence(query: str):
    response = as_("auditor").get(f"/office/audit/?{query}")
    assert response.status_code == 422
    assert "年份应在 1900 至 2999 之间" in response.text
    assert f'value="{query.partition("=")[2]}"' in response.text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_organisation_is_not_founded_out_of_reach(day: str):
    response = as_("system").post("/office/organisations/new/", NEW | {"valid_from": day})
    assert response.status_code == 422
    assert "年份应在 1900 至 2999 之间" in response.text


@pytest.fixture
def busy() -> None:
    """Three hundred sign-ins, of which each tenth ended in a lock, and thirty changes of a person."""
    person = Person.objects.get(username="reporter")
    sign_ins = [
        {
            "person": person.pk,
            "event": "locked_out" if n % 10 == 0 else "signed_in",
            "address": f"10.0.0.{n % 250}",
        }
        for n in range(300)
    ]
    changes = [{"person": person.pk, "change": "changed", "reason": f"第 {n} 次"} for n in range(30)]
    submit([Submission("account.session", data) for data in sign_ins], SYSTEM)
    submit([Submission("account.person", data) for data in changes], SYSTEM)


def every_page(client: Client, query: str) -> list[list[int]]:
    """The indexes shown on each page from the newest on, as its links to older ones lead."""
    pages, address = [], f"/office/audit/?{query}"
    while address:
        response = client.get(address)
        assert response.status_code == 200
        pages.append([line.index for line in response.context["lines"]])
        older = re.search(r'rel="next" href="([^"]+)"', response.text)
        address = "/office/audit/" + older[1].replace("&amp;", "&") if older else ""
    return pages


def test_the_audit_is_paged_through_all_kinds_without_gap_or_repetition(busy):
    client = as_("auditor")
    pages = every_page(client, "")
    assert {len(page) for page in pages[:-1]} == {100}
    expected = Entry.objects.filter(type__startswith="account.").order_by("-index")
    assert [index for page in pages for index in page] == list(expected.values_list("index", flat=True))
    newer = client.get(f"/office/audit/?after={pages[1][0]}")
    assert [line.index for line in newer.context["lines"]] == pages[0]


def test_an_outcome_is_found_among_many_however_few_rows_a_question_may_name(busy):
    client = as_("auditor")
    connection.ensure_connection()
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 150)
    try:
        locked = every_page(client, "event=locked_out")
        changed = every_page(client, "event=changed&kind=account.person")
        neither = every_page(client, "event=changed&kind=account.grant")
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)
    assert [len(page) for page in (*locked, *changed, *neither)] == [30, 30, 0]
    assert set(locked[0]).isdisjoint(changed[0])


def test_the_table_to_keep_says_where_it_ends_and_tells_the_citys_time(busy, monkeypatch):
    client = as_("auditor")
    monkeypatch.setattr(audit, "MOST_EXPORTED", 120)
    table = list(csv.reader(io.StringIO(client.get("/office/audit/?format=csv").text.removeprefix("\ufeff"))))
    assert len(table) == 1 + 120 + 1
    assert table[-1][0].startswith("到此为止：一次至多导出 120 条")
    assert all(row[1].endswith("+08:00") for row in table[1:-1])
    assert "CSV（最新的至多 120 条）" in client.get("/office/audit/").text
    whole = client.get("/office/audit/?format=csv&event=locked_out").text
    assert "到此为止" not in whole
    assert whole.count("已锁定") == 30


def test_no_leaf_of_accounts_names_a_person_or_an_address():
    person = create_person(
        SYSTEM, username="zhouxx", name="周某某", email="zhou@example.org", reason="新到岗"
    )
    grant(SYSTEM, person, Role.AUDITOR, reason="任命")
    as_("audit")
    leaves = b"".join(bytes(entry.leaf) for entry in Entry.objects.filter(type__startswith="account."))
    for secret in ("zhouxx", "周某某", "zhou@example.org", "127.0.0.1", "演示·审计管理员"):
        assert secret.encode() not in leaves
        assert json.dumps(secret)[1:-1].encode() not in leaves


@pytest.mark.parametrize(
    ("username", "body"),
    [
        (
            "security",
            {"type": "account.grant", "data": {"person": 1, "role": "auditor", "reason": "从未发生"}},
        ),
        ("security", {"type": "account.person", "data": {"person": 1, "change": "disabled"}}),
        (
            "officer",
            {
                "type": "account.organisation",
                "data": {
                    "code": "gz-test",
                    "name": "另一个名字",
                    "kind": "department",
                    "synthetic": False,
                    "reason": "改名",
                },
            },
        ),
    ],
)
def test_what_accounts_record_cannot_be_submitted_without_the_act(username: str, body: dict):
    client = as_(username)
    before = Entry.objects.count()
    response = client.post("/api/records", json.dumps(body), content_type="application/json")
    assert response.status_code == 422
    assert [problem["code"] for problem in response.json()["problems"]] == ["inside-only"]
    assert Entry.objects.count() == before
