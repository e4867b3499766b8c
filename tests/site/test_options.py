"""What an operator can set, and what a wrong value says."""

from pathlib import Path

import pytest

from suixin.site.options import WrongOption, read_options


def test_secret_is_made_once_and_only_the_owner_reads_it(tmp_path: Path):
    first = read_options({"SUIXIN_HOME": str(tmp_path / "city")})
    second = read_options({"SUIXIN_HOME": str(tmp_path / "city")})
    assert first.secret_key == second.secret_key
    assert (tmp_path / "city" / "secret").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_named_in_the_refusal(tmp_path: Path):
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    with pytest.raises(WrongOption, match="SUIXIN_HOME"):
        read_options({"SUIXIN_HOME": str(blocker / "city")})
