"""The projection tables: forms, units, periods, reports, their reviews, reminders; and what is nobody's record: drafts, and
which reminders have gone out as letters."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q


class Versions(models.QuerySet[Any]):
    """Rows of which a later one takes the place of an earlier: each holds until `to_index`."""

    def now(self, **place: Any) -> Any:
        """The one that holds at this place; None where there is none."""
        return self.filter(to_index=None, **place).first()

    def replace(self, corrections: Sequence[tuple[int, int | None]]) -> None:
        """By index of the record, and of the one whose place it takes."""
        for index, superseded in corrections:
            if superseded is not None:
                self.filter(pk=superseded).update(to_index=index)


class FormVersion(models.Model):
    index = models.BigIntegerField(primary_key=True)  # of the record
    form = models.CharField(max_length=41)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    authority = models.CharField(max_length=40)
    definition = models.JSONField()
    recorded_at = models.DateTimeField()
    to_index = models.BigIntegerField(null=True)  # until which record it held; null: it holds now

    objects = Versions.as_manager()

    class Meta:
        ordering = ("form", "index")
        constraints = (
            models.UniqueConstraint(
                fields=["form"], condition=Q(to_index=None), name="one_version_of_a_form_holds"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} {self.version}"


class Unit(models.Model):
    """A line of a form's register: who reports, and from which period on. A changed line takes the place of the old."""

    index = models.BigIntegerField(primary_key=True)
    form = models.CharField(max_length=41)
    unit = models.CharField(max_length=40)  # code of the organisation
    district = models.CharField(max_length=6)
    keys = models.JSONField()
    since = models.IntegerField()  # ordinal of the first period
    until = models.IntegerField(null=True)  # of the last, inclusive
    is_synthetic = models.BooleanField()
    to_index = models.BigIntegerField(null=True)

    objects = Versions.as_manager()

    class Meta:
        ordering = ("form", "unit")
        constraints = (
            models.UniqueConstraint(
                fields=["form", "unit"], condition=Q(to_index=None), name="a_unit_is_registered_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} {self.unit}"

    def reports_for(self, ordinal: int) -> bool:
        return self.since <= ordinal and (self.until is None or ordinal <= self.until)


class Opening(models.Model):
    """A period for which a form is to be reported, and until when."""

    index = models.BigIntegerField(primary_key=True)
    form = models.CharField(max_length=41)
    period = models.CharField(max_length=7)
    ordinal = models.IntegerField()
    due = models.DateField()
    is_open = models.BooleanField()
    recorded_at = models.DateTimeField()
    to_index = models.BigIntegerField(null=True)

    objects = Versions.as_manager()

    class Meta:
        ordering = ("form", "ordinal")
        constraints = (
            models.UniqueConstraint(
                fields=["form", "period"], condition=Q(to_index=None), name="a_period_is_opened_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} {self.period}"


class Report(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting"  # for the next level of review
        RETURNED = "returned"  # with a query: the unit is to correct it
        ACCEPTED = "accepted"  # by the last level

    index = models.BigIntegerField(primary_key=True)
    form = models.CharField(max_length=41)
    version = models.PositiveIntegerField()
    unit = models.CharField(max_length=40)
    district = models.CharField(max_length=6)
    keys = models.JSONField()
    period = models.CharField(max_length=7)
    ordinal = models.IntegerField()
    values = models.JSONField()  # item -> decimal text: restricted, see `reading`
    explanations = models.JSONField()
    device = models.CharField(max_length=64)  # a token, not an address; "" where it is not known
    person = models.BigIntegerField(null=True)
    is_synthetic = models.BooleanField()
    recorded_at = models.DateTimeField()
    on_time = models.BooleanField()  # the first report of the unit for the period was in by its due date
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    level = models.PositiveSmallIntegerField(default=0)  # how many levels have accepted it
    supersedes = models.BigIntegerField(null=True)
    to_index = models.BigIntegerField(null=True)  # the correction that took its place

    objects = Versions.as_manager()

    class Meta:
        ordering = ("form", "ordinal", "unit")
        constraints = (
            models.UniqueConstraint(
                fields=["form", "unit", "period"], condition=Q(to_index=None), name="one_report_counts"
            ),
        )
        indexes = (
            models.Index(fields=("form", "ordinal", "district"), name="report_cell"),
            models.Index(
                fields=("form", "state", "ordinal", "level", "district"),
                condition=Q(to_index=None),
                name="report_waiting",
            ),
            models.Index(
                fields=("form", "ordinal", "device", "unit"), condition=Q(to_index=None), name="report_device"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit}"


class Step(models.Model):
    """What one review said of one report."""

    report = models.BigIntegerField()  # index
    review = models.BigIntegerField()  # index of the record
    level = models.CharField(max_length=41)
    decision = models.CharField(max_length=8)
    organisation = models.CharField(max_length=40, null=True)  # noqa: DJ001 - as an entry's
    query = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("review",)
        constraints = (models.UniqueConstraint(fields=["report", "review"], name="a_review_says_one_thing"),)

    def __str__(self) -> str:
        return f"{self.report} {self.decision}"


class Reminder(models.Model):
    """That some units were reminded of one form and period. One reminder may be several records."""

    index = models.BigIntegerField(primary_key=True)
    form = models.CharField(max_length=41)
    period = models.CharField(max_length=7)
    due = models.DateField()  # as it was then
    kind = models.CharField(max_length=10)
    step = models.IntegerField(null=True)  # days from the due day or the return; null: an officer sent it
    count = models.PositiveIntegerField()  # units
    message = models.TextField()  # of the officer
    day = models.DateField()
    recorded_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("index",)
        indexes = (models.Index(fields=("form", "period", "day"), name="reminder_of_period"),)

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.kind}"


class Reminded(models.Model):
    """One unit of a reminder. Twice in a day is not possible."""

    reminder = models.BigIntegerField(db_index=True)  # index
    form = models.CharField(max_length=41)
    period = models.CharField(max_length=7)
    unit = models.CharField(max_length=40)
    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["form", "period", "unit", "day"], name="a_unit_is_reminded_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit}"


class Posted(models.Model):
    """A reminder whose letters have been written. No projection: `rebuild` leaves it, and no letter goes out again."""

    reminder = models.BigIntegerField(primary_key=True)  # index of the record
    letters = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.reminder)


class Draft(models.Model):
    """What a unit has typed so far. It is no record and no projection: nothing rests on it, and `rebuild` leaves it."""

    form = models.CharField(max_length=41)
    unit = models.CharField(max_length=40)
    period = models.CharField(max_length=7)
    values = models.JSONField(default=dict)
    explanations = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)  # counts savings, so that two windows notice each other
    person = models.BigIntegerField(null=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["form", "unit", "period"], name="one_draft"),)

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit}"
