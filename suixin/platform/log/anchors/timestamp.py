"""A time stamping authority (RFC 3161) says that the signed checkpoint was there at a stated time.

What is stamped is the SHA-256 of the whole signed note as it is at that moment: the text, the log's signature and the
witnesses'. So the stamp also tells that they had signed by then, and anybody can check it without Suixin:

    openssl ts -verify -data 4096.checkpoint -in 4096.tsr -CAfile roots.pem

Witnesses may sign later; the note then has other bytes. Keep the one that was stamped.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

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
from suixin.platform.log.anchors.der import NotDER, with_sorted_certificates
from suixin.platform.log.anchors.exchange import SECONDS, exchange, shown

REQUEST = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
MOST_BYTES = 1 << 16  # of an answer; with a chain of certificates it has some 5,000


@dataclass(frozen=True, slots=True)
class TimestampBackend:
    roots: Sequence[Certificate]
    url: str = ""  # only to anchor
    patience: float = SECONDS
    name: str = "timestamp"
    suffix: str = ".tsr"

    def anchor(self, checkpoint: Checkpoint, note: Note) -> Anchor:
        request = (
            TimestampRequestBuilder().data(note.content).hash_algorithm(HashAlgorithm.SHA256).build()
        )  # with a nonce, and asking for the certificate
        answer = exchange(self.url, request.as_bytes(), REQUEST, MOST_BYTES, self.patience)
        try:
            response = read_response(answer)
        except ValueError as error:
            raise Unreachable(
                f"{shown(self.url)} 的回答不是时间戳（{error}）。请核对 SUIXIN_TSA_URL。",
                f"{shown(self.url)} does not answer with a time stamp ({error}). Check SUIXIN_TSA_URL.",
            ) from error
        if response.status != PKIStatus.GRANTED:
            why = "; ".join(response.status_string) or f"status {response.status}"
            raise Refused(f"时间戳服务拒绝：{why}。", f"The time stamping authority refuses: {why}.")
        checked = check(response, note.content, self.roots, request.nonce)
        return Anchor(
            proof=answer,
            anchored=hashlib.sha256(note.content).digest(),
            reference=f"{response.tst_info.serial_number:#x}",
            time=checked.time,
        )

    def verify(self, proof: bytes, checkpoint: Checkpoint, note: Note) -> AnchorChecked:
        try:
            response = read_response(proof)
        except ValueError as error:
            raise Unsound(
                f"文件不是时间戳回答（{error}）。",
                f"The file is no answer of a time stamping authority ({error}).",
            ) from error
        return check(response, note.content, self.roots)


def read_response(content: bytes) -> TimeStampResponse:
    """Raises ValueError."""
    try:
        return decode_timestamp_response(with_sorted_certificates(content))
    except NotDER as error:
        raise ValueError(str(error)) from error


def check(
    response: TimeStampResponse, message: bytes, roots: Sequence[Certificate], nonce: int | None = None
) -> AnchorChecked:
    """Raises `Unsound`."""
    try:
        return sound(response, message, roots, nonce)
    except (VerificationError, ValueError) as error:
        raise Unsound(
            f"时间戳的签名不能由所给根证书证实：{reason(error)}。请核对根证书文件，或向时间戳服务询问。",
            f"The given roots do not vouch for the time stamp's signature: {reason(error)}. "
            "Check the file of roots, or ask the time stamping authority.",
        ) from error


def sound(
    response: TimeStampResponse, message: bytes, roots: Sequence[Certificate], nonce: int | None
) -> AnchorChecked:
    if response.status != PKIStatus.GRANTED:
        raise Unsound("时间戳服务当时拒绝了。", "The time stamping authority had refused.")
    told = response.tst_info
    if told.message_imprint.message != hashlib.sha256(message).digest():
        raise Unsound(
            "时间戳盖的是别的内容：请用当时盖戳的检查点文件，一个字节也不能改。",
            "The time stamp is of something else: give the checkpoint as it was stamped, to the byte.",
        )
    if nonce is not None and told.nonce != nonce:
        raise Unsound(
            "时间戳回答的不是这次请求（随机数不符）。",
            "The time stamp answers another request: the nonce differs.",
        )
    VerifierBuilder(roots=list(roots), nonce=nonce).build().verify_message(response, message)
    return AnchorChecked(time=told.gen_time, by=authority(response))


def authority(response: TimeStampResponse) -> str:
    """The subject of the certificate that signed."""
    (signer,) = response.signed_data.signer_infos
    for each in response.signed_data.certificates:
        certificate = load_der_x509_certificate(each)
        if (certificate.issuer, certificate.serial_number) == (signer.issuer, signer.serial_number):
            return certificate.subject.rfc4514_string()
    raise ValueError("no certificate of the signer")


def reason(error: Exception) -> str:
    """What OpenSSL found, out of all that is told with it."""
    _, found, rest = str(error).partition("Verify error: ")
    return rest.partition('"')[0] if found else str(error).partition(": ErrorStack")[0].rstrip(".")


def read_roots(path: Path) -> list[Certificate]:
    """Raises `Unusable`."""
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise Unusable(
            f"无法读取根证书文件 {path}：{error.strerror}。",
            f"The file of roots {path} cannot be read: {error.strerror}.",
        ) from error
    except ValueError as error:
        raise Unusable(f"{path} 里没有 PEM 格式的证书。", f"{path} holds no certificate in PEM.") from error
