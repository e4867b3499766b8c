"""Asking witnesses: real ones on real sockets, and such as are slow, wrong, hostile or away."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from small_log import ORIGIN, SmallLog, served

from suixin.kernel.log.cosignature import cosignature, fresh_cosigner
from suixin.kernel.log.policy import Policy, read_policy
from suixin.platform.log.witnesses import Trouble, collect, latest
from suixin.platform.witness.keeping import open_witness, set_up
from suixin.platform.witness.serving import Application
from suixin.platform.witness.store import LogKey
from suixin.platform.witness.witnessing import Witness

PATIENCE = 30  # seconds, where all is well
SHORT = 2  # where somebody never answers; enough for those who do, on a busy machine too


@pytest.fixture
def log() -> SmallLog:
    return SmallLog()


class House:
    """Witnesses a, b, c…, each on its own socket."""

    def __init__(self, folder: Path, log: SmallLog, stack: ExitStack) -> None:
        self.folder, self.log, self.stack = folder, log, stack
        self.lines = [f"log {log.vkey}"]
        self.names: list[str] = []

    def add(self, name: str, wrap: Callable = lambda application: application, post_quantum=False) -> Witness:
        set_up(self.folder / name, f"{name}.example", post_quantum)
        witness = open_witness(self.folder / name)
        witness.store.add_log_key(LogKey(self.log.vkey, self.log.origin, 0))
        address = self.stack.enter_context(served(wrap(Application(witness))))
        for number, cosigner in enumerate(witness.cosigners):
            self.line(f"{name}{number or ''}", str(cosigner.text), f"{address}/under/a/prefix/")
        return witness

    def line(self, name: str, vkey: str, address: str) -> None:
        self.lines.append(f"witness {name} {vkey} {address}")
        self.names.append(name)

    def elsewhere(self, name: str, address: str) -> None:
        """A witness of which only the key is real."""
        self.line(name, str(fresh_cosigner(f"{name}.example").text), address)

    def policy(self, quorum: str = "all") -> Policy:
        group = f"group them {quorum} {' '.join(self.names)}"
        return read_policy("\n".join([*self.lines, group, "quorum them", ""]).encode())


@pytest.fixture
def house(tmp_path: Path, log: SmallLog) -> Iterator[House]:
    with ExitStack() as stack:
        yield House(tmp_path, log, stack)


def ask(house: House, size: int, sizes=None, timeout: float = PATIENCE, quorum: str = "all", **options):
    log = house.log
    asked = lambda old: log.request(old, size)  # noqa: E731
    return collect(house.policy(quorum), log.note(size), asked, sizes or {}, timeout, **options)


def answering(status: str, content: bytes, *headers: tuple[str, str]) -> Callable:
    def application(environ, start_response):
        start_response(status, list(({"Content-Length": str(len(content))} | dict(headers)).items()))
        return [content]

    return application


# Cosignatures


def test_all_that_a_policy_names_are_asked_and_their_signatures_satisfy_it(house, log):
    for name in "abc":
        house.add(name)
    found = ask(house, 5)
    assert found.problems == {}
    assert found.sizes == {"a": 5, "b": 5, "c": 5}
    verdict = house.policy().judge(log.note(5).with_signatures(found.signatures))
    assert verdict.quorum
    assert set(verdict.seen) == {"a", "b", "c"}


def test_round_after_round_each_goes_on_from_what_it_told(house, log):
    for name in "ab":
        house.add(name)
    asked: list[int] = []
    sizes: dict[str, int] = {}
    for size in (3, 8, 8, 300):
        found = collect(
            house.policy(),
            log.note(size),
            lambda old, size=size: asked.append(old) or log.request(old, size),
            sizes,
            PATIENCE,
        )
        assert len(found.signatures) == 2
        sizes = dict(found.sizes)
    assert asked == [0, 3, 8, 8], "a proof that both need is made once"


def test_who_has_another_size_tells_it_and_is_asked_again(house, log):
    house.add("a")
    ask(house, 5)
    for mistaken in ({}, {"a": 3}, {"a": 99}):
        found = ask(house, 9, mistaken)
        assert (len(found.signatures), found.sizes["a"]) == (1, 9)


def test_a_witness_with_two_keys_is_asked_once_and_gives_both_signatures(house, log):
    calls: list[str] = []

    def counted(application):
        return lambda environ, start: calls.append(environ["PATH_INFO"]) or application(environ, start)

    house.add("a", counted, post_quantum=True)
    found = ask(house, 5)
    assert house.policy().judge(log.note(5).with_signatures(found.signatures)).quorum
    assert calls == ["/under/a/prefix/add-checkpoint"]


def test_who_has_seen_more_than_we_have_says_that_our_history_was_lost(house, log):
    house.add("a")
    house.add("b")
    ask(house, 9)
    for sizes in ({}, {"a": 5, "b": 5}, {"a": 9, "b": 9}):
        found = ask(house, 5, sizes)
        assert found.signatures == ()
        assert found.ahead == {"a": 9, "b": 9}
        assert {each.trouble for each in found.problems.values()} == {Trouble.AHEAD}


def test_who_does_not_know_the_log_or_finds_it_inconsistent_refuses(house, log):
    witness = house.add("a")
    ask(house, 5)
    house.log = log.told_otherwise()
    problem = ask(house, 9, {"a": 5}).problems["a"]
    assert (problem.trouble, problem.status) == (Trouble.REFUSED, 422)
    assert "another root" in problem.text
    witness.store.remove_log_key(log.vkey)
    problem = ask(house, 9, {"a": 5}).problems["a"]
    assert (problem.trouble, problem.status) == (Trouble.REFUSED, 404)


def test_a_witness_without_an_address_is_not_asked(house, log):
    house.add("a")
    house.line("b", str(fresh_cosigner("b.example").text), "")
    found = ask(house, 5)
    assert len(found.signatures) == 1
    assert found.problems == {}


# Who cannot be relied on


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://w.example", "http"),
        ("file:///etc/passwd", "http"),
        ("http://[::1", "not an address"),
        ("http://w.example:port", "not an address"),
        ("http://127.0.0.1:1", "refused"),
        ("http://name.invalid", ""),
    ],
)
def test_an_address_where_nobody_is(house, address, why):
    house.add("a")
    house.elsewhere("b", address)
    found = ask(house, 5)
    assert len(found.signatures) == 1
    assert found.problems["b"].trouble is Trouble.UNREACHABLE
    assert why in found.problems["b"].text


@pytest.mark.parametrize(
    ("application", "trouble"),
    [
        (answering("200 OK", b""), Trouble.REFUSED),
        (answering("200 OK", b"thanks\n"), Trouble.REFUSED),
        (answering("200 OK", b"\xff\xfe\n"), Trouble.REFUSED),
        (answering("200 OK", b"x" * 1_000_000), Trouble.UNREACHABLE),
        (answering("409 Conflict", b"soon\n"), Trouble.REFUSED),
        (answering("409 Conflict", b"0\n"), Trouble.REFUSED),
        (answering("409 Conflict", b"4\n"), Trouble.REFUSED),
        (answering("409 Conflict", b"9" * 18 + b"\n"), Trouble.AHEAD),
        (answering("500 Internal Server Error", b"<p>oh\n no"), Trouble.REFUSED),
        (answering("200 OK", b"short", ("Content-Length", "500")), Trouble.UNREACHABLE),
    ],
)
def test_an_answer_that_makes_no_sense_is_that_witnesss_problem_alone(house, application, trouble):
    house.add("a")
    house.elsewhere("b", house.stack.enter_context(served(application)))
    found = ask(house, 5, timeout=PATIENCE)
    assert len(found.signatures) == 1
    assert found.problems["b"].trouble is trouble


def test_a_signature_by_a_key_that_the_policy_does_not_have_is_ignored(house, log):
    other = fresh_cosigner("b.example")
    house.elsewhere("b", house.stack.enter_context(served(signing(other, log.note(5).text))))
    found = ask(house, 5)
    assert found.signatures == ()
    assert "no cosignature by the policy's key" in found.problems["b"].text


def test_a_signature_of_something_else_is_ignored(house, log):
    cosigner = fresh_cosigner("b.example")
    address = house.stack.enter_context(served(signing(cosigner, log.note(4).text)))
    house.line("b", str(cosigner.text), address)
    found = ask(house, 5)
    assert found.signatures == ()
    assert "does not fit" in found.problems["b"].text


def signing(cosigner, text: bytes) -> Callable:
    return answering("200 OK", cosignature(cosigner, text, 1).line.encode())


def test_a_redirect_is_not_followed(house):
    visits: list[str] = []
    elsewhere = house.stack.enter_context(
        served(lambda environ, _: visits.append(environ["PATH_INFO"]) or [])
    )
    moved = answering("308 Permanent Redirect", b"", ("Location", f"{elsewhere}/add-checkpoint"))
    house.elsewhere("b", house.stack.enter_context(served(moved)))
    assert ask(house, 5).problems["b"].status == 308
    assert visits == []


@contextmanager
def dripping(first: bytes) -> Iterator[str]:
    """Says something, and then a byte now and then, without end."""
    over = threading.Event()

    def talk(connection: socket.socket) -> None:
        with connection:
            try:
                connection.sendall(first)
                while not over.wait(0.05):
                    connection.sendall(b"a")
            except OSError:
                return

    def listen() -> None:
        while not over.is_set():
            try:
                threading.Thread(target=talk, args=(server.accept()[0],), daemon=True).start()
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"]
)
def test_who_never_finishes_delays_nobody_beyond_the_time_and_leaves_no_thread(house, first):
    house.add("a")
    house.elsewhere("b", house.stack.enter_context(dripping(first)))
    begin = time.monotonic()
    found = ask(house, 5, timeout=SHORT)
    assert time.monotonic() - begin < PATIENCE / 2
    assert len(found.signatures) == 1
    assert found.problems["b"].trouble is Trouble.UNREACHABLE
    assert "in time" in found.problems["b"].text
    last = time.monotonic() + PATIENCE
    while any(each.name.startswith("asking ") for each in threading.enumerate()):
        assert time.monotonic() < last, "somebody still listens"
        time.sleep(0.02)


def test_with_enough_for_the_quorum_the_others_get_only_the_grace(house):
    for name in "ab":
        house.add(name)
    house.elsewhere("c", house.stack.enter_context(dripping(b"")))
    begin = time.monotonic()
    found = ask(house, 5, quorum="2", grace=0.2)
    assert 0.2 <= time.monotonic() - begin < PATIENCE / 2
    assert len(found.signatures) == 2
    assert found.problems["c"].trouble is Trouble.UNREACHABLE


def test_while_the_quorum_is_missing_the_grace_does_not_begin(house):
    house.add("a", lambda application: lambda *each: time.sleep(0.5) or application(*each))
    house.add("b")
    assert len(ask(house, 5, grace=0).signatures) == 2


def test_a_proof_that_we_cannot_make_is_our_own_fault(house, log):
    house.add("a")

    def broken(old: int):
        raise LookupError("a tile is missing")

    with pytest.raises(LookupError, match="tile"):
        collect(house.policy(), log.note(5), broken, {}, PATIENCE)


# What they have seen


def test_what_each_has_seen_last_tells_whether_history_was_lost(house, log):
    for name in "ab":
        house.add(name)
    ask(house, 5)
    house.add("c")
    ask(house, 9, {"b": 5})  # a too: it tells its size
    found = latest(house.policy(), ORIGIN, PATIENCE)
    assert {name: each.checkpoint.size for name, each in found.seen.items()} == {"a": 9, "b": 9, "c": 9}
    assert found.largest.checkpoint == log.checkpoint(9)
    assert found.problems == {}


def test_who_has_seen_nothing_or_is_away_is_told_apart(house, log):
    house.add("a")
    house.elsewhere("b", "http://127.0.0.1:1")
    found = latest(house.policy(), ORIGIN, PATIENCE)
    assert found.largest is None
    assert found.problems["a"].trouble is Trouble.NOTHING
    assert found.problems["b"].trouble is Trouble.UNREACHABLE


def test_a_checkpoint_is_believed_only_with_the_signatures_of_both(house, log):
    cosigner = fresh_cosigner("b.example")
    good = showing(log.note(9), cosigner)
    shown = {
        "not-cosigned": answering("200 OK", log.note(9).content),
        "cosigned-by-another": showing(log.note(9), fresh_cosigner("b.example")),
        "of-another-key": showing(SmallLog(ORIGIN).note(9), cosigner),
        "of-another-log": showing(SmallLog("other.example", log.signer).note(9), cosigner),
        "no-note": answering("200 OK", b"?"),
        "good": good,
    }
    for name, application in shown.items():
        address = house.stack.enter_context(served(application))
        policy = read_policy(
            f"log {log.vkey}\nwitness {name} {cosigner.text} {address}\nquorum none\n".encode()
        )
        found = latest(policy, ORIGIN, PATIENCE)
        assert list(found.seen) == (["good"] if name == "good" else [])
        assert (found.largest is not None) == (name == "good")
        assert all(each.trouble is Trouble.REFUSED for each in found.problems.values())


def showing(note, cosigner) -> Callable:
    cosigned = note.with_signatures([cosignature(cosigner, note.text, 1)])
    return answering("200 OK", cosigned.content)


def test_one_that_never_finishes_does_not_hold_up_the_look(house, log):
    house.add("a")
    ask(house, 5)
    house.elsewhere("b", house.stack.enter_context(dripping(b"HTTP/1.1 200 OK\r\n\r\n")))
    begin = time.monotonic()
    found = latest(house.policy(), ORIGIN, SHORT)
    assert time.monotonic() - begin < PATIENCE / 2
    assert list(found.seen) == ["a"]
