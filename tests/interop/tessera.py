"""How Tessera's programs are asked, and what their answers mean."""

import re
import subprocess
from pathlib import Path

# Warnings, errors and what ends it, but not what it gave up when it had reached its goal.
COMPLAINT = re.compile(r"^[WEF]\d{4} .*(?<!context canceled)$", re.MULTILINE)


def said_by_fsck(fsck: Path, address: str, key: Path) -> str:
    """Its exit code is 0 whatever it finds. Each fault ends one of its workers, and without workers it waits for
    ever: there must be more than faults."""
    asked = [fsck, f"--storage_url={address}", f"--public_key={key}", "--N=8", "--ui=false"]
    return subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True).stderr


def passed(size: int) -> str:
    return f"Successfully fsck'd log with size {size} "


def options(address: str, key: str, **others: int | str) -> list[str]:
    said = {"log_url": address, "log_public_key": key, "show_ui": "false", "max_runtime": "60s"} | others
    return [f"--{name}={value}" for name, value in said.items()]


def hammered(hammer: Path, address: str, key: str, **others: int | str) -> str:
    """What it complained of. It ends well when the log has grown by the goal, and badly after a minute."""
    asked = [hammer, *options(address, key, **others)]
    result = subprocess.run(asked, capture_output=True, text=True, timeout=90, check=False)
    assert result.returncode == 0, result.stderr
    return "\n".join(COMPLAINT.findall(result.stderr))
