"""`suixin work` as an operator runs it: what waits is sent through the server of SUIXIN_MAIL_URL."""

import os
import subprocess
import sys
from pathlib import Path

from small_mail_server import mail_server

A_LETTER = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from suixin.platform.accounts.models import Person
from suixin.platform.post.queue import Written, put
zhang = Person.objects.create_user("zhang", name="张", email="zhang@reader.example")
put("test", [Written(zhang.pk, "月报：今天截止", "请填报。")])
"""


def ran(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env={name: value for name, value in os.environ.items() if not name.startswith("SUIXIN_")}
        | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_what_waits_is_sent_and_no_address_is_printed(tmp_path: Path):
    with mail_server() as server:
        environment = {
            "SUIXIN_HOME": str(tmp_path),
            "SUIXIN_MAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "SUIXIN_MAIL_FROM": "suixin@city.example",
            "DJANGO_SETTINGS_MODULE": "suixin.site.settings",
        }
        ran(environment, "-c", A_LETTER)
        server.refusals["zhang@reader.example"] = "450 zhang@reader.example: not now"
        first = ran(environment, "-m", "suixin", "work", "--once")
        assert server.taken == []
        assert "reader.example" not in first
        ran(environment, "-c", AT_ONCE)
        server.refusals.clear()
        ran(environment, "-m", "suixin", "work", "--once")
    [(address, message)] = server.taken
    assert address == "zhang@reader.example"
    assert message["From"].strip() == "suixin@city.example"


AT_ONCE = """
import django
django.setup()
from django.utils import timezone
from suixin.platform.post.models import Letter
Letter.objects.update(next_try=timezone.now())
"""
