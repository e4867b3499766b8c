"""Taking pages in, for projections: within the transaction that appends the records they follow from."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson

from suixin.platform.search.folding import forms, sounds
from suixin.platform.search.models import Edition, StoredPage
from suixin.platform.search.page import Page


class Feed:
    """A projection whose table is the search's: it puts pages in under its own name."""

    name: str

    def clear(self) -> None:
        clear(self.name)


def put(room: str, pages: Mapping[str, Sequence[Page]]) -> None:
    """By owner, all pages that there are of it now; those there were before and that are not given are gone."""
    outdated = {
        (row.owner, row.key): row
        for row in StoredPage.objects.filter(room=room, owner__in=list(pages)).only("owner", "key", "digest")
    }
    new: list[StoredPage] = []
    for owner, some in pages.items():
        for page in some:
            content = described(page)
            digest = blake2b(orjson.dumps(content, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
            known = outdated.get((owner, page.key))
            if known is not None and known.digest == digest:
                del outdated[owner, page.key]
            else:
                new.append(StoredPage(room=room, owner=owner, digest=digest, forms=forms_of(page), **content))
    if outdated or new:
        StoredPage.objects.filter(pk__in=[row.pk for row in outdated.values()]).delete()
        StoredPage.objects.bulk_create(new, batch_size=500)
        new_edition()


def clear(room: str) -> None:
    StoredPage.objects.filter(room=room).delete()
    new_edition()


def new_edition() -> None:
    Edition.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})


def described(page: Page) -> dict[str, Any]:
    return {
        "key": page.key,
        "kind": page.kind,
        "route": page.route,
        "arguments": list(page.arguments),
        "fragment": page.fragment,
        "title": dict(page.title),
        "text": dict(page.text),
        "within": dict(page.within),
        "names": list(page.names),
    }


def forms_of(page: Page) -> dict[str, str]:
    named = list(titles(page))
    return {
        "title": forms(named),
        "text": forms([*page.text.values(), *page.within.values()]),
        "sound": sounds(named),
    }


def titles(page: Page) -> Iterator[str]:
    """What it is called; its own title first."""
    yield page.title["zh-hans"]
    yield from page.names
    yield from (text for language, text in page.title.items() if language != "zh-hans")
