"""Static files are collected once, under names with their hash, already compressed."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from suixin.platform.ui.storage import collect_static


@pytest.fixture
def collected(settings, tmp_path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {**settings.STORAGES}  # tells Django to make the storage anew
    assert collect_static() is True
    return settings.STATIC_ROOT


def test_files_carry_their_hash_and_are_compressed(collected):
    names = json.loads((collected / "staticfiles.json").read_text("utf-8"))["paths"]
    hashed = names["ui/parts.css"]
    assert hashed != "ui/parts.css"
    assert (collected / hashed).exists()
    assert (collected / f"{hashed}.br").stat().st_size < (collected / hashed).stat().st_size / 2
    assert staticfiles_storage.url("ui/parts.css").endswith(hashed)


def test_nothing_is_done_when_nothing_changed(collected):
    before = (collected / "staticfiles.json").stat().st_mtime_ns
    assert collect_static() is False
    assert (collected / "staticfiles.json").stat().st_mtime_ns == before
