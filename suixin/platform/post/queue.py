"""What other rooms do with letters: put them into the queue, and count what became of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from suixin.platform.post.models import Letter

GOOD_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Written:
    person: int
    subject: str
    text: str


@dataclass(slots=True)
class Tally:
    waiting: int = 0
    sent: int = 0
    failed: int = 0

    @property
    def all(self) -> int:
        return self.waiting + self.sent + self.failed


def is_on() -> bool:
    """Whether this site sends e-mail at all."""
    return settings.MAIL_IS_ON


def put(about: str, letters: Iterable[Written]) -> int:
    """All in the transaction of whoever calls; returns how many there are."""
    now = timezone.now()
    rows = [
        Letter(
            person_id=each.person,
            about=about,
            subject=" ".join(each.subject.split())[:200],
            text=each.text,
            next_try=now,
            until=now + GOOD_FOR,
        )
        for each in letters
    ]
    Letter.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def tallies(abouts: Collection[str]) -> dict[str, Tally]:
    found = {about: Tally() for about in abouts}
    counts = (
        Letter.objects.filter(about__in=abouts)
        .order_by()
        .values_list("about", "state")
        .annotate(count=Count("pk"))
    )
    for about, state, count in counts:
        setattr(found[about], state, count)
    return found
