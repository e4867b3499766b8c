"""A record as everybody sees it, its proof and its leaf; and that what was erased is told with its ground, everywhere."""

import json
from types import SimpleNamespace

import pytest
from django.test import Client
from ledger_sample import sales
from witnessed_log import publish, witness

from suixin.kernel.log.proof_file import read_proof
from suixin.kernel.log.tree import leaf_hash
from suixin.platform.accounts.models import Person
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.erasure import erase
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.submit import Submission, submit

pytestmark = pytest.mark.django_db
GROUND = "个人信息保护法第四十七条"
SYSTEM = Actor.system("tests", "haizhu")
SECRET = {"sales": "987654.32", "remark": "机密说明", "contact": {"name": "李四四", "channel": "phone"}}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.SUIXIN_HOME = tmp_path
    settings.DEMO = True
    return tmp_path


def report(**changes: object) -> int:
    return submit([Submission("sample.sales", sales(**SECRET, **changes))], SYSTEM)[0].index


def shown(index: int, status: int = 200, language: str = "zh-hans") -> str:
    client = Client()
    client.cookies["django_language"] = language
    response = client.get(f"/log/records/{index}/")
    assert response.status_code == status
    return response.content.decode()


def test_what_is_public_is_shown_and_what_is_sealed_is_named():
    page = shown(report())
    for words in ("440105", "2019-03", "保密", "个人信息"):
        assert words in page
    for words in ("987654.32", "机密说明", "李四四"):
        assert words not in page


def test_before_the_log_and_before_its_checkpoint_the_page_says_what_is_missing(home):
    report()
    assert "还没有日志" in shown(0)
    publish(home)
    later = report(month="2019-04")
    page = shown(later)
    assert "等下一个检查点" in page
    assert Client().get(f"/log/records/{later}/proof.tlog-proof").status_code == 404


def test_the_proof_is_told_in_words(home):
    for month in ("2019-01", "2019-02", "2019-03"):
        report(month=month)
    witness(publish(home), behind=(3,))
    page = shown(0)
    assert "排在日志" in page
    assert "5 个见证方中有 4 个见过它" in page
    assert "最近一次签名在 2026年11月24日 16:30:03" in page
    assert "5 个见证方中有 3 个见过它" in shown(2)
    assert "tile/entries/000.p/3" in page
    assert "3 of 5 witnesses have seen it" in shown(2, language="en")


def test_the_proof_and_the_leaf_can_be_taken_away_and_fit(home):
    for month in ("2019-01", "2019-02", "2019-03"):
        report(month=month)
    publish(home)
    leaf = Client().get("/log/records/1/leaf.json")
    proof = Client().get("/log/records/1/proof.tlog-proof")
    assert leaf.content == bytes(Entry.objects.get(index=1).leaf)
    assert "leaf-1.json" in leaf["Content-Disposition"]
    assert "record-1.tlog-proof" in proof["Content-Disposition"]
    found = read_proof(proof.content)
    found.check(leaf.content)
    assert found.index == 1


@pytest.mark.parametrize("path", ["", "leaf.json", "proof.tlog-proof"])
def test_what_is_not_there_is_not_found(path: str):
    for index in (0, 2**62, 10**30):
        assert Client().get(f"/log/records/{index}/{path}").status_code == 404


# What was erased


def erased() -> tuple[int, int, int]:
    record = report()
    return record, *(
        erase(record, path, GROUND, Actor.system("tests")).index for path in ("/contact/name", "@actor")
    )


def test_the_public_page_tells_what_was_erased_on_which_ground_and_by_which_record():
    record, name, actor = erased()
    page = shown(record)
    assert page.count(GROUND) >= 2
    for index in (name, actor):
        assert f'href="/log/records/{index}/"' in page
    assert "已删除" in page
    assert GROUND in shown(name)


def office(role: str = "auditor") -> Client:
    from suixin.platform.accounts.models import Assignment

    person = Person.objects.create_user(role)
    Assignment.objects.create(person=person, role=role)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_office_page_tells_it_too():
    record, name, actor = erased()
    page = office().get(f"/office/records/{record}/").content.decode()
    assert page.count(GROUND) >= 2
    for index in (name, actor):
        assert f'href="/office/records/{index}/"' in page
    assert "李四四" not in page


def test_the_list_and_its_file_tell_it_too():
    record, name, _actor = erased()
    client = office()
    page = client.get("/office/records/").content.decode()
    assert GROUND in page
    file = client.get("/office/records/?format=csv").content.decode()
    assert f"部分内容已删除（依据：{GROUND}；第 {name} 号）" in file
    lines = {line.index: line for line in client.get("/office/records/").context["lines"]}
    assert [each.path for each in lines[record].erasures] == ["/contact/name", "@actor"]
    assert lines[name].erasures == []


def test_the_programming_interface_tells_it_too():
    record, name, actor = erased()
    body = json.loads(Client().get(f"/api/records/{record}").content)
    assert body["data"]["contact"] == {"name": {"withheld": "erased"}, "channel": "phone"}
    found = [SimpleNamespace(**each) for each in body["erased"]]
    assert [(each.path, each.ground, each.record) for each in found] == [
        ("/contact/name", GROUND, name),
        ("@actor", GROUND, actor),
    ]
    assert json.loads(Client().get(f"/api/records/{name}").content)["erased"] == []


def test_an_erasure_of_another_record_is_not_told_of_this_one():
    first, second = report(), report(month="2019-04")
    erase(second, "/remark", GROUND, Actor.system("tests"))
    assert GROUND not in shown(first)
    assert GROUND in shown(second)


def test_a_record_altered_in_the_database_is_shown_as_such_and_proves_nothing(home):
    report()
    publish(home)
    row = Entry.objects.get(index=0)
    leaf = bytes(row.leaf).replace(b"2019-03", b"2019-04")
    Entry.objects.filter(index=0).update(leaf=leaf, leaf_hash=leaf_hash(leaf))
    assert "与签署的日志不符" in shown(0)
    assert "not what the log has signed" in shown(0, language="en")
    assert Client().get("/log/records/0/proof.tlog-proof").status_code == 404
