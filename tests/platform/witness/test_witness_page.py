"""The page that says who a witness is."""

from small_log import ORIGIN, SmallLog
from small_witness import NAME, call

from suixin.platform.witness.serving import Application
from suixin.platform.witness.store import LogKey


def page(witness) -> str:
    reply = call(Application(witness), "GET", "/")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    return reply.content.decode()


def test_it_tells_its_name_its_keys_and_what_it_has_seen(witness, log, post):
    assert "还没有来过" in page(witness)
    post(log.request(0, 1234))
    text = page(witness)
    for part in (NAME, str(witness.cosigners[0].text), ORIGIN, "1,234", "UTC"):
        assert part in text
    assert "警报" not in text


def test_an_alarm_is_on_it(witness, log, post):
    post(log.request(0, 5))
    post(log.told_otherwise().request(5, 5))
    assert "为同一大小签过不同的内容（1 次）" in page(witness)
    assert "接不上" not in page(witness)
    post(log.told_otherwise().request(5, 9))
    assert "接不上的内容（1 次）" in page(witness)


def test_without_a_log_it_says_so(witness):
    assert "还没有受托见证的日志" in page(witness)


def test_nothing_on_it_is_taken_for_markup_or_script(witness):
    log = SmallLog("<script>alert(1)</script>.example")
    witness.store.add_log_key(LogKey(log.vkey, log.origin, 0))
    text = page(witness)
    assert "<script" not in text
    assert " style=" not in text
    headers = call(Application(witness), "GET", "/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    style = call(Application(witness), "GET", "/under/a/prefix/witness.css")
    assert style.headers["Content-Type"].startswith("text/css")
