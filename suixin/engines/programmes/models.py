"""The projection tables: every version of every item of every programme, with the log range it held for; and every
version of every draft."""

from django.db import models
from django.db.models import Q


class Item(models.Model):
    """A version of a programme, group, task, duty or target. It held from `from_index` up to, not including,
    `to_index`; a version with no end holds now."""

    index = models.BigIntegerField(primary_key=True)  # of the record
    programme = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    item = models.CharField(max_length=80)
    position = models.IntegerField()
    in_force = models.BooleanField()
    data = models.JSONField()
    to_index = models.BigIntegerField(null=True)
    supersedes = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    organisation = models.CharField(max_length=40, null=True)  # noqa: DJ001 - None is "the system", not ""

    class Meta:
        ordering = ("position", "index")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "kind", "item"],
                condition=Q(to_index=None),
                name="one_version_of_an_item_holds",
            ),
        )
        indexes = (models.Index(fields=["programme", "index"]),)

    def __str__(self) -> str:
        return f"{self.programme}/{self.kind}/{self.item}@{self.index}"


class DraftVersion(models.Model):
    """A version of a draft: every step makes one, so that each can be looked back at and gone back to."""

    index = models.BigIntegerField(primary_key=True)  # of the record
    draft = models.CharField(max_length=20)
    organisation = models.CharField(max_length=40, null=True)  # noqa: DJ001 - as an entry's
    state = models.CharField(max_length=10)
    is_newest = models.BooleanField()
    supersedes = models.BigIntegerField(null=True)
    started = models.DateTimeField()
    changed = models.DateTimeField()
    person = models.BigIntegerField(null=True)
    data = models.JSONField()  # step, file, slug; of the newest contents, of the first text

    class Meta:
        ordering = ("-index",)
        constraints = (
            models.UniqueConstraint(
                fields=["draft"], condition=Q(is_newest=True), name="a_draft_has_one_newest_version"
            ),
        )
        indexes = (models.Index(fields=["draft", "index"]),)

    def __str__(self) -> str:
        return f"{self.draft}@{self.index}"
