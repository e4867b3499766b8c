"""What the commands have in common that `suixin run` starts beside the site: they end when told to, and with it."""

import signal
from threading import Event

import click

with_parent = click.option(
    "--with-parent",
    type=int,
    hidden=True,
    help="end when the process of this number, which started it, has ended",
)


def ending(parent: int | None) -> Event:
    """Set by a signal that ends a process; with a `parent`, also when that has ended."""
    from suixin.site.parent import (
        when_parent_ends,  # of our own site: outsiders' log commands load this module too
    )

    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if parent is not None:
        when_parent_ends(parent, ended.set)
    return ended
