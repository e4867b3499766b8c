"""Who this witness is, which keys are its own and which logs it watches, for a reader with a browser."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template

from suixin.kernel.log.cosignature import ML_DSA_44
from suixin.platform.witness.evidence import Case
from suixin.platform.witness.store import Held, identity_of
from suixin.platform.witness.witnessing import Witness

FOLDER = Path(__file__).parent
STYLE = (FOLDER / "static" / "witness.css").read_bytes()
PAGE = Template((FOLDER / "page.html").read_text("utf-8"))


def draw(witness: Witness) -> bytes:
    logs = "".join(draw_log(witness, origin) for origin in origins(witness))
    page = PAGE.substitute(
        name=escape(witness.name),
        keys="".join(draw_keys(witness)),
        logs=logs or said("还没有受托见证的日志。", "It watches no log yet."),
    )
    return page.encode()


def origins(witness: Witness) -> list[str]:
    return list(dict.fromkeys(key.origin for key in witness.store.log_keys()))


def draw_keys(witness: Witness) -> Iterator[str]:
    for cosigner in witness.cosigners:
        key = f"<code>{escape(str(cosigner.text))}</code>"
        if cosigner.text.kind == ML_DSA_44:
            words = 'ML-DSA-44（抗量子）<span lang="en">post-quantum</span>'
            yield f"<dt>{words}</dt><dd><details><summary>{cosigner.key_id.hex()}</summary>{key}</details></dd>"
        else:
            yield f"<dt>Ed25519</dt><dd>{key}</dd>"


def draw_log(witness: Witness, origin: str) -> str:
    held = witness.store.held(origin)
    rows = draw_held(held) if held else said("还没有来过。", "It has not come yet.")
    alarms = "".join(draw_alarms(list(witness.evidence.cases(origin))))
    return f"<article><h3>{escape(origin)}</h3>{alarms}{rows}</article>"


def draw_alarms(cases: list[Case]) -> Iterator[str]:
    proofs = sum(case.is_proof for case in cases)
    if proofs:
        yield said(
            f"警报：这个日志为同一大小签过不同的内容（{proofs} 次）。已拒绝，证据留存。",
            f"Alarm: this log has signed different contents of the same size ({proofs}×). Refused; the proof is kept.",
            "alarm",
        )
    if len(cases) > proofs:
        yield said(
            f"警报：有人要求签署接不上的内容（{len(cases) - proofs} 次）。已拒绝，留存待查。",
            f"Alarm: somebody asked for what does not follow ({len(cases) - proofs}×). Refused, and kept to be looked at.",
            "alarm",
        )


def draw_held(held: Held) -> str:
    root, path = b64encode(held.checkpoint.root).decode("ascii"), identity_of(held.checkpoint.origin)
    return (
        f"<dl><dt>条目 · entries</dt><dd>{held.checkpoint.size:,}</dd>"
        f"<dt>最近一次 · last seen</dt><dd>{moment(held.seen)}</dd>"
        f"<dt>根哈希 · root hash</dt><dd><code>{root}</code></dd></dl>"
        f'<p><a href="{path}/checkpoint">检查点 <span lang="en">· the checkpoint</span></a></p>'
    )


def said(zh: str, en: str, kind: str = "") -> str:
    mark = f' class="{kind}"' if kind else ""
    return f'<p{mark}>{escape(zh)} <span lang="en">{escape(en)}</span></p>'


def moment(seconds: int) -> str:
    """By the clock of the place where the witness runs."""
    when = datetime.fromtimestamp(seconds, UTC).astimezone()
    return f'<time datetime="{when:%Y-%m-%dT%H:%M:%S%z}">{when:%Y-%m-%d %H:%M:%S} (UTC{when:%z})</time>'
