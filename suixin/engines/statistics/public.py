"""What anybody may fetch of a figure beside its page: the certificate."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from suixin.engines.statistics.certificates import certificate_of
from suixin.engines.statistics.models import Release
from suixin.engines.statistics.read import release_of
from suixin.kernel.statistics.periods import MalformedPeriod, Period
from suixin.platform.ui.caching import asked_again

SOON = 5  # seconds until a checkpoint covers what was just published


@asked_again
def certificate(request: HttpRequest, indicator: str, period: str) -> HttpResponse:
    """`?release=` names an earlier one by its record; other names choose the cell: `?district=440106`."""
    release = asked_release(request, indicator, period)
    at = {name: value for name, value in request.GET.items() if name != "release"}
    if at and not any(cell["at"] == at for cell in release.data["cells"]):
        raise Http404(_("这次发布里没有这项数据。"))
    found = certificate_of(release, at or None)
    if found is None:
        sentence = _("数据刚刚发布，公开日志的下一个检查点还没有包含它。请几秒钟后再取。")
        return JsonResponse(
            {"title": sentence, "status": 503}, status=503, headers={"Retry-After": str(SOON)}
        )
    response = JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"{release.indicator}_{release.period}_{release.index}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"  # whoever checks figures in another page may fetch it
    return response


def asked_release(request: HttpRequest, indicator: str, period: str) -> Release:
    """Raises `Http404`."""
    given = request.GET.get("release", "")
    try:
        index = int(given) if given.isdecimal() and len(given) < 19 else None
        release = release_of(indicator, Period.read(period), index)
    except MalformedPeriod:
        release = None
    if release is None or (given and str(release.index) != given):
        raise Http404(_("没有这项数据。"))
    return release
