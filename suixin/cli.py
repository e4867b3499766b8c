"""The `suixin` command: one entry point, one sub-command a room. Imports stay inside the commands so that each
starts as fast as what it needs."""

import click

from suixin import __version__
from suixin.commands.backup import backup
from suixin.commands.bench import bench
from suixin.commands.check import check
from suixin.commands.form import form
from suixin.commands.ledger import rebuild, receipt, submit
from suixin.commands.log import log
from suixin.commands.messages import messages
from suixin.commands.person import person
from suixin.commands.policy import policy
from suixin.commands.run import run
from suixin.commands.verify import verify
from suixin.commands.witness import witness
from suixin.commands.work import work


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="suixin")
def main() -> None:
    """穗信 Suixin: run a city's policy programme so that every published number can be checked."""


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own management commands, for operators."""
    import os

    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suixin.site.settings")
    execute_from_command_line(["suixin manage", *arguments])


main.add_command(policy)
main.add_command(form)
main.add_command(run)
main.add_command(check)
main.add_command(messages)
main.add_command(submit)
main.add_command(rebuild)
main.add_command(receipt)
main.add_command(log)
main.add_command(verify)
main.add_command(person)
main.add_command(backup)
main.add_command(witness)
main.add_command(work)
main.add_command(bench)
