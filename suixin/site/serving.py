"""The application as `suixin run` serves it: what the first readers would wait for is done before they come."""

import os

from suixin.platform.search.warming import warm_up
from suixin.site.parent import when_parent_ends
from suixin.site.wsgi import application

__all__ = ("application",)

when_parent_ends(os.getppid(), lambda: os._exit(1))  # no answer: safe to send again
warm_up()
