"""The application as `suixin run` serves it: what the first readers would wait for is done before they come."""

from suixin.platform.search.warming import warm_up
from suixin.site.wsgi import application

__all__ = ("application",)

warm_up()
