"""One row a public page, with its words levelled for comparison, and a mark that tells when any row has changed."""

from django.db import models


class StoredPage(models.Model):
    """A page as its room described it. What is in `forms` follows from the rest and is kept to spare readers the
    work; `digest` names the content, so that a process sees which of the pages it holds are outdated."""

    room = models.CharField(max_length=60)  # the projection that feeds it
    owner = models.CharField(max_length=80)  # what it is derived from: pages are replaced owner by owner
    key = models.CharField(max_length=120)  # one page of the owner's
    kind = models.CharField(max_length=20)
    route = models.CharField(max_length=60)
    arguments = models.JSONField()
    fragment = models.CharField(max_length=80, blank=True)
    title = models.JSONField()  # language -> text
    text = models.JSONField()
    within = models.JSONField()
    names = models.JSONField()
    forms = models.JSONField()
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["room", "owner", "key"], name="a_page_is_found_once"),)

    def __str__(self) -> str:
        return f"{self.room}/{self.owner}/{self.key}"


class Edition(models.Model):
    """One row. Its token is new after each change, so that whoever holds the pages in memory asks only for it."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
