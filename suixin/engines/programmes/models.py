"""The one projection table: every version of every item of every programme, with the log range it held for."""

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
