"""How fast a notice of 25,000 characters becomes a programme, after start-up."""

import json

import click

CHARACTERS = 25_000
RUNS = 30
GOAL = "processor; goal: median under 0.1 s for 25,000 characters"


@click.command("policy")
def bench_policy() -> None:
    """解析政策通知 · parsing notices, as a JSON line."""
    from suixin.commands.bench_notices import notice
    from suixin.commands.measure import result, timed
    from suixin.kernel.programme.parser import parse

    notices = [
        notice(CHARACTERS, variant) for variant in range(RUNS + 1)
    ]  # all different: nothing to remember
    mean = sum(map(len, notices)) / len(notices)
    waiting = iter(notices)
    parse(next(waiting))
    seconds = timed(lambda: parse(next(waiting)), RUNS)
    click.echo(json.dumps(result("policy", mean, "characters/s", seconds, GOAL), ensure_ascii=False))
