"""`suixin check`: the house rules, all findings at once."""

import json
from pathlib import Path

import click

from suixin.check import RULES


@click.command()
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="检查哪个目录 · the tree"
)
@click.option("--rule", "rules", multiple=True, type=click.Choice(RULES), help="只查这一条 · only this rule")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · print JSON")
def check(root: Path | None, rules: tuple[str, ...], as_json: bool) -> None:
    """检查场景、记录类型、方案数据与文档是否合规 · the rules of the house."""
    from suixin.check import findings
    from suixin.check.house import House
    from suixin.site.options import REPOSITORY

    found = findings(House((root or REPOSITORY).resolve()), rules or RULES)
    if as_json:
        rows = [{"rule": rule, "path": finding.path, "sentence": finding.sentence} for rule, finding in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for rule, finding in found:
            click.echo(f"{finding.path}: {finding.sentence} [{rule}]")
        count = len(rules or RULES)
        click.echo(
            f"{count} 条规则，{len(found)} 处问题 · {count} rules, {len(found)} findings", err=bool(found)
        )
    raise SystemExit(1 if found else 0)
