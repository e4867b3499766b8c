"""The contract on a real EVM, through JSON-RPC as any node speaks it."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from anchor_services import Evm, answering, key_file, send, signed

from suixin.platform.log.anchors import chain
from suixin.platform.log.anchors.backend import Refused, Unreachable, Unsound, Unusable
from suixin.platform.log.anchors.chain import ChainBackend, deploy

REPOSITORY = Path(__file__).resolve().parents[4]


@pytest.fixture
def backend(evm: Evm, key: Path) -> ChainBackend:
    return ChainBackend(evm.url, deploy(evm.url, key), key)


def at(evm: Evm, backend: ChainBackend):
    return evm.web3.eth.contract(backend.contract, abi=chain.compiled()["abi"])


def test_a_checkpoint_is_anchored_and_anybody_can_read_it_there(evm: Evm, backend: ChainBackend):
    checkpoint, note = signed(15)
    anchor = backend.anchor(checkpoint, note)
    told = json.loads(anchor.proof)
    assert (told["size"], told["origin"], anchor.anchored) == (15, checkpoint.origin, checkpoint.root)
    size, root = at(evm, backend).functions.heads(chain.subject(checkpoint)).call()
    assert (size, root) == (15, checkpoint.root)
    checked = replace(backend, key=None).verify(anchor.proof, checkpoint, note)
    assert checked.time == anchor.time and backend.contract in checked.by


def test_the_log_grows_and_old_anchors_stay_sound(backend: ChainBackend):
    anchors = [(backend.anchor(*signed(size)), signed(size)) for size in (3, 15, 16, 100)]
    for anchor, (checkpoint, note) in anchors:
        assert backend.verify(anchor.proof, checkpoint, note).time == anchor.time


def test_the_same_checkpoint_again_does_no_harm(backend: ChainBackend):
    first, second = backend.anchor(*signed(15)), backend.anchor(*signed(15))
    assert first.reference != second.reference
    assert backend.verify(second.proof, *signed(15)).time == second.time


def test_logs_of_one_owner_do_not_touch_each_other(backend: ChainBackend):
    backend.anchor(*signed(15))
    assert backend.anchor(*signed(1, origin="suixin.example/log/2027"))


def test_a_second_history_is_refused_before_it_costs_anything(evm: Evm, backend: ChainBackend):
    backend.anchor(*signed(15))
    before = evm.web3.eth.block_number
    with pytest.raises(Refused, match="size 15 and takes no smaller one"):
        backend.anchor(*signed(14))
    with pytest.raises(Refused, match="two histories"):
        backend.anchor(*signed(15, root=b"r" * 32))
    with pytest.raises(Refused, match="nothing to anchor"):
        backend.anchor(*signed(0, origin="suixin.example/log/new"))
    assert evm.web3.eth.block_number == before


def test_the_contract_itself_refuses_whoever_and_whatever_is_wrong(evm: Evm, backend: ChainBackend):
    """Without the client's own look before: the chain's word is what counts."""
    from eth_tester.exceptions import TransactionFailed

    checkpoint, _ = signed(15)
    backend.anchor(*signed(15))
    anchor = at(evm, backend).functions.anchor
    subject, owner = chain.subject(checkpoint), evm.owner.address
    for size, root, sender, error in [
        (15, b"r" * 32, owner, "AnotherRoot(bytes32)"),
        (14, checkpoint.root, owner, "Smaller(uint64)"),
        (0, checkpoint.root, owner, "Nothing()"),
        (16, checkpoint.root, evm.stranger.address, "NotTheOwner()"),
        (15, checkpoint.root, evm.stranger.address, "NotTheOwner()"),
    ]:
        selector = repr(bytes(evm.web3.keccak(text=error)[:4])).strip("b'\"")
        with pytest.raises(TransactionFailed, match=re.escape(selector)):
            anchor(subject, size, root).call({"from": sender})
    assert anchor(subject, 2**64 - 1, checkpoint.root).call({"from": owner}) == []


def test_a_key_that_does_not_own_the_contract_is_told(evm: Evm, backend: ChainBackend, tmp_path: Path):
    other = key_file(tmp_path / "other.key", b"\x02" * 32)
    with pytest.raises(Refused, match="use the key that deployed it"):
        replace(backend, key=other).anchor(*signed(15))


def test_an_anchor_is_of_one_checkpoint_in_one_contract(evm: Evm, backend: ChainBackend, key: Path):
    anchor = backend.anchor(*signed(15))
    backend.anchor(*signed(16))
    for other in (signed(16), signed(15, root=b"r" * 32), signed(15, origin="suixin.example/log/2027")):
        with pytest.raises(Unsound, match="of another checkpoint"):
            backend.verify(anchor.proof, *other)
    with pytest.raises(Unsound, match="not in 0x"):
        replace(backend, contract=deploy(evm.url, key)).verify(anchor.proof, *signed(15))


def test_an_anchor_that_names_what_is_not_on_the_chain_is_unsound(evm: Evm, backend: ChainBackend):
    told = json.loads(backend.anchor(*signed(15)).proof)
    later = json.loads(backend.anchor(*signed(16)).proof)
    forged = told | {"size": 16, "root": later["root"]}  # the transaction is that of 15
    with pytest.raises(Unsound, match="did not anchor this checkpoint"):
        backend.verify(json.dumps(forged).encode(), *signed(16))
    with pytest.raises(Unsound, match="knows no transaction"):
        backend.verify(json.dumps(told | {"transaction": "0x" + "77" * 32}).encode(), *signed(15))
    with pytest.raises(Unsound, match="The anchor is on chain 5"):
        backend.verify(json.dumps(told | {"chain": 5}).encode(), *signed(15))


@pytest.mark.parametrize("garbage", [b"", b"[]", b"[" * 100_000, b"{}", b"\xff", b'{"size": "15"}'])
def test_garbage_is_no_anchor(garbage: bytes):
    with pytest.raises(Unsound, match="no anchor on a chain"):
        ChainBackend("http://127.0.0.1:1/", "0x" + "0" * 40).verify(garbage, *signed(15))


def test_an_event_of_another_contract_is_not_believed(evm: Evm, backend: ChainBackend, key: Path):
    """Whoever calls a contract of their own gets the same event, from another address."""
    other = replace(backend, contract=deploy(evm.url, key))
    told = json.loads(other.anchor(*signed(15)).proof) | {"contract": backend.contract}
    with pytest.raises(Unsound, match="did not anchor this checkpoint"):
        backend.verify(json.dumps(told).encode(), *signed(15))


def test_an_address_without_the_contract_is_told(evm: Evm, backend: ChainBackend):
    nothing = replace(backend, contract=evm.stranger.address)
    with pytest.raises(Unsound, match="no Anchor contract at"):
        nothing.anchor(*signed(15))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>", "does not answer like an Ethereum node"),
        (b"{}", "does not answer like an Ethereum node"),
        (b'{"jsonrpc": "2.0", "id": 1, "result": {"a": []}}', "does not answer like an Ethereum node"),
        (b'{"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "syncing"}}', "syncing"),
        (b"[" * 100_000, "does not answer like an Ethereum node"),
        (b"[" * 2_000_000, "more than 1,048,576 bytes"),
    ],
)
def test_a_node_that_answers_nonsense_is_named(key: Path, content: bytes, sentence: str):
    with answering(lambda handler, _: send(handler, content)) as url:
        node = ChainBackend(url, "0x" + "00" * 20, key)
        with pytest.raises(Unreachable, match=sentence):
            node.anchor(*signed(15))
        with pytest.raises(Unreachable, match=sentence):
            deploy(url, key)


def test_a_node_that_is_down_is_named(key: Path):
    with answering(lambda *_: None) as url:
        pass
    with pytest.raises(Unreachable, match="cannot be reached: Connection refused"):
        ChainBackend(url, "0x" + "00" * 20, key).anchor(*signed(15))


def test_a_transaction_that_no_block_takes_is_told(evm: Evm, backend: ChainBackend):
    evm.tester.disable_auto_mine_transactions()
    with pytest.raises(Unreachable, match="in no block yet"):
        replace(backend, patience=0.3).anchor(*signed(15))
    evm.tester.enable_auto_mine_transactions()
    assert backend.anchor(*signed(15))  # as soon as blocks come again


def test_a_key_file_is_for_its_owner_and_its_content_is_never_told(
    evm: Evm, backend: ChainBackend, key: Path
):
    key.chmod(0o640)
    with pytest.raises(Unusable, match="chmod 600"):
        backend.anchor(*signed(15))
    key.chmod(0o600)
    for wrong in ("12" * 31, "zz" * 32, "00" * 32, "ff" * 32):
        key.write_text(wrong)
        with pytest.raises(Unusable, match="64 hexadecimal digits") as problem:
            backend.anchor(*signed(15))
        assert wrong not in str(problem.value)
    key.unlink()
    with pytest.raises(Unusable, match="No such file"):
        backend.anchor(*signed(15))


def test_without_the_library_a_sentence_says_what_to_install(monkeypatch, key: Path):
    monkeypatch.setattr(chain, "find_spec", lambda name: None)
    with pytest.raises(Unusable, match=r"suixin\[chain\]"):
        ChainBackend("http://127.0.0.1:1/", "0x" + "00" * 20, key).anchor(*signed(15))


def test_the_kept_bytecode_is_what_the_source_compiles_to():
    ran = subprocess.run(
        [sys.executable, REPOSITORY / "bin" / "contract", "--check"],
        capture_output=True,
        check=False,
        text=True,
    )
    if ran.returncode == 3:
        pytest.skip(f"not compiled anew: {ran.stderr.strip()}")
    assert ran.returncode == 0, ran.stderr
