"""Texts of programmes and names of bodies in a page of any language: what stays Chinese is marked as Chinese."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suixin.engines.programmes.bodies import Body, Register, translated
from suixin.engines.programmes.portal import wording
from suixin.engines.programmes.vocabulary import ROLES
from suixin.kernel.programme.reading.numerals import chinese
from suixin.platform.ui.numbers import language

register = template.Library()
UNIT = 14  # of a drawing in small squares
COUNTED = {chinese(count): count for count in range(1, 100)}


register.simple_tag(wording.said, name="said")
register.simple_tag(wording.printed, name="printed")


@register.simple_tag
def body_name(body: Body) -> str:
    known = translated(body.name)
    if known is not None:
        return known
    return body.english if language() == "en" and body.english else wording.printed(body.name)


@register.simple_tag
def body_link(body: Body) -> SafeString:
    return format_html('<a href="{}">{}</a>', body.address, body_name(body))


@register.simple_tag(takes_context=True)
def body(context: template.Context, name: str) -> SafeString:
    """A link to whom a printed name means. The page's `register` says who that is."""
    return body_link(context["register"].body(name))


@register.simple_tag(takes_context=True)
def bodies(context: template.Context, names: tuple[str, ...], linked: bool = True) -> SafeString:
    """Several, as a list in a sentence."""
    known: Register = context["register"]
    draw = body_link if linked else body_name
    return format_html_join(_("、"), "{}", ((draw(known.body(name)),) for name in names))


@register.simple_tag(takes_context=True)
def issuer(context: template.Context, name: str, linked: bool = True) -> str:
    """Who issued a notice: a link where the city's register has it."""
    found = context["register"].body(name)
    return body_link(found) if linked and found.organisation else body_name(found)


@register.simple_tag(takes_context=True)
def code_name(context: template.Context, code: str) -> str:
    """The body whose officer made a record."""
    organisation = context["register"].by_key(code)
    return body_name(Body(str(organisation), organisation)) if organisation else code


@register.filter
def ordinal(number: str) -> str:
    """一 of a notice is 1 in an English page."""
    return str(COUNTED.get(number, number)) if language() == "en" else number


@register.filter
def role(name: str) -> str:
    return str(ROLES.get(name, name))


@register.simple_tag
def units(count: int, kind: str) -> SafeString:
    """So many small squares; the number stands beside them."""
    squares = format_html_join(
        "", '<rect x="{}" y="1" width="10" height="10"/>', ((at * UNIT + 1,) for at in range(count))
    )
    return format_html(
        '<svg class="units {}" width="{}" height="12" viewBox="0 0 {} 12" aria-hidden="true" focusable="false">{}</svg>',
        kind,
        max(count * UNIT, 1),
        max(count * UNIT, 1),
        squares,
    )
