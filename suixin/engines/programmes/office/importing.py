"""From a notice to a draft: a file or pasted text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suixin.engines.programmes.drafting import store
from suixin.engines.programmes.office.benches import officer
from suixin.engines.programmes.office.forms import NoticeForm
from suixin.kernel.programme import reading
from suixin.kernel.programme.parser import NotAPolicy
from suixin.kernel.programme.reading.unreadable import UnreadableFile
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.ui.numbers import language


@require_http_methods(["GET", "POST"])
@officer
def import_notice(request: HttpRequest) -> HttpResponse:
    form = NoticeForm(request.POST, request.FILES) if request.method == "POST" else NoticeForm()
    if form.is_valid():
        try:
            draft = store.start(request.actor, *text_of(form))  # type: ignore[attr-defined]
        except (UnreadableFile, NotAPolicy, Refusal) as trouble:
            form.add_error("file" if form.cleaned_data.get("file") else "text", sentence(trouble))
        else:
            messages.success(request, _("已读入通知。请逐项核对：左边是原文，右边是读出的内容。"))
            return redirect("programmes:draft", draft)
    return render(
        request, "programmes/office/import.html", {"form": form}, status=422 if form.errors else 200
    )


def text_of(form: NoticeForm) -> tuple[str, str]:
    """The text and the file's name. Raises `UnreadableFile`."""
    file = form.cleaned_data.get("file")
    if file:
        return reading.read(file.read(reading.LARGEST_FILE + 1), file.name), file.name
    return reading.read(form.cleaned_data["text"].encode()), _("粘贴的全文")


def sentence(trouble: UnreadableFile | NotAPolicy | Refusal) -> str:
    if isinstance(trouble, UnreadableFile):
        return trouble.en if language() == "en" else trouble.zh
    if isinstance(trouble, NotAPolicy):
        return _(
            "这段文字不像政策文件：没有读到文号、标题和带编号的任务、目标或责任分工。请提供通知或方案的正文。"
        )
    return " ".join(
        [trouble.message(language()), *(each.message(language()) for each in trouble.problems[:5])]
    )
