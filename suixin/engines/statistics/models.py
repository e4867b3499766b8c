"""The projection tables: every version of every indicator, every release, and each cell of each release."""

from django.db import models
from django.db.models import Q


class IndicatorVersion(models.Model):
    index = models.BigIntegerField(primary_key=True)  # of the record
    indicator = models.CharField(max_length=61)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    form = models.CharField(max_length=61)  # of its source; "" where it has none
    programme = models.CharField(max_length=60)
    target = models.CharField(max_length=80)
    definition = models.JSONField()
    organisation = models.CharField(max_length=40, null=True)  # noqa: DJ001 - None is "the system", not ""
    recorded_at = models.DateTimeField()
    to_index = models.BigIntegerField(null=True)  # until which record it held; null: it holds now

    class Meta:
        ordering = ("indicator", "index")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(to_index=None), name="one_version_of_an_indicator_holds"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.version}"


class Release(models.Model):
    """What was published of one indicator for one period. It held from `index` up to, not including, `to_index`."""

    index = models.BigIntegerField(primary_key=True)  # of the record
    indicator = models.CharField(max_length=61)
    digest = models.CharField(max_length=64)
    period = models.CharField(max_length=7)
    ordinal = models.IntegerField()  # of the period, within its frequency
    stage = models.CharField(max_length=12)
    size = models.BigIntegerField()  # of the log that it rests on
    records = models.BigIntegerField()  # of the ledger that this covers
    supersedes = models.BigIntegerField(null=True)
    to_index = models.BigIntegerField(null=True)
    to_time = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    data = models.JSONField()  # the record's public part

    class Meta:
        ordering = ("indicator", "ordinal", "index")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "period"],
                condition=Q(to_index=None),
                name="one_release_of_a_period_holds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}@{self.index}"


class Due(models.Model):
    """When figures of a period are to come out, where somebody has said so: the newest entry of the calendar."""

    index = models.BigIntegerField(primary_key=True)  # of the record
    indicator = models.CharField(max_length=61)
    period = models.CharField(max_length=7)
    at = models.DateTimeField()
    reason = models.TextField()
    organisation = models.CharField(max_length=40, null=True)  # noqa: DJ001 - as an entry's
    recorded_at = models.DateTimeField()
    holds = models.BooleanField()

    class Meta:
        ordering = ("indicator", "index")
        indexes = (models.Index(fields=("indicator", "period", "holds"), name="due_period"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.at}"


class Held(models.Model):
    """Why figures that could be looked for were not published. A note of the background work for people who read, gone
    once it is over; nothing is computed from it."""

    indicator = models.CharField(max_length=61)
    period = models.CharField(max_length=7)
    code = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    is_failure = models.BooleanField()  # somebody must look at it; else it will come by itself
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["indicator", "period"], name="held_once"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.code}"


class Figure(models.Model):
    """One cell of one release, as it is asked for: by place and period."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="figures", db_constraint=False)
    indicator = models.CharField(max_length=61)
    period = models.CharField(max_length=7)
    ordinal = models.IntegerField()
    at = models.JSONField()  # {"district": "440106", "class": "phones"}; {} for the total
    place = models.CharField(
        max_length=200
    )  # the same as text: names in order, "class=phones;district=440106"
    value = models.CharField(max_length=60, null=True)  # noqa: DJ001 exact, in the unit of the values; null: withheld
    figure = models.CharField(max_length=80, null=True)  # noqa: DJ001 as published
    units = models.PositiveIntegerField()
    state = models.CharField(max_length=9)  # open | withheld | missing
    holds = models.BooleanField()  # false once a later release has taken the place of this one

    class Meta:
        indexes = (
            models.Index(fields=("indicator", "holds", "place", "ordinal"), name="figure_series"),
            models.Index(fields=("indicator", "holds", "ordinal"), name="figure_period"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.place}"
