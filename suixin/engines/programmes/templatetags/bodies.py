"""Names of bodies to the addresses of their pages, and their roles in words."""

from django import template

from suixin.engines.programmes.office.tasks import ROLES

register = template.Library()


@register.filter
def key_of(codes: dict[str, str], name: str) -> str:
    """The code of a registered body, else the name itself."""
    return codes.get(name, name)


@register.filter
def role_words(role: str) -> str:
    return str(ROLES[role])
