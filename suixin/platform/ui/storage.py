"""Static files under names that carry their hash, compressed once. Collected at the start, only when changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Before the first collection (in tests) names stay plain and WhiteNoise serves the sources."""

    support_js_module_import_aggregation = True  # modules import one another by the names with the hash too

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name


def collect_static() -> bool:
    """Collects and compresses; says whether there was anything to do."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    state = sources_digest()
    if mark.exists() and mark.read_text("ascii") == state:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(state, "ascii")
    return True


def sources_digest() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
