"""The completeness screen: each unit once, by district and one by one; who was reminded; and reminding by hand."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from reviewed_form import SYSTEM, build_form, person_named, person_of, reported, unit
from small_mail_server import MailServer, mail_server

from suixin.engines.collections.actions import review
from suixin.engines.collections.models import Opening, Posted, Reminded, Reminder
from suixin.engines.collections.projections import Collecting
from suixin.engines.collections.reminding import letters
from suixin.engines.collections.reminding.recording import remind
from suixin.engines.collections.reminding.steps import Kind
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.actions import save_organisation
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.projection import rebuild
from suixin.platform.post import delivery
from suixin.platform.post.models import Letter

pytestmark = pytest.mark.django_db
JUNE = "/office/collections/content-month/2020-06/"


@pytest.fixture
def form(settings: LazySettings) -> Form:
    settings.DEMO = True  # no second factor
    settings.MAIL_IS_ON = False
    return build_form()


def names(client: Client, query: str = "") -> list[str]:
    return [line.name for line in client.get(JUNE + query).context["lines"]]


def test_each_registered_unit_counts_once_by_district(form: Form):
    reports = [reported(form, code) for code in ("rv-t1", "rv-t2", "rv-t3", "rv-h1")]
    tianhe = unit("rv-tianhe", Role.REPORTER)
    review(form, "2020-06", "district", "accepted", [reports[0].pk], actor=tianhe)
    review(form, "2020-06", "city", "accepted", [reports[0].pk], actor=unit("rv-city", Role.REPORTER))
    review(form, "2020-06", "district", "returned", [reports[1].pk], actor=tianhe, query="请核实")
    context = person_of("rv-city").get(JUNE).context
    told = {
        code: (each.expected, each.reported, each.on_time, each.accepted, each.returned, each.missing)
        for code, _words, each in context["rows"]
    }
    assert told == {"440106": (4, 3, 3, 1, 1, 1), "440112": (3, 1, 1, 0, 0, 2)}
    total = context["total"]
    assert (total.expected, total.missing, total.complete, total.timely) == (7, 3, "57.1%", "57.1%")
    assert [line.name for line in context["lines"]] == ["天河企业4", "黄埔企业2", "黄埔企业3"]


def test_late_reports_count_as_reported_but_not_as_on_time(form: Form):
    reported(form, "rv-t1", "2020-05")
    total = person_of("rv-city").get("/office/collections/content-month/2020-05/").context["total"]
    assert (total.reported, total.on_time) == (1, 0)


def test_how_many_had_to_explain_and_how_many_came_back_even_when_corrected_since(form: Form):
    reported(form, "rv-h1", revenue="0", explanations={"E1": "停产检修"})
    first = reported(form, "rv-t1")
    tianhe = unit("rv-tianhe", Role.REPORTER)
    review(form, "2020-06", "district", "returned", [first.pk], actor=tianhe, query="出口为何减半")
    reported(form, "rv-t1", revenue="90")
    client = person_of("rv-city")
    context = client.get(JUNE).context
    assert (context["total"].explained, context["total"].sent_back, context["total"].returned) == (1, 1, 0)
    [line] = client.get(f"{JUNE}?standing=sent-back").context["lines"]
    assert (line.name, line.returns) == ("天河企业1", 1)
    [line] = client.get(f"{JUNE}?standing=explained").context["lines"]
    assert (line.name, line.explanations) == ("黄埔企业1", 1)


def test_units_are_narrowed_by_district_state_and_name(form: Form):
    reports = {code: reported(form, code) for code in ("rv-t1", "rv-t2", "rv-h1")}
    tianhe = unit("rv-tianhe", Role.REPORTER)
    review(form, "2020-06", "district", "returned", [reports["rv-t2"].pk], actor=tianhe, query="请核实")
    client = person_of("rv-city")
    assert names(client, "?district=440112") == ["黄埔企业2", "黄埔企业3"]
    assert names(client, "?standing=reported") == ["天河企业1", "天河企业2", "黄埔企业1"]
    assert names(client, "?standing=returned") == ["天河企业2"]
    assert names(client, "?standing=waiting&district=440106") == ["天河企业1"]
    assert names(client, "?standing=all&q=企业3") == ["天河企业3", "黄埔企业3"]
    assert names(client, "?standing=all&q=rv-h2") == ["黄埔企业2"]
    assert names(client, "?standing=late") == []
    assert "没有这样的单位" in client.get(f"{JUNE}?standing=late").text
    assert len(names(client, "?standing=nonsense&page=nonsense")) == 4


def test_both_tables_as_files_of_what_is_shown(form: Form):
    reported(form, "rv-h1")
    client = person_of("rv-city")
    missing = client.get(f"{JUNE}?district=440112&format=units")
    assert missing.headers["Content-Type"].startswith("text/csv")
    assert "rv-h2,黄埔企业2,黄埔区,未报,,,0,0,否,0," in missing.text
    assert "rv-t1" not in missing.text
    assert "440112,黄埔区,3,1,1,0,1,0,2,0,0" in client.get(f"{JUNE}?format=csv").text


def test_one_device_that_reports_for_many_units_is_shown(form: Form):
    for code in ("rv-t1", "rv-t2", "rv-t3"):
        reported(form, code, device="a-token")
    client = person_of("rv-city")
    assert client.get(JUNE).context["devices"] == []
    assert names(client, "?standing=one-device") == []
    reported(form, "rv-t4", device="a-token")
    reported(form, "rv-h1", device="another")
    [device] = client.get(JUNE).context["devices"]
    assert device.count == 4
    assert [name for _index, name in device.units] == [f"天河企业{n}" for n in range(1, 5)]
    assert names(client, "?standing=one-device") == [f"天河企业{n}" for n in range(1, 5)]
    assert "同一设备" in client.get(f"{JUNE}?standing=all").text


def test_the_screen_asks_the_same_of_the_database_however_many_units(
    form: Form, django_assert_max_num_queries
):
    save_organisation(Organisation(code="rv-x", name="别的", kind="company"), SYSTEM, "登记")
    client = person_of("rv-city")
    client.post(f"{JUNE}remind/", {})
    with django_assert_max_num_queries(26):
        client.get(f"{JUNE}?standing=all")


def test_an_officer_reminds_those_who_are_missing_in_one_district(form: Form):
    reported(form, "rv-t1")
    client = person_of("rv-city")
    page = client.get(f"{JUNE}remind/?district=440106").text
    assert "将提醒 3 个还没有报送的单位" in page
    answer = client.post(f"{JUNE}remind/?district=440106", {"message": "请今天报"}, follow=True)
    assert "已提醒 3 个单位。" in answer.text
    assert "请今天报" in answer.text
    [told] = answer.context["reminders"]
    assert (told.words, told.units, told.since) == ("人工提醒", 3, 0)
    everybody = client.get(f"{JUNE}remind/").text
    assert "将提醒 3 个还没有报送的单位。" in everybody
    assert "另有 3 个今天已经提醒过，不再提醒。" in everybody
    again = client.post(f"{JUNE}remind/?district=440106", {"message": "再催一次"})
    assert again.status_code == 422
    assert "今天已经提醒过" in again.text
    reported(form, "rv-t2")
    [told] = client.get(JUNE).context["reminders"]
    assert told.since == 1
    assert Reminder.objects.count() == 1


def test_the_unit_reads_it_on_its_desk_and_in_its_list(form: Form):
    person_of("rv-city").post(f"{JUNE}remind/", {"message": "请今天报"})
    client = person_of("rv-t1", Role.COMPANY)
    line = next(each for each in client.get("/office/").context["to_dos"] if "2020年6月" in each.title)
    assert "提醒过，共 1 次。制定机关留言：请今天报" in line.why
    page = client.get("/office/reports/").text
    assert "请今天报" in page
    assert "已迟" in page


def test_a_sentence_that_is_too_long_is_kept_and_nobody_is_reminded(form: Form):
    answer = person_of("rv-city").post(f"{JUNE}remind/", {"message": "催" * 301})
    assert answer.status_code == 422
    assert "催" * 301 in answer.text
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "role", "status"),
    [
        ("rv-tianhe", Role.PROGRAMME_OFFICER, 404),
        ("rv-city", Role.REPORTER, 403),
        (None, Role.AUDITOR, 403),
    ],
)
def test_only_the_authority_s_officers_remind(form: Form, code: str | None, role: Role, status: int):
    assert person_of(code, role).post(f"{JUNE}remind/", {}).status_code == status
    assert Reminder.objects.count() == 0


def test_of_a_period_that_is_closed_nobody_is_reminded(form: Form):
    client = person_of("rv-city")
    client.post(f"{JUNE}due/", {"due": "2099-07-15", "reason": "停止填报"})
    assert "没有提醒任何单位" in client.get(f"{JUNE}remind/", follow=True).text
    assert "提醒未报单位" not in client.get(JUNE).text
    assert client.get("/office/collections/content-month/2020-Q2/remind/").status_code == 404


@pytest.fixture
def post(settings: LazySettings) -> Iterator[MailServer]:
    settings.MAIL_IS_ON, settings.MAIL_A_MINUTE, settings.EMAIL_TIMEOUT = True, 100, 2
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
    )
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        yield server


def with_address(code: str, language: str = "zh-hans", role: Role = Role.COMPANY) -> Person:
    person = person_named(code, role)
    person.email, person.language = f"{code}@reader.example", language
    person.save()
    return person


def work() -> None:
    while letters.work():
        pass
    for _ in range(2):
        delivery.Delivery().work()


def test_letters_reach_those_who_report_in_their_language(form: Form, post: MailServer, settings):
    settings.MAIL_IS_ON = True
    with_address("rv-t1")
    with_address("rv-t2", "en")
    with_address("rv-t3", "zh-hant")
    with_address("rv-city", role=Role.PROGRAMME_OFFICER)
    person_named("rv-h1", Role.COMPANY)  # without an address
    client = person_of("rv-city")
    client.post(f"{JUNE}remind/", {"message": "请今天报"})
    assert "正在写信" in client.get(JUNE).text
    work()
    found = {address.partition("@")[0]: message for address, message in post.taken}
    assert set(found) == {"rv-t1", "rv-t2", "rv-t3"}
    assert found["rv-t1"]["Subject"].strip().startswith("数字内容企业月报 2020年6月：还有 ")
    text = found["rv-t1"].get_content()
    for words in ("天河企业1", "还没有报送", "请今天报", "/office/reports/content-month/2020-06/"):
        assert words in text
    assert found["rv-t2"]["Subject"].strip().startswith("Digital content companies")
    assert "報送" in found["rv-t3"].get_content()
    assert "已发 3，待发 0，未送达 0" in client.get(JUNE).text
    assert b"reader.example" not in b"".join(bytes(each.leaf) for each in Entry.objects.all())


def test_neither_a_crash_nor_a_rebuild_sends_a_letter_twice(form: Form, post: MailServer, settings):
    settings.MAIL_IS_ON = True
    with_address("rv-t1")
    person_of("rv-city").post(f"{JUNE}remind/", {})
    reminder = Reminder.objects.get()
    letters.write(reminder)
    assert not letters.work()  # written once
    work()
    Reminded.objects.all().delete()
    rebuild(Collecting())
    work()
    assert post.addresses == ["rv-t1@reader.example"]
    assert Posted.objects.get().letters == Letter.objects.count() == 1


def test_a_query_and_a_value_never_travel_by_mail(form: Form, post: MailServer, settings):
    settings.MAIL_IS_ON = True
    with_address("rv-t1")
    report = reported(form, "rv-t1")
    tianhe = unit("rv-tianhe", Role.REPORTER)
    review(form, "2020-06", "district", "returned", [report.pk], actor=tianhe, query="出口为何减半")
    held = Opening.objects.now(form=form.id, period="2020-06")
    officer = unit("rv-city", Role.PROGRAMME_OFFICER)
    remind(form, held, ["rv-t1"], officer, kind=Kind.RETURNED, step=1)
    work()
    [(_address, message)] = post.taken
    assert message["Subject"].strip() == "数字内容企业月报 2020年6月：被退回，请更正"
    assert "减半" not in message.get_content()
    assert "100.5" not in message.get_content()
