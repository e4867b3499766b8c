"""Pages about the site itself: its numbers, its accessibility, and what it tells search engines."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import Register
from suixin.engines.programmes.portal.views import citys_own
from suixin.platform.search.models import StoredPage

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NOT_FOR_ENGINES = ("/office/", "/accounts/", "/reading/", "/api/", "/log/records/")
ROBOTS = "User-agent: *\n{refused}Sitemap: {sitemap}\n"


def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/about_numbers.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Who answers for the site is known from data alone: the body that issued the city's programme."""
    context = {"programme": citys_own(), "register": Register()}
    return render(request, "programmes/about_accessibility.html", context)


def robots(request: HttpRequest) -> HttpResponse:
    refused = "".join(f"Disallow: {address}\n" for address in NOT_FOR_ENGINES)
    text = ROBOTS.format(refused=refused, sitemap=settings.BASE_URL + reverse("programmes:sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    root = ET.Element("urlset", xmlns=SITEMAP)
    for address in addresses():
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = settings.BASE_URL + address
    return HttpResponse(ET.tostring(root, "utf-8", xml_declaration=True), content_type="application/xml")


def addresses() -> Iterator[str]:
    """Where readers can go from every page, our own pages, and whatever the search finds of other rooms."""
    yield from (place.address for place in settings.PORTAL_PLACES)
    yield from (reverse("programmes:about-accessibility"), reverse("ledger:receipt-check"))
    for programme in read.programmes():
        yield reverse("programmes:programme", args=[programme.slug])
        yield reverse("programmes:history", args=[programme.slug])
        yield reverse("statistics:targets", args=[programme.slug])
        for task in (*programme.tasks, *programme.safeguards):
            yield reverse("programmes:task", args=[programme.slug, task.id])
        for basis in programme.bases:
            if basis.slug:
                yield reverse("programmes:compare", args=[basis.slug, programme.slug])
    for organisation in Register().organisations:
        yield reverse("programmes:organisation", args=[organisation.code])
    others = StoredPage.objects.exclude(room__startswith="programmes.").order_by("route", "owner", "key")
    for route, arguments in others.values_list("route", "arguments"):
        yield reverse(route, args=arguments)
