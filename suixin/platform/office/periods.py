"""A period in an address of the office. Where it is none, or none of that frequency, there is no such page."""

from django.http import Http404

from suixin.kernel.statistics.periods import Frequency, MalformedPeriod, Period


def period_in(text: str, frequency: Frequency) -> Period:
    """Raises `Http404`."""
    try:
        found = Period.read(text)
    except MalformedPeriod:
        raise Http404 from None
    if found.frequency is not frequency:
        raise Http404
    return found
