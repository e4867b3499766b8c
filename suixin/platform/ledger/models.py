"""The tables of truth. An entry is never changed; of a vault row only value and secret can be wiped, by an erasure."""

from django.db import models


class Head(models.Model):
    """One row: how many entries there are. Whoever appends holds its lock, so indexes have no gaps."""

    size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.size)


class Entry(models.Model):
    """One record. The leaf says all that is public; the columns beside it are there to be searched."""

    index = models.BigIntegerField(primary_key=True)
    type = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    organisation = models.CharField(max_length=100, null=True)  # noqa: DJ001 null as in the leaf
    time = models.DateTimeField()
    record_id = models.CharField(max_length=22, unique=True)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, db_column="supersedes", related_name="superseded_by"
    )
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("index",)
        indexes = (
            models.Index(fields=("type", "index"), name="entry_type"),
            models.Index(fields=("organisation", "index"), name="entry_organisation"),
            models.Index(fields=("organisation", "type", "index"), name="entry_organisation_type"),
        )

    def __str__(self) -> str:
        return f"{self.index} {self.type}"


class Sealed(models.Model):
    """The vault: what opens one digest or commitment of a leaf."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="sealed")
    path = models.CharField(max_length=500)
    kind = models.CharField(max_length=12)  # actor | confidential | personal
    value = models.BinaryField(null=True)  # JSON; null for a field left empty, or erased
    secret = models.BinaryField(null=True)  # salt or blinding; null once erased
    scale = models.PositiveSmallIntegerField(null=True)  # of a measure

    class Meta:
        constraints = (models.UniqueConstraint(fields=("entry", "path"), name="sealed_once"),)

    def __str__(self) -> str:
        return f"{self.entry_id}{self.path}"


class Submitted(models.Model):
    """Idempotency: which entry a submission key of an organisation (or a person without one) led to."""

    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=128)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="submitted")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scope", "key"), name="submitted_once"),)

    def __str__(self) -> str:
        return str(self.entry_id)


class Document(models.Model):
    """A file that records name by its digest."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    visibility = models.CharField(max_length=12)
    organisation = models.CharField(max_length=100, null=True)  # noqa: DJ001 as an entry's
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
