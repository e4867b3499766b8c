"""What every page knows: how this reader wants it drawn, and where the site can be entered."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

MODE_COOKIE = "suixin_mode"
THEME_COOKIE = "suixin_theme"
MODES = ("standard", "elder")
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the site's navigation, made in `suixin/site/navigation.py`."""

    address: str
    name: Any  # lazy translation
    exact: bool = False  # current only at this very address, not below it

    def is_current(self, path: str) -> bool:
        return path == self.address if self.exact else path.startswith(self.address)


def page(request: HttpRequest) -> dict[str, Any]:
    wall = request.GET.get("view") == "wall"
    return {
        "demo": settings.DEMO,
        "mode": chosen(request, MODE_COOKIE, MODES),
        "theme": "dark" if wall else chosen(request, THEME_COOKIE, THEMES),
        "wall": wall,
        "site_languages": settings.LANGUAGES,
        "portal_places": current(request.path, settings.PORTAL_PLACES),
        "office_places": current(request.path, open_places(request, settings.OFFICE_PLACES)),
        "footer_places": settings.FOOTER_PLACES,
    }


def chosen(request: HttpRequest, cookie: str, allowed: tuple[str, ...]) -> str:
    value = request.COOKIES.get(cookie, "")
    return value if value in allowed else allowed[0]


def open_places(request: HttpRequest, places: Iterable[Place]) -> list[Place]:
    """Those that this person may open. Pages say so themselves: `require_role` marks each with its roles. A page
    that asks for no role, such as the gallery, shows every place there is."""
    actor = getattr(request, "actor", None)
    return [place for place in places if is_open(place.address, None if actor is None else actor.roles)]


def is_open(address: str, roles: frozenset[str] | None) -> bool:
    wanted = roles_of(address)
    return wanted is not None and (roles is None or not wanted or bool(wanted & roles))


@cache
def roles_of(address: str) -> frozenset[str] | None:
    """The roles that a page is for; empty: no particular ones; None: no room answers this address."""
    try:
        return getattr(resolve(address).func, "roles", frozenset())
    except Resolver404:
        return None


def current(path: str, places: list[Place]) -> list[tuple[Place, bool]]:
    """Each place, and whether the reader is there; of nested places only the deepest is."""
    here = max((p for p in places if p.is_current(path)), key=lambda p: len(p.address), default=None)
    return [(place, place is here) for place in places]
