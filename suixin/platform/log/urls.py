"""Addresses of the log's pages. Its files have addresses below `/log/<name>/`, which `serving` answers."""

from django.urls import URLPattern, path

from suixin.platform.log.leaves import Leaves
from suixin.platform.log.pages import log


def addresses(leaves: Leaves) -> tuple[list[URLPattern], str]:
    return [path("log/", log.page_of(leaves), name="log")], "log"
