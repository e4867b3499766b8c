"""A contract on an EVM chain (`Anchor.sol`) keeps size and root of the log's newest checkpoint. It refuses a smaller
size, and another root for the same size; so a log that tells two histories must hide one of them from the chain.

Readers trust the address of the contract, and the node that they ask: best one of their own. `web3` is optional.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from coincurve import PrivateKey

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.notes import Note
from suixin.platform.log.anchors.backend import (
    Anchor,
    AnchorChecked,
    Refused,
    Unreachable,
    Unsound,
    Unusable,
)
from suixin.platform.log.anchors.exchange import exchange, shown

if TYPE_CHECKING:
    from web3 import Web3
    from web3.contract import Contract
    from web3.contract.contract import ContractConstructor, ContractFunction

PATIENCE = 120  # seconds until a transaction must be in a block
READABLE_BY_OTHERS = 0o077
FIELDS = {"chain": int, "contract": str, "origin": str, "size": int, "root": str, "transaction": str}


@dataclass(frozen=True, slots=True)
class ChainBackend:
    url: str  # JSON-RPC of a node
    contract: str  # its address
    key: Path | None = None  # of the contract's owner; only to anchor
    patience: float = PATIENCE
    name: str = "chain"
    suffix: str = ".chain.json"

    def anchor(self, checkpoint: Checkpoint, note: Note) -> Anchor:
        account = account_of(self.key)
        with asked(self.url):
            node = connected(self.url)
            contract = contract_at(node, self.contract)
            permit(contract, account.address, checkpoint)
            call = contract.functions.anchor(subject(checkpoint), checkpoint.size, checkpoint.root)
            receipt = sent(node, account, call, self.patience)
            proof = {
                "chain": node.eth.chain_id,
                "contract": contract.address,
                "origin": checkpoint.origin,
                "size": checkpoint.size,
                "root": b64encode(checkpoint.root).decode("ascii"),
                "transaction": receipt["transactionHash"].to_0x_hex(),
            }
            time = time_of_block(node, receipt["blockNumber"])
        return Anchor(
            proof=(json.dumps(proof, ensure_ascii=False, indent=1) + "\n").encode(),
            anchored=checkpoint.root,
            reference=proof["transaction"],
            time=time,
        )

    def verify(self, proof: bytes, checkpoint: Checkpoint, note: Note) -> AnchorChecked:
        told = read_proof(proof)
        said = (checkpoint.origin, checkpoint.size, b64encode(checkpoint.root).decode("ascii"))
        if (told["origin"], told["size"], told["root"]) != said:
            raise Unsound("锚定的是另一个检查点。", "The anchor is of another checkpoint.")
        if told["contract"].lower() != self.contract.lower():
            raise Unsound(
                f"锚定在合约 {told['contract']}，不是 {self.contract}。",
                f"The anchor is in contract {told['contract']}, not in {self.contract}.",
            )
        with asked(self.url):
            node = connected(self.url)
            if node.eth.chain_id != told["chain"]:
                raise Unsound(
                    f"锚定在链 {told['chain']}，所问节点属于链 {node.eth.chain_id}。",
                    f"The anchor is on chain {told['chain']}; the node asked is of chain {node.eth.chain_id}.",
                )
            contract = contract_at(node, self.contract)
            return found(node, contract, told["transaction"], checkpoint)


def read_proof(content: bytes) -> Mapping[str, Any]:
    """Raises `Unsound`."""
    try:
        told = orjson.loads(content)  # refuses what is nested without end
    except ValueError:
        told = None
    if not isinstance(told, dict) or any(type(told.get(name)) is not kind for name, kind in FIELDS.items()):
        raise Unsound("文件不是链上锚定。", "The file is no anchor on a chain.")
    return told


def subject(checkpoint: Checkpoint) -> bytes:
    return hashlib.sha256(checkpoint.origin.encode()).digest()


def permit(contract: "Contract", sender: str, checkpoint: Checkpoint) -> None:
    """What the contract would refuse, said before it costs anything. Raises `Refused`."""
    owner = contract.functions.owner().call()
    if owner != sender:
        raise Refused(
            f"合约属于 {owner}，所用密钥是 {sender}：请换用部署合约的密钥。",
            f"The contract belongs to {owner}, and the key is that of {sender}: use the key that deployed it.",
        )
    size, root = contract.functions.heads(subject(checkpoint)).call()
    if checkpoint.size == 0:
        raise Refused("空日志没有可锚定的内容。", "An empty log has nothing to anchor.")
    if checkpoint.size < size:
        raise Refused(
            f"合约已有大小为 {size} 的检查点，不接受较小的 {checkpoint.size}。",
            f"The contract has a checkpoint of size {size} and takes no smaller one ({checkpoint.size}).",
        )
    if checkpoint.size == size and root != checkpoint.root:
        raise Refused(
            f"合约里大小 {size} 的根是另一个值：日志有两段不同的历史，请立即停止并查明原因。",
            f"The contract has another root for size {size}: the log has two histories. Stop, and find out why.",
        )


def found(node: "Web3", contract: "Contract", transaction: str, checkpoint: Checkpoint) -> AnchorChecked:
    """The transaction's own word, as the node has it."""
    from web3.exceptions import TransactionNotFound
    from web3.logs import DISCARD

    try:
        receipt = node.eth.get_transaction_receipt(transaction)
    except TransactionNotFound:
        raise Unsound(
            f"节点不知道交易 {transaction}：可能尚未同步，或区块已被改写。",
            f"The node knows no transaction {transaction}: it may lag behind, or the block was replaced.",
        ) from None
    wanted = {"origin": subject(checkpoint), "size": checkpoint.size, "root": checkpoint.root}
    events = contract.events.Anchored().process_receipt(receipt, errors=DISCARD)
    if not any(each["address"] == contract.address and dict(each["args"]) == wanted for each in events):
        raise Unsound(
            f"交易 {transaction} 没有锚定这个检查点。",
            f"The transaction {transaction} did not anchor this checkpoint.",
        )
    block, newest = receipt["blockNumber"], node.eth.block_number
    return AnchorChecked(
        time=time_of_block(node, block),
        by=f"chain {node.eth.chain_id}, contract {contract.address}, block {block} of {newest}",
    )


def deploy(url: str, key: Path, patience: float = PATIENCE) -> str:
    """A new contract of the key's owner; its address. Raises as `ChainBackend.anchor` does."""
    account = account_of(key)
    with asked(url):
        node = connected(url)
        made = node.eth.contract(abi=compiled()["abi"], bytecode=compiled()["creation"])
        return str(sent(node, account, made.constructor(), patience)["contractAddress"])


def contract_at(node: "Web3", address: str) -> "Contract":
    """Raises `Unsound` where that address has no such contract, whatever it answers."""
    checksummed = node.to_checksum_address(address)
    if node.eth.get_code(checksummed).hex().removeprefix("0x") != compiled()["deployed"]:
        raise Unsound(
            f"链上地址 {address} 处不是穗信的锚定合约。请核对 SUIXIN_CHAIN_CONTRACT 和所连的链。",
            f"There is no Anchor contract at {address}. Check SUIXIN_CHAIN_CONTRACT, and which chain that is.",
        )
    return node.eth.contract(address=checksummed, abi=compiled()["abi"])


def sent(
    node: "Web3", account: Any, call: "ContractFunction | ContractConstructor", patience: float
) -> Mapping[str, Any]:
    """The receipt, once the transaction is in a block."""
    count = node.eth.get_transaction_count(account.address, "pending")
    transaction = call.build_transaction({"from": account.address, "nonce": count})
    signed = account.sign_transaction(transaction)
    node.eth.send_raw_transaction(signed.raw_transaction)
    receipt = node.eth.wait_for_transaction_receipt(signed.hash, timeout=patience)
    if receipt["status"] != 1:
        raise Refused("交易已入块但未成功。", "The transaction is in a block, and failed.")
    return receipt


def time_of_block(node: "Web3", number: int) -> datetime:
    return datetime.fromtimestamp(node.eth.get_block(number)["timestamp"], UTC)


@cache
def compiled() -> Mapping[str, Any]:
    return json.loads(Path(__file__).with_name("anchor.json").read_bytes())


def account_of(path: Path | None) -> Any:
    """Raises `Unusable`."""
    secret = read_key(path)
    find_web3()
    from eth_account import Account

    return Account.from_key(secret)


def read_key(path: Path | None) -> bytes:
    """32 bytes in hexadecimal, in a file that only its owner reads. Raises `Unusable`; never tells the key."""
    if path is None:
        raise Unusable(
            "锚定到链上需要密钥文件：SUIXIN_CHAIN_KEY。",
            "To anchor on a chain, set SUIXIN_CHAIN_KEY to a file.",
        )
    try:
        open_to_others, text = path.stat().st_mode & READABLE_BY_OTHERS, path.read_bytes()
    except OSError as error:
        raise Unusable(
            f"无法读取密钥文件 {path}：{error.strerror}。",
            f"The key file {path} cannot be read: {error.strerror}.",
        ) from error
    if open_to_others:
        raise Unusable(
            f"其他用户可读密钥文件 {path}：请执行 chmod 600 {path}。",
            f"Others can read the key file {path}: run chmod 600 {path}.",
        )
    try:
        secret = bytes.fromhex(text.decode("ascii").strip().removeprefix("0x"))
        if len(secret) != 32:
            raise ValueError
        PrivateKey(secret)
    except ValueError:
        raise Unusable(
            f"密钥文件 {path} 应为 64 个十六进制数字。",
            f"The key file {path} must hold 64 hexadecimal digits.",
        ) from None
    return secret


def find_web3() -> None:
    """Whether it is installed; it is imported where it is needed, which takes a second. Raises `Unusable`."""
    if find_spec("web3") is None:
        raise Unusable(
            "锚定到链上需要 web3 库：请安装 suixin[chain]，见 docs/anchors.md。",
            "Anchors on a chain need the library web3: install suixin[chain], see docs/anchors.md.",
        )


def connected(url: str) -> "Web3":
    """A client whose every request is bounded."""
    find_web3()
    from web3 import Web3
    from web3.middleware import ExtraDataToPOAMiddleware
    from web3.providers.base import JSONBaseProvider

    class Bounded(JSONBaseProvider):
        def make_request(self, method: Any, params: Any) -> Any:
            asked_for = self.encode_rpc_request(method, params)
            return self.decode_rpc_response(exchange(url, asked_for, {"Content-Type": "application/json"}))

    node = Web3(Bounded())
    node.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)  # blocks of chains that members run
    return node


@contextmanager
def asked(url: str) -> Iterator[None]:
    """What the library says about a node, in a sentence. It trips in many ways over an answer that makes no sense."""
    find_web3()
    from web3.exceptions import ContractLogicError, TimeExhausted, Web3Exception, Web3RPCError

    try:
        yield
    except TimeExhausted as error:
        raise Unreachable(
            "交易已发出，尚未入块。请稍后再试：同一检查点再锚定一次无害。",
            "The transaction was sent and is in no block yet. Try again later: anchoring the same twice does no harm.",
        ) from error
    except ContractLogicError as error:
        raise Refused(f"合约拒绝：{error}。", f"The contract refuses: {error}.") from error
    except Web3RPCError as error:
        why = (error.rpc_response or {}).get("error", {}).get("message", error.message)
        raise Unreachable(
            f"节点 {shown(url)} 拒绝：{why}。", f"The node {shown(url)} refuses: {why}."
        ) from error
    except (Web3Exception, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unreachable(
            f"{shown(url)} 的回答不像以太坊节点（{type(error).__name__}）。请核对地址。",
            f"{shown(url)} does not answer like an Ethereum node ({type(error).__name__}). Check the address.",
        ) from error
