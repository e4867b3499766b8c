"""`suixin bench`: how fast, as JSON lines. Each benchmark is a command of its own in a module bench_<noun>.py."""

import click

from suixin.commands.bench_policy import bench_policy
from suixin.commands.bench_search import bench_search
from suixin.commands.bench_submit import bench_submit
from suixin.commands.bench_web import bench_web


@click.group()
def bench() -> None:
    """基准测试 · benchmarks, one JSON object a line."""


bench.add_command(bench_policy)
bench.add_command(bench_submit)
bench.add_command(bench_search)
bench.add_command(bench_web)


@bench.command("all")
@click.pass_context
def bench_all(context: click.Context) -> None:
    """全部 · every benchmark, one after another."""
    for name, command in bench.commands.items():
        if name != "all":
            context.invoke(command)
