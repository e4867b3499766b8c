"""`suixin bench`: how fast, as JSON lines. Each benchmark is a command of its own in a module bench_<noun>.py."""

import subprocess
import sys

import click

from suixin.commands.bench_log import bench_log
from suixin.commands.bench_policy import bench_policy
from suixin.commands.bench_search import bench_search
from suixin.commands.bench_submit import bench_submit
from suixin.commands.bench_verify import bench_verify
from suixin.commands.bench_web import bench_web


@click.group()
def bench() -> None:
    """基准测试 · benchmarks, one JSON object a line."""


bench.add_command(bench_policy)
bench.add_command(bench_submit)
bench.add_command(bench_search)
bench.add_command(bench_web)
bench.add_command(bench_log)
bench.add_command(bench_verify)


@bench.command("all")
def bench_all() -> None:
    """全部 · every benchmark, one after another, each in a process of its own: its database and its peak memory."""
    for name in bench.commands:
        if name != "all":
            subprocess.run([sys.executable, "-m", "suixin", "bench", name], check=True)  # noqa: S603 - ours
