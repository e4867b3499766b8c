"""The queue. It is no record and no projection: nothing rests on it, and `rebuild` leaves it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """To one person, whose address is read when it goes: so it goes to the newest one, or to none, as they wish."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"  # it will not be tried again; `problem` says why

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=80)  # what the room that wrote it counts its letters by
    subject = models.CharField(max_length=200)
    text = models.TextField()  # emptied when it has gone
    written = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()  # later it would only confuse
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    done = models.DateTimeField(null=True)
    problem = models.CharField(
        max_length=20, blank=True
    )  # a code, never what a server said: that holds addresses

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("next_try",), condition=Q(state="waiting"), name="letter_waiting"),
            models.Index(fields=("done",), condition=~Q(done=None), name="letter_done"),
            models.Index(fields=("about", "state"), name="letter_about"),
        )

    def __str__(self) -> str:
        return f"{self.about} {self.state}"
