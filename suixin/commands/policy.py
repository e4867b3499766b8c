"""`suixin policy`: read a notice, print what was understood. Output is UTF-8 whatever the locale says."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

import click

from suixin.kernel.programme.exports import EXPORTERS

BAD_INPUT = 2


@click.group()
def policy() -> None:
    """政策通知：解析与导出 · read policy notices."""


@policy.command()
@click.argument("file")
@click.option("--format", "format_", type=click.Choice(list(EXPORTERS)), default="json", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件 · write here")
def parse(file: str, format_: str, output: Path | None) -> None:
    """解析通知 FILE（txt、html、docx 或带文字的 PDF；- 为标准输入）· the programme that the notice FILE sets out (txt,
    html, docx or a PDF with text; - is standard input)."""
    exporter = EXPORTERS[format_]
    if not (exporter.is_text or output) and sys.stdout.isatty():
        _refuse(
            f"{format_} 不能显示在终端。请用 --output 指定文件。",
            f"{format_} is not for a terminal. Name a file with --output.",
        )
    with _refusals():
        from suixin.kernel.programme.parser import parse as parse_notice

        written = exporter.write(parse_notice(_text_of(file)))
    if output is None:
        click.echo(written, nl=False)
        return
    try:
        output.write_bytes(written)
    except OSError as problem:
        _refuse(f"无法写入 {output}：{problem.strerror}。", f"Cannot write {output}: {problem.strerror}.")


@policy.command()
@click.argument("file")
def text(file: str) -> None:
    """通知的文字，source 偏移量即指此文本 · the text that every `source` offset refers to."""
    with _refusals():
        click.echo(_text_of(file).encode(), nl=False)


def _text_of(file: str) -> str:
    from suixin.kernel.programme import reading

    if file == "-":
        if sys.stdin is None:
            _refuse(
                "没有标准输入。请给出文件，或用管道传入。",
                "There is no standard input. Name a file, or pipe one in.",
            )
        return reading.read(_bounded(sys.stdin.buffer))
    path = Path(file)
    if path.is_dir():
        _refuse(f"{path} 是文件夹。请给出一个文件。", f"{path} is a folder. Name a file.")
    try:
        with path.open("rb") as stream:
            return reading.read(_bounded(stream), path.name)
    except FileNotFoundError:
        _refuse(f"找不到文件 {path}。", f"There is no file {path}.")
    except OSError as problem:
        _refuse(f"无法打开 {path}：{problem.strerror}。", f"Cannot open {path}: {problem.strerror}.")


def _bounded(stream: BinaryIO) -> bytes:
    """What is larger than the limit is refused after one byte more, not read to its end."""
    from suixin.kernel.programme.reading import LARGEST_FILE

    return stream.read(LARGEST_FILE + 1)


@contextmanager
def _refusals() -> Iterator[None]:
    from suixin.kernel.programme.parser import NotAPolicy
    from suixin.kernel.programme.reading import UnreadableFile

    try:
        yield
    except UnreadableFile as problem:
        _refuse(problem.zh, problem.en)
    except NotAPolicy as problem:
        _refuse(str(problem))


def _refuse(*sentences: str) -> NoReturn:
    click.echo("\n".join(sentences).encode(errors="replace"), err=True)
    raise SystemExit(BAD_INPUT)
