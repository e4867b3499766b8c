"""The log's process for the fault tests: the real steps on the real disk, with shorter waits."""

import os
import signal
from pathlib import Path
from threading import Event

os.environ["DJANGO_SETTINGS_MODULE"] = "suixin.site.settings"

import django

django.setup()

from suixin.platform.ledger.leaves import LedgerLeaves  # noqa: E402
from suixin.platform.log import running  # noqa: E402
from suixin.platform.log.starting import only_one  # noqa: E402

running.AFTER_TROUBLE, running.PAUSE, running.SIGNS_EVERY = 0.1, 0.02, 0.0
home, ended = Path(os.environ["SUIXIN_HOME"]), Event()
signal.signal(signal.SIGTERM, lambda *_: ended.set())
with only_one(home):
    running.Runner(home, "city.example", LedgerLeaves(), required=False).run(ended)
