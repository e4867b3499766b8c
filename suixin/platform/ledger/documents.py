"""Files that records name by their digest, such as a notice's text. The same bytes are kept once."""

import hashlib

from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Document
from suixin.platform.ledger.refusals import NotFound


def keep_document(content: bytes, media_type: str, name: str, visibility: str, actor: Actor) -> str:
    """Returns the SHA-256 by which a record may name it. Keep it in the transaction that submits the record.

    What was kept for few and is now public is public.
    """
    digest = hashlib.sha256(content).hexdigest()
    document, _ = Document.objects.get_or_create(
        sha256=digest,
        defaults={
            "media_type": media_type[:100],
            "name": name[:255],
            "visibility": visibility,
            "organisation": actor.organisation,
            "content": content,
        },
    )
    if visibility == "public" and document.visibility != "public":
        document.visibility = "public"
        document.save(update_fields=["visibility"])
    return digest


def access_document(actor: Actor, sha256: str) -> Document:
    """Raises `NotFound`, also when it is not for this actor: a digest must not tell that a file is here."""
    document = Document.objects.filter(sha256=sha256).first()
    if document is None:
        raise NotFound
    own = actor.organisation is not None and actor.organisation == document.organisation
    if document.visibility == "public" or own or actor.is_system or Role.AUDITOR in actor.roles:
        return document
    raise NotFound
