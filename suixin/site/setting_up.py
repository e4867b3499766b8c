"""From an empty folder to a site that can serve: tables, static files, the city's bodies, its programmes.

Each step looks at what is there and does only what is missing, so that a start that was cut short at any moment
is finished by the next. Whatever is data goes through the same actions as everybody's.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from suixin.engines.collections.datafiles import enter_forms
from suixin.engines.programmes.publish import publish
from suixin.engines.programmes.read import programme
from suixin.engines.statistics.datafiles import enter_indicators
from suixin.kernel.programme.datafile import load
from suixin.platform.accounts.models import Organisation
from suixin.platform.accounts.register import load_register
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.projection import rebuild
from suixin.platform.search.index import Feed
from suixin.platform.search.models import StoredPage

REASON = "首次启动"


def prepare() -> None:
    migrate()
    fill_search()
    collect_static()


def enter_city(folder: Path) -> None:
    """The city's bodies, its programmes, their forms and indicators, from the folder of programmes as data. Raises `FaultyFile`, or
    `MalformedDefinition`."""
    register = folder / "organisations.toml"
    if register.is_file():
        load_register(register, Actor.system(REASON), REASON)
    enter_forms(folder, REASON)
    for path in sorted(folder.glob("*/programme.toml")):
        data = load(path)
        body = keeper(data.programme.issuer)
        if programme(path.parent.name) is None:
            publish(data, Actor.system(REASON, organisation=body), REASON)
        enter_indicators(path.parent, body, REASON)


def keeper(issuer: str | None) -> str | None:
    """Whose officers may change a programme later: the body that issued it, or else, for the notices of others
    that the city carries out, the first department of the register."""
    known = Organisation.objects.filter(is_synthetic=False)
    found = (
        known.filter(name=issuer).first()
        or known.filter(kind=Organisation.Kind.DEPARTMENT).order_by("pk").first()
    )
    return found.code if found else None


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def fill_search() -> None:
    """After an upgrade from a version without search: its pages follow from records that are there already."""
    if not StoredPage.objects.exists():
        for projection in house().projections:
            if isinstance(projection, Feed):
                rebuild(projection)


def collect_static() -> None:
    """Only when a static file has changed since the last time. The mark is written last."""
    from django.core.management import call_command

    mark = Path(settings.STATIC_ROOT) / ".fingerprint"
    fingerprint = static_fingerprint()
    if mark.is_file() and mark.read_text("ascii") == fingerprint:
        return
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(fingerprint, "ascii")


def static_fingerprint() -> str:
    digest = hashlib.sha256()
    for name, path in sorted(static_files()):
        state = Path(path).stat()
        digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_files() -> Iterator[tuple[str, str]]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, os.fspath(storage.path(name))
