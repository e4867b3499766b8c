"""The day a page is asked to show with `?as_of=`: a programme as it stood, through all its links."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from suixin.engines.programmes import read
from suixin.platform.ui.numbers import written_date


class WrongDay(Exception):
    """The page cannot show the day asked for; the message is a sentence for the reader."""

    def __init__(self, slug: str, asked: str, sentence: str, first: date | None = None) -> None:
        super().__init__(sentence)
        self.slug, self.asked, self.sentence, self.first = slug, asked, sentence, first


@dataclass(frozen=True, slots=True)
class Moment:
    """`day` is None for now; `index` is then None too: everything in the log counts."""

    day: date | None = None
    index: int | None = None

    @property
    def query(self) -> str:
        """To be put behind the address of whatever is to be seen as of the same day."""
        return f"?as_of={self.day.isoformat()}" if self.day else ""


NOW = Moment()


def published(slug: str, asked: str) -> tuple[read.Programme | None, Moment]:
    """As of the end of the day asked for, or as it stands: today has not ended. Raises `WrongDay`."""
    if not asked:
        return read.programme(slug), NOW
    day = a_day(slug, asked)
    if day == timezone.localdate():
        return read.programme(slug), NOW
    index = read.index_at(timezone.make_aware(datetime.combine(day, time.max)))
    programme = None if index is None else read.programme(slug, index)
    first = read.first_recorded(slug)
    if programme is None and first is not None:
        began = timezone.localtime(first).date()
        sentence = _("%(day)s，这里还没有这个方案；它从 %(first)s 起公布在这里。")
        words = {"day": written_date(day), "first": written_date(began)}
        raise WrongDay(slug, asked, sentence % words, began if began < timezone.localdate() else None)
    return programme, Moment(day, index)


def a_day(slug: str, asked: str) -> date:
    try:
        day = parse_date(asked)
    except ValueError:  # 2021-02-31
        day = None
    if day is None:
        raise WrongDay(slug, asked, _("“%s”不是一个日期。请写成 2021-06-30 这样。") % asked[:40])
    if day > timezone.localdate():
        raise WrongDay(slug, asked, _("%s还没有到。请选今天或以前的一天。") % written_date(day))
    return day
