"""Names of bodies to the addresses of their pages."""

from django import template

register = template.Library()


@register.filter
def key_of(codes: dict[str, str], name: str) -> str:
    """The code of a registered body, else the name itself."""
    return codes.get(name, name)
