"""From reminders to letters: to those of each unit who may report it, have an address and want letters. What a letter says is
what the desk says too, and no value and no query stands in it: mail is not a sealed envelope."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Posted, Reminded, Reminder
from suixin.engines.collections.office.wording import period_words, unit_names
from suixin.engines.collections.reminding.steps import Kind
from suixin.engines.collections.reminding.words import days_words
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.mail import Reader, readers
from suixin.platform.accounts.roles import WITH_KEYS
from suixin.platform.post import queue
from suixin.platform.post.queue import Written
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language, written_date

FRESH = timedelta(days=2)  # an older reminder is not sent any more: who turns mail on begins with today's


def about(index: int) -> str:
    return f"collection.reminder/{index}"


def write(reminder: Reminder) -> None:
    """All its letters and that they are written, or nothing."""
    form = newest_form(reminder.form)
    with transaction.atomic():
        letters = list(letters_of(reminder, form)) if form else []
        Posted.objects.create(reminder=reminder.index, letters=queue.put(about(reminder.index), letters))


def letters_of(reminder: Reminder, form: Form) -> Iterator[Written]:
    units = list(Reminded.objects.filter(reminder=reminder.index).values_list("unit", flat=True))
    by_language: dict[str, list[Reader]] = defaultdict(list)
    for reader in readers(units, WITH_KEYS & set(form.submitters)):
        by_language[reader.language].append(reader)
    names = unit_names(units)
    for code, some in by_language.items():
        with translation.override(code):
            told = Told(reminder, form)
            for reader in some:
                yield Written(reader.person, told.subject, told.text(names[reader.organisation]))


class Told:
    """The words of one reminder, in the language that is active."""

    def __init__(self, reminder: Reminder, form: Form) -> None:
        self.reminder = reminder
        self.words = {
            "form": said(form.titles),
            "period": period_words(reminder.period),
            "due": written_date(reminder.due),
            "days": days_words(reminder.due, reminder.day),
        }
        self.address = settings.BASE_URL + reverse("collections:grid", args=[form.id, reminder.period])

    @property
    def subject(self) -> str:
        if self.reminder.kind == Kind.RETURNED:
            return _("%(form)s %(period)s：被退回，请更正") % self.words
        return _("%(form)s %(period)s：%(days)s") % self.words

    def text(self, unit: str) -> str:
        words = {**self.words, "unit": traditional(unit) if language() == "zh-hant" else unit}
        lines = [_("您好：")]
        if self.reminder.kind == Kind.RETURNED:
            lines.append(
                _(
                    "%(unit)s 的《%(form)s》%(period)s被退回，还没有更正。审核单位要核实什么，请登录后查看，更正后再次报送。"
                )
                % words
            )
        else:
            lines.append(
                _("%(unit)s 的《%(form)s》%(period)s还没有报送。截止日期：%(due)s，%(days)s。") % words
            )
        if self.reminder.message:
            lines.append(_("制定机关留言：%(message)s") % {"message": self.reminder.message})
        lines += [_("填报：%(address)s") % {"address": self.address}]
        lines += [_("如刚刚已经报送，请不必理会。这封信由系统发出，请勿回复。")]
        return "\n\n".join(lines) + "\n"


def work() -> bool:
    """Whether there was something to do. Without a new reminder it is one question to an index."""
    if not queue.is_on():
        return False
    posted = Posted.objects.filter(reminder=OuterRef("index"))
    fresh = Reminder.objects.filter(recorded_at__gt=timezone.now() - FRESH)
    reminder = fresh.filter(~Exists(posted)).first()
    if reminder is None:
        return False
    write(reminder)
    return True
