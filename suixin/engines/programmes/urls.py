"""The addresses of programmes: the portal's for everybody, the office's for people who work with them."""

from django.urls import URLPattern, path

from suixin.engines.programmes.office import clauses, duties_page, importing, listing, publication, review
from suixin.engines.programmes.portal import about, notice, organisations, views
from suixin.engines.programmes.portal.caching import public

app_name = "programmes"


def bench(address: str, name: str) -> list[URLPattern]:
    """The pages of editing, which a draft and a published programme have in common."""
    task = f"{address}task/<str:id>/"
    return [
        path(f"{task}split/", clauses.split, name=f"{name}-split"),
        path(f"{task}merge/", clauses.merge, name=f"{name}-merge"),
        path(f"{address}<str:kind>/<str:id>/remove/", clauses.remove, name=f"{name}-remove"),
        path(f"{address}<str:kind>/<str:id>/", clauses.clause, name=f"{name}-clause"),
    ]


urlpatterns = [
    path("", public(views.home), name="home"),
    path("programmes/", public(views.listing), name="list"),
    path("programmes/<slug:slug>/", public(views.detail), name="programme"),
    path("programmes/<slug:slug>/history/", public(views.history), name="history"),
    path("programmes/<slug:slug>/notice/", public(notice.notice), name="notice"),
    path("programmes/<slug:slug>/tasks/<str:task_id>/", public(views.task), name="task"),
    path("programmes/<slug:slug>/export.<str:format_name>", public(views.export), name="export"),
    path("compare/<slug:first>/<slug:second>/", public(views.comparison), name="compare"),
    path("organisations/", public(organisations.organisations), name="organisations"),
    path("organisations/<path:key>/", public(organisations.organisation), name="organisation"),
    path("about/numbers/", public(about.numbers), name="about-numbers"),
    path("about/accessibility/", public(about.accessibility), name="about-accessibility"),
    path("robots.txt", public(about.robots), name="robots"),
    path("sitemap.xml", public(about.sitemap), name="sitemap"),
    path("office/duties/", duties_page.table, name="duties"),
    path("office/programmes/", listing.programmes, name="office-programmes"),
    path("office/programmes/import/", importing.import_notice, name="import"),
    path("office/programmes/drafts/<str:draft>/", review.draft, name="draft"),
    path("office/programmes/drafts/<str:draft>/accept/", review.accept, name="draft-accept"),
    path("office/programmes/drafts/<str:draft>/settle/", review.settle, name="draft-settle"),
    path("office/programmes/drafts/<str:draft>/steps/", publication.steps, name="draft-steps"),
    path("office/programmes/drafts/<str:draft>/restore/", review.restore, name="draft-restore"),
    path("office/programmes/drafts/<str:draft>/discard/", review.discard, name="draft-discard"),
    path("office/programmes/drafts/<str:draft>/publish/", publication.publication, name="draft-publish"),
    *bench("office/programmes/drafts/<str:draft>/", "draft"),
    path("office/programmes/<slug:slug>/", review.edit, name="edit"),
    *bench("office/programmes/<slug:slug>/", "edit"),
]
