"""The pages for what went wrong, in the reader's language and mode. `handler500` must not touch the database."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import get_template

from suixin.platform.ui.context import page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    request.GET = QueryDict()  # it may be what cannot be read: too many parameters raise each time
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def refused_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF: nearly always a page that stood open too long."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest, exception: Exception | None = None, seconds: int = 60) -> HttpResponse:
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def failed(request: HttpRequest, reference: str) -> HttpResponse:
    """`reference` is the number under which the log has it. No context processors: they may read the session."""
    context = {**page(request), "request": request, "reference": reference}
    return HttpResponse(get_template("500.html").render(context), status=500)
