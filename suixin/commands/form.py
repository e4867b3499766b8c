"""`suixin form`: a form's definition from an office's spreadsheet, and whether a definition can be used."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

BAD_INPUT = 2
LARGEST = 2_000_000  # bytes


@click.group()
def form() -> None:
    """报表定义：由 Excel 表样起草、检查 · definitions of forms: drafted from a drawn form, checked."""


@form.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "form_id", default="new-form", show_default=True, help="报表编号 · the form's id")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["toml", "json"]),
    default="toml",
    show_default=True,
    help="格式 · format",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件 · write here")
def draft(file: Path, form_id: str, format_: str, output: Path | None) -> None:
    """由表样 FILE（xlsx、csv）起草报表定义 · a draft of the definition of the form drawn in FILE (xlsx, csv). What was
    guessed is said on standard error."""
    from suixin.engines.collections.sheets import layout
    from suixin.engines.collections.sheets.opening import MOST_BYTES
    from suixin.engines.collections.sheets.sentences import UnreadableSheet

    try:
        with file.open("rb") as stream:
            drafted = layout.draft(stream.read(MOST_BYTES + 1), form_id)
    except UnreadableSheet as error:
        refuse(error.problem.message(), error.problem.message("en"))
    for warning in drafted.warnings:
        click.echo(f"{warning.message()}\n    {warning.message('en')}", err=True)
    if format_ == "json":
        written = json.dumps(drafted.definition, ensure_ascii=False, indent=2) + "\n"
    else:
        written = as_toml(drafted.definition)
    if output is None:
        click.echo(written, nl=False)
        return
    try:
        output.write_text(written, "utf-8")
    except OSError as error:
        refuse(f"无法写入 {output}：{error.strerror}。", f"Cannot write {output}: {error.strerror}.")


@form.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """检查报表定义 FILE（toml、json），并用指标名称读出各条审核关系 · whether the definition in FILE (toml, json) can be
    used; its rules are said in words."""
    from suixin.kernel.records.problem import in_language
    from suixin.kernel.statistics.definitions import MalformedDefinition
    from suixin.kernel.statistics.forms import read_form
    from suixin.kernel.statistics.rule_words import said

    try:
        found = read_form(definition_in(file))
        found.record_type  # noqa: B018 - a form that makes no record type is found here
    except (MalformedDefinition, ValueError) as error:
        refuse(f"报表定义不能使用：{error}", f"This definition cannot be used: {error}")
    click.echo(
        f"{found.titles['zh-hans']}（{found.id} v{found.version}，{len(found.items)} 项指标，{len(found.edits)} 条审核关系）"
        f"可以使用 · can be used\nSHA-256 {found.digest}"
    )
    for edit in found.edits:
        click.echo(f"{edit.id} [{edit.grade}] {in_language(said(edit, found), 'zh-hans')}")


def definition_in(file: Path) -> Mapping[str, Any]:
    """Raises `ValueError`."""
    with file.open("rb") as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError("the file is larger than 2 MB")
    text = content.decode("utf-8-sig")
    found = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    return dict(found)


def as_toml(definition: Mapping[str, Any]) -> str:
    """A definition as it is kept in `programmes`: lists of tables last, one block each."""
    blocks = {
        name: value
        for name, value in definition.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    lines = [f"{name} = {inline(value)}" for name, value in definition.items() if name not in blocks]
    for name, tables in blocks.items():
        for table in tables:
            lines += ["", f"[[{name}]]", *(f"{key} = {inline(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key_of(key)} = {inline(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(inline(inner) for inner in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def key_of(name: str) -> str:
    return (
        name if name.replace("-", "").isalnum() and name.isascii() else json.dumps(name, ensure_ascii=False)
    )


def refuse(*sentences: str) -> NoReturn:
    click.echo("\n".join(sentences), err=True)
    raise SystemExit(BAD_INPUT)
