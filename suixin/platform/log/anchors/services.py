"""What an operator has switched on. Nothing, unless they say so."""

import re
from dataclasses import dataclass
from pathlib import Path

from suixin.platform.log.anchors.backend import AnchorBackend

CONTRACT = re.compile(r"0x[0-9a-fA-F]{40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TimestampService:
    url: str
    roots: Path  # PEM: who vouches for it, and every certificate between


@dataclass(frozen=True, slots=True)
class Chain:
    url: str
    contract: str
    key: Path


@dataclass(frozen=True, slots=True)
class AnchorServices:
    timestamp: TimestampService | None = None
    chain: Chain | None = None


def backends(services: AnchorServices) -> list[AnchorBackend]:
    """Raises `Unusable` where a file has gone since the start."""
    from suixin.platform.log.anchors.chain import ChainBackend
    from suixin.platform.log.anchors.timestamp import TimestampBackend, read_roots

    found: list[AnchorBackend] = []
    if services.timestamp is not None:
        found.append(TimestampBackend(read_roots(services.timestamp.roots), services.timestamp.url))
    if services.chain is not None:
        found.append(ChainBackend(services.chain.url, services.chain.contract, services.chain.key))
    return found


def is_contract(address: str) -> bool:
    return CONTRACT.fullmatch(address) is not None
