"""Which witnesses the log asks: the operator's file `witnesses.policy`, and the whole policy that others check by.

The process that runs the log reads the file and stores it with the log; everybody else sees what is in force.
"""

from functools import lru_cache
from pathlib import Path

from suixin.kernel.log.policy import NONE, MalformedPolicy, Policy, read_policy
from suixin.platform.log import stops
from suixin.platform.log.models import NOBODY, Log

FILE = "witnesses.policy"


def operators_policy(home: Path) -> bytes:
    """The file's bytes, which are a policy. Raises `Stopped` for a file that cannot be used."""
    path = home / FILE
    try:
        content = path.read_bytes()
        content.decode("utf-8")
        read_policy(content)
    except FileNotFoundError:
        return NOBODY
    except (OSError, UnicodeDecodeError, MalformedPolicy) as error:
        raise stops.wrong_policy(str(path), str(error)) from None
    return content


def policy_of(log: Log) -> Policy:
    """Whose logs are ours, and not in it."""
    return parsed(bytes(log.policy))


@lru_cache(maxsize=8)
def parsed(content: bytes) -> Policy:
    return read_policy(content)


def quorum_in_words(policy: Policy) -> str:
    """How many of how many must sign, where it can be said so shortly: "3/5"; nothing where nobody is asked."""
    if policy.quorum == NONE:
        return ""
    group = policy.groups.get(policy.quorum)
    return f"{group.threshold}/{len(group.members)}" if group else "1/1"


def public_policy(log: Log, url: str = "") -> bytes:
    """What whoever checks a proof needs: the log's keys, and the witnesses with their quorum (C2SP tlog-policy)."""
    keys = "".join(f"log {key} {url}\n" for key in log.keys.split())
    lines = bytes(log.policy).decode("utf-8").splitlines(keepends=True)
    return (keys + "".join(line for line in lines if line.split()[:1] != ["log"])).encode()
