"""Checking a figure in the reader's own browser: certificates, logs and signatures of somebody who means ill, and long
logs."""

import json
import random
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path

from figure_checks import STEPS, assert_same, file_of, write, wrong_by_kernel
from small_city import FORM, HAIZHU, SALES, TIANHE, SmallCity, sample_city

sys.path.insert(0, str(Path(__file__).parents[1] / "kernel" / "statistics"))

from test_hostile_certificates import HOSTILE

from suixin.kernel.log.cosignature import Ed25519Cosigner
from suixin.kernel.log.keys import Ed25519Signer

# -- cheats with certificate, log and signatures


def test_what_is_no_certificate_is_a_step_that_failed(desk):
    city = sample_city()
    for source in HOSTILE:
        found = desk.page.evaluate(
            """async (bytes) => {
                const { check } = await import("/static/statistics/check/check.js");
                return check(Uint8Array.from(bytes));
            }""",
            list(source),
        )
        assert (found["ok"], found["failedStep"]) == (False, "certificate")
    assert desk.check(city, file_of(city.certificate(city.published("sales")))).ok


def test_a_flipped_bit_anywhere_in_a_certificate_is_found_where_the_kernel_finds_it(desk):
    city = sample_city()
    source = file_of(city.certificate(city.published("secret"), at={}))
    assert desk.check(city, source).ok
    chance = random.Random(7)
    for place in chance.sample(range(len(source)), 60):
        changed = bytearray(source)
        changed[place] ^= 1 << chance.randrange(6)
        try:
            text = bytes(changed).decode()
        except UnicodeDecodeError:
            continue
        found = desk.ask(city, text.encode(), f"log-{desk.used}")
        if wrong_by_kernel(bytes(changed), city.leaves):
            assert found.ok is False, (place, text[place - 20 : place + 20])
        elif not found.ok:  # the kernel was not asked who signed
            assert found.found["failedStep"] == "checkpoint", found.why


def test_a_cell_or_definition_or_form_that_is_not_the_logs_is_refused(desk):
    city = sample_city()
    number = city.published("sales")
    honest = city.certificate(number, at={"district": HAIZHU})
    cheats = {
        "another cell": replace(honest, at={"district": "440111"}),
        "another definition": replace(honest, definition=SALES | {"unit": "万元"}),
        "another form": replace(honest, form=FORM | {"number": "另一表"}),
        "another number": replace(honest, number=0),
        "another leaf": replace(honest, leaf=honest.leaf.replace(b"32350.81", b"42350.81")),
    }
    for cheat, certificate in cheats.items():
        source = file_of(certificate)
        assert source != file_of(honest)
        assert_same(desk.check(city, source), source, city.leaves, cheat)
    without = file_of(replace(honest, form=None))
    assert desk.check(city, without).ok


def test_an_old_definition_is_refused(desk):
    city = sample_city()
    old = city.release("sales")
    city.indicator(SALES | {"version": 2, "factor": "0.001"}, supersedes=1)
    records = len(city.leaves)
    number = city.publish(replace(old, size=records, records=records, root=city.root(records)))
    source = file_of(replace(city.certificate(number), definition=SALES))
    found = desk.check(city, source)
    assert_same(found, source, city.leaves)
    assert found.found["failedStep"] == "definition"


def test_an_altered_entry_leads_to_another_root(desk):
    city = sample_city()
    number = city.published("sales")
    source = file_of(city.certificate(number))
    for place in (0, 1, 7, number):
        leaves = [*city.leaves]
        leaves[place] = leaves[place].replace(b"2019", b"2018", 1)
        found = desk.check(city, source, leaves)
        assert (found.wrong, found.found["failedStep"]) == ({"entries"}, "entries")


def test_bundles_that_are_cut_short_or_too_long_or_gone_are_refused(desk):
    city = sample_city()
    source = file_of(city.certificate(city.published("sales")))
    cheats = [
        lambda whole: whole[:-1],
        lambda whole: whole[:-40],
        lambda _: b"",
        lambda whole: whole + b"\0",
        lambda whole: whole + b"\0\1x",
        lambda whole: whole,
    ]
    for cheat in cheats:
        desk.used += 1
        write(city, city.leaves, desk.folder)
        bundle = next((desk.folder / "tile" / "entries").rglob("*.p/*"))
        whole = bundle.read_bytes()
        bundle.write_bytes(cheat(whole))
        found = desk.ask(city, source, desk.folder.name)
        assert found.ok is (cheat(whole) == whole)
        assert found.wrong <= {"entries"}


def test_a_log_whose_entries_are_gone_is_refused(desk):
    city = sample_city()
    source = file_of(city.certificate(city.published("sales")))
    desk.used += 1
    write(city, city.leaves, desk.folder)
    next((desk.folder / "tile" / "entries").rglob("*.p/*")).unlink()
    found = desk.ask(city, source, desk.folder.name)
    assert found.wrong == {"entries"}
    assert "is not there" in found.why


def test_who_signed_is_checked(desk):
    city = sample_city()
    number = city.published("sales")
    honest = file_of(city.certificate(number))
    other = Ed25519Signer(city.signer.name, b"o" * 32)
    stranger = Ed25519Cosigner("w.example", b"v" * 32)
    forged = SmallCity()
    forged.told, forged.leaves, forged.signer = city.told, city.leaves, other
    unsigned = file_of(city.certificate(number, witnesses=()))
    cases = [
        (file_of(forged.certificate(number)), {"log-signature"}),
        (unsigned, {"quorum"}),
        (file_of(city.certificate(number, witnesses=(stranger,))), {"quorum"}),
        (bit_in_signature(honest, "w.example"), {"witness", "quorum"}),
        (bit_in_signature(honest, city.signer.name), {"log-signature"}),
    ]
    for source, wrong in cases:
        found = desk.check(city, source)
        assert (found.wrong, found.ok, found.found["failedStep"]) == (wrong, False, "checkpoint"), found.why
    assert desk.check(city, unsigned, policies=[f"log {city.signer.text}\nquorum none\n"]).ok
    assert desk.check(city, honest, policies=[f"log {other.text}\nquorum none\n"]).wrong == {"log-signature"}
    assert desk.check(city, honest, policies=["nonsense"]).wrong == {"log-signature"}


def bit_in_signature(source: bytes, name: str) -> bytes:
    """The last byte of that line of the proof is another."""
    found = json.loads(source)
    lines = found["release"]["proof"].split("\n")
    at = next(place for place, line in enumerate(lines) if line.startswith(f"— {name}"))
    dash, whose, encoded = lines[at].split(" ")
    raw = bytearray(b64decode(encoded))
    raw[-1] ^= 1
    lines[at] = f"{dash} {whose} {b64encode(bytes(raw)).decode()}"
    found["release"]["proof"] = "\n".join(lines)
    return json.dumps(found).encode()


def test_a_newest_checkpoint_that_is_stale_forged_or_of_another_log_is_refused(desk):
    city = sample_city()
    number = city.published("sales")
    source = file_of(city.certificate(number))
    assert desk.check(city, source).ok
    checkpoint = desk.folder / "checkpoint"
    honest = checkpoint.read_text("utf-8")
    stale = SmallCity()
    stale.told, stale.leaves = city.told[:-1], city.leaves[:-1]
    write(stale, stale.leaves, desk.home / "log" / "stale")
    forged = sample_city()
    forged.signer = Ed25519Signer(city.signer.name, b"o" * 32)
    write(forged, city.leaves, desk.home / "log" / "forged")
    for name in ("stale", "forged"):
        checkpoint.write_bytes((desk.home / "log" / name / "checkpoint").read_bytes())
        found = desk.ask(city, source, f"log-{desk.used}")
        assert (found.wrong, found.found["failedStep"]) == ({"newest"}, "checkpoint"), name
    checkpoint.write_text(honest.replace(f"\n{len(city.leaves)}\n", f"\n{len(city.leaves) + 1}\n"), "utf-8")
    assert desk.ask(city, source, f"log-{desk.used}").wrong == {"newest"}
    checkpoint.unlink()
    assert "there is no log" in desk.ask(city, source, f"log-{desk.used}").why


# -- long logs


def filled(city: SmallCity, count: int) -> None:
    """Entries that are no leaves are no records."""
    nothing = replace(city.told[0], type="nothing", data={})
    for number in range(count):
        city.told.append(nothing)
        city.leaves.append(b'{"filler":%d}' % number)


def test_a_log_of_many_bundles_is_read_whole_whatever_it_has_grown_to_since(desk):
    city = sample_city()
    filled(city, 500)
    late = city.report("c5", {"A01": "1.00", "B01": "2.00"}, district=TIANHE)
    city.report("c5", {"A01": "3.00", "B01": "4.00"}, district=TIANHE, supersedes=late)
    filled(city, 300)
    city.accept(late + 1)
    number = city.published("secret")
    source = file_of(city.certificate(number))
    assert not wrong_by_kernel(source, city.leaves)
    for more in (0, 40, 180, 300):
        filled(city, more)
        for kept in (0, 10_000_000):
            found = desk.check(city, source, mostBytes=kept)
            assert found.ok, found.why
            assert found.found["counted"]["records"] == 4


def test_entries_that_are_others_at_the_second_reading_are_refused(desk):
    """Here in the page's own thread, as in a browser that has no worker of modules."""
    city = sample_city()
    source = file_of(city.certificate(city.published("sales")))
    assert desk.check(city, source).ok
    address = desk.page.evaluate("location.origin") + f"/log/log-{desk.used}/"
    for kept, ok in ((0, False), (1_000_000, True)):
        found = desk.page.evaluate(
            """async ({ source, options }) => {
                const [worker, fetched, honest] = [window.Worker, new Map(), window.fetch];
                delete window.Worker;
                window.fetch = async (address, settings) => {
                    const response = await honest(address, settings);
                    const times = (fetched.get(address) ?? 0) + 1;
                    fetched.set(address, times);
                    if (!address.includes("entries") || times === 1) return response;
                    const bytes = new Uint8Array(await response.arrayBuffer());
                    bytes[bytes.length - 30] ^= 1;
                    return new Response(bytes);
                };
                const { check } = await import("/static/statistics/check/check.js");
                try {
                    return await check(source, options);
                } finally {
                    [window.Worker, window.fetch] = [worker, honest];
                }
            }""",
            {
                "source": source.decode(),
                "options": {"policies": [city.policy.decode()], "log": address, "mostBytes": kept},
            },
        )
        assert found["ok"] is ok, found
        assert ok or "changed meanwhile" in found["why"]


def test_of_a_log_too_large_for_a_page_the_rest_is_said_and_not_claimed(desk):
    city = sample_city()
    number = city.published("sales")
    honest = file_of(city.certificate(number))
    found = desk.check(city, honest, mostLeaves=10)
    assert found.ok is None
    assert found.found["partial"] is True
    assert "suixin verify" in found.found["command"]
    assert found.last_steps == dict.fromkeys(STEPS[:3], "done")
    assert desk.check(city, bit_in_signature(honest, "w.example"), mostLeaves=10).ok is False
