"""What stops a start: each in two languages, with what to do."""

import socket
from pathlib import Path

import pytest

from suixin.site.readiness import (
    NotReady,
    disk_has_room,
    folder_is_writable,
    port_is_free,
    python_is_new,
)


def test_an_old_python_is_refused():
    with pytest.raises(NotReady, match=r"(?s)3\.10\.4.*needs Python 3\.11"):
        python_is_new((3, 10, 4))


def test_a_taken_port_is_refused_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NotReady, match=f"(?s)端口 {port} 已被占用.*--port {port + 1}"):
            port_is_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(NotReady, match="本机没有地址"):
        port_is_free("192.0.2.1", 8000)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotReady, match=r"(?s)不能写入.*SUIXIN_HOME"):
        folder_is_writable(tmp_path / "file" / "city")


def test_a_full_disk_is_refused(tmp_path: Path):
    with pytest.raises(NotReady, match=r"(?s)磁盘快满了.*nearly full"):
        disk_has_room(tmp_path, least=2**62)


def test_a_sound_machine_is_let_pass(tmp_path: Path):
    python_is_new()
    folder_is_writable(tmp_path)
    disk_has_room(tmp_path, least=1)
