"""Vendored files are exactly what vendor.toml says, and nothing else lies beside them."""

import hashlib
import tomllib
from pathlib import Path

import suixin.platform.ui

UI = Path(suixin.platform.ui.__file__).parent
VENDOR = UI / "static" / "vendor"


def test_vendored_files_match_their_declaration():
    packages = tomllib.loads((VENDOR / "vendor.toml").read_text("utf-8"))["package"]
    declared = {
        f"{package['name']}-{package['version']}/{name}": file["sha256"]
        for package in packages
        for name, file in package["files"].items()
    }
    present = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.glob("*/**/*")
        if path.is_file()
    }
    assert present == declared
    assert all(package["licence"] and package["source"] for package in packages)


def test_templates_hold_no_inline_style_or_script():
    """The content security policy would refuse them."""
    for path in UI.parent.parent.rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        assert ' style="' not in text, path
        assert "<style" not in text, path
        assert "<script>" not in text, path
        assert " onclick=" not in text, path
