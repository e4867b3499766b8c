"""A filled-in file comes back: its numbers go into the draft, never into a record. What is wrong is said beside the
cells of the form, where the unit corrects it and reports."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from suixin.engines.collections.reporting.checking import findings_for
from suixin.engines.collections.reporting.drafts import Outdated, save_draft
from suixin.engines.collections.reporting.places import Place, period_words, place_of, said
from suixin.engines.collections.reporting.typed import LONGEST, whole
from suixin.engines.collections.sheets.opening import MOST_BYTES
from suixin.engines.collections.sheets.upload import Upload, read_upload
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.limits import seconds_left, times
from suixin.platform.accounts.roles import Role
from suixin.platform.ui.errors import too_many
from suixin.platform.ui.numbers import language

MOST_FILES = 30  # a minute from one person
MOST_SAID = 10  # of what is wrong outside the cells of the form


@require_http_methods(["GET", "POST"])
@require_role(Role.REPORTER, Role.COMPANY)
def upload(request: HttpRequest, form: str, period: str) -> HttpResponse:
    place = place_of(request.actor, form, period)  # type: ignore[attr-defined]
    if request.method != "POST":
        return page(request, place)
    if times("sheets", f"p{place.actor.person}") > MOST_FILES:
        return too_many(request, seconds=seconds_left())
    if not place.is_editable:
        return page(request, place, [_("这份报告现在不能修改，文件没有读入。")], 409)
    file = request.FILES.get("file")
    if file is None:
        return page(request, place, [_("请先选择填好的文件。")], 422)
    content = file.read(MOST_BYTES + 1)
    return take(request, place, read_upload(place.form, content, unit=place.unit.unit, period=place.period))


def take(request: HttpRequest, place: Place, read: Upload) -> HttpResponse:
    values = {**{item: text[:LONGEST] for item, text in read.unread.items()}, **read.values}
    if not values:
        wrong = [each.message(language()) for each in read.problems[:MOST_SAID]]
        return page(request, place, wrong or [_("文件里“本期”一列还没有填。请填好后再上传。")], 422)
    try:
        save_draft(
            place,
            values,
            place.explanations,
            revision=whole(request.POST.get("revision", "")) or 0,
            corrects=whole(request.POST.get("corrects", "")),
        )
    except Outdated:
        return page(request, place, [outdated()], 409)
    tell(request, place, values, read)
    return redirect("collections:grid", place.form.id, str(place.period))


def tell(request: HttpRequest, place: Place, values: dict[str, str], read: Upload) -> None:
    """What was read, and what is wrong that no cell of the form can show."""
    messages.success(
        request,
        ngettext(
            "已从文件读入 %(count)d 项，存为草稿，还没有提交。请核对后提交。",
            "已从文件读入 %(count)d 项，存为草稿，还没有提交。请核对后提交。",
            len(values),
        )
        % {"count": len(values)},
    )
    elsewhere = [each for each in read.problems if each.path.rpartition("/")[2] not in read.unread]
    for each in elsewhere[:MOST_SAID]:
        messages.warning(request, each.message(language()))
    found = [
        each for each in findings_for(place.form, place.period, values, place.actor) if not each.is_missing
    ]
    if found:
        messages.warning(request, _("有 %(count)d 处需要处理，已标在指标旁边。") % {"count": len(found)})


def outdated() -> str:
    return _(
        "打开本页之后，这张表又在别处保存或提交过，文件没有读入。请先回填报页看现在的内容；仍以文件为准的，请再上传一次。"
    )


def page(request: HttpRequest, place: Place, wrong: Sequence[str] = (), status: int = 200) -> HttpResponse:
    context = {
        "place": place,
        "title": said(place.form.titles),
        "period": period_words(place.period),
        "wrong": wrong,
        "summary": [("file", each) for each in wrong],
        "megabytes": MOST_BYTES // 1_048_576,
    }
    return render(request, "collections/reporting/file.html", context, status=status)
