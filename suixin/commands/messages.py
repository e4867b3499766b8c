"""`suixin messages`: collect the texts of all pages and keep the three languages complete."""

import sys

import click


@click.command()
@click.option("--check", "check_only", is_flag=True, help="Change nothing; fail when something is missing.")
@click.option("--missing", is_flag=True, help="Print only the messages that have no English yet.")
def messages(check_only: bool, missing: bool) -> None:
    """三种语言的界面文字 · texts in three languages."""
    try:
        from suixin.platform.ui import catalogue
    except ImportError as error:
        raise click.ClickException(
            f"需要开发依赖（{error.name}）。请先运行 make dev。 This needs the developers' packages: run make dev."
        ) from error
    findings = catalogue.check() if check_only or missing else catalogue.refresh()
    if missing:
        click.echo("\n".join(findings.missing))
        return
    for heading, found in (
        ("没有译文 · missing", findings.missing),
        ("需要重新生成，请运行 suixin messages · outdated, run suixin messages", findings.outdated),
        ("有误 · wrong", findings.wrong),
    ):
        if found:
            click.echo(f"{heading}:\n  " + "\n  ".join(found), err=True)
    if findings and check_only:
        sys.exit(1)
    click.echo(f"{len(catalogue.messages_in_sources())} 条 · messages")
