"""What the log has to remember: how far it has got, and what it has signed."""

from django.db import models

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.tree import EMPTY_ROOT

NOBODY = b"quorum none\n"


class Log(models.Model):
    """One log: the city's, or one year's shard of it. Sizes only grow, and published ≤ signed ≤ integrated.

    `size` and `root` are what is durable in tiles. A row is raised only by a comparison with what it was before, so
    two processes cannot both go on from the same place.
    """

    name = models.CharField(max_length=40, primary_key=True)  # the last part of its address
    origin = models.CharField(max_length=200, unique=True)
    first = models.BigIntegerField()  # the ledger's number of the first record in it
    until = models.BigIntegerField(
        null=True
    )  # the ledger's number after its last record; null while it grows
    successor = models.CharField(max_length=40, default="")  # which log goes on after it
    preface = models.BinaryField(null=True)  # leaf 0 of a log that goes on: the other's last checkpoint
    opened = models.DateTimeField()
    keys = models.TextField(default="")  # every key it has signed with, a line each
    policy = models.BinaryField(
        default=NOBODY
    )  # the witnesses that are asked, as the operator's file has them
    size = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32, default=EMPTY_ROOT)
    signed_size = models.BigIntegerField(default=0)
    signed_root = models.BinaryField(max_length=32, default=EMPTY_ROOT)
    signed_note = models.BinaryField(null=True)  # with the log's own signatures
    published_size = models.BigIntegerField(default=0)
    published_note = models.BinaryField(null=True)  # with the witnesses' too
    published_at = models.DateTimeField(null=True)
    witnessed_size = models.BigIntegerField(default=0)
    witnessed_note = models.BinaryField(null=True)  # the last that enough witnesses have signed

    class Meta:
        ordering = ("first", "opened")

    def __str__(self) -> str:
        return self.origin

    @property
    def offset(self) -> int:
        """How many leaves stand before the first record."""
        return 0 if self.preface is None else 1

    def leaf_of(self, record: int) -> int:
        """The position in this log of the ledger's record of that number."""
        return record - self.first + self.offset

    @classmethod
    def newest(cls) -> "Log | None":
        """The one that grows. Two may begin at the same record, where the first ended before it had any."""
        return cls.objects.order_by("-first", "-opened").first()

    @property
    def signed(self) -> Checkpoint:
        return Checkpoint(self.origin, self.signed_size, bytes(self.signed_root))


class WitnessSeen(models.Model):
    """What a witness has last signed of a log."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="witnesses")
    name = models.CharField(max_length=200)  # in the policy
    key_name = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    time = models.DateTimeField(null=True)  # as the witness told it, and signed
    problem = models.CharField(
        max_length=300, default=""
    )  # why it did not sign the last time; empty if it did
    asked = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "name"), name="witness_once"),)

    def __str__(self) -> str:
        return self.name


class Growth(models.Model):
    """How large a log was at the end of a day."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="growth")
    day = models.DateField()
    size = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "day"), name="day_once"),)

    def __str__(self) -> str:
        return f"{self.day} {self.size}"


class Alarm(models.Model):
    """Something that an operator must look at. It stays until it is over."""

    code = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, default="")
    details = models.CharField(max_length=1000, default="")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code", "subject"), name="alarm_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"
