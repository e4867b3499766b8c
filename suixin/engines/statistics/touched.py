"""Which periods' figures may have changed: those that new records, or new reviews of older ones, are for."""

from suixin.engines.statistics.computing import working
from suixin.engines.statistics.schedule import current
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.indicators import Indicator, Span
from suixin.kernel.statistics.periods import Period, periods_between

REPORTED = """SELECT DISTINCT r.ordinal FROM record r WHERE r.ordinal IS NOT NULL AND r.number < {records}
    AND (r.number >= {since} OR EXISTS (
        SELECT 1 FROM record c WHERE c.supersedes = r.number AND c.number >= {since} AND c.number < {records}))"""
REVIEWED = """SELECT DISTINCT r.ordinal FROM record r JOIN review s ON s.report = r.number
    WHERE r.ordinal IS NOT NULL AND s.number >= {since} AND s.number < {records}"""


def touched(indicator: Indicator, since: int, records: int) -> list[Period]:
    """Up to the period that today lies in; a count to date goes on to that one."""
    now = current(indicator.frequency)
    try:
        with working(indicator, [now], records) as found:
            queries = [REPORTED, REVIEWED] if found.of_form else [REPORTED]
            ordinals = {
                row[0]
                for query in queries
                for row in found.rows(query.format(since=since, records=records))
                if row[0] <= now.ordinal
            }
    except MalformedDefinition:
        return [now]  # publishing says what is wrong
    if not ordinals:
        return []
    periods = sorted(Period(indicator.frequency, ordinal) for ordinal in ordinals)
    if indicator.source is not None and indicator.source.span is Span.TO_DATE:
        return periods_between(periods[0], now)
    return periods
