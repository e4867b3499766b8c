"""No float on the way from a report to a published figure: no literal, no conversion, no module that computes with them,
no floating type or average in SQL. Rounding has one room. What a division gives is for types and tests to say."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from suixin.check.house import Finding, House

OFFICIAL = ("kernel/records", "kernel/statistics", "engines/statistics")
ELSEWHERE = {  # what is there is no official number
    "engines/statistics/estimates": "labelled as estimates",
    "engines/statistics/portal/drawings": "places on a drawing",
    "engines/statistics/portal/card.py": "places on a drawing",
    "engines/statistics/sdmx/formats.py": "how much a reader likes a format",
    "kernel/statistics/choice.py": "linear programmes, to find which cells to withhold",
    "kernel/statistics/intervals.py": "linear programmes, to find which cells to withhold",
}
ROUNDING = "kernel/statistics/rounding.py"
WHOLE = {
    "ceil",
    "comb",
    "floor",
    "gcd",
    "isqrt",
    "lcm",
    "prod",
}  # of `math`: exact, of whole numbers and fractions
FLOATING = {"cmath", "numpy", "pandas", "random", "scipy", "statistics", "statsmodels"}
SQL = re.compile(r"\b(DOUBLE|FLOAT[48]?|REAL|AVG|MEDIAN|STDDEV\w*|VAR_\w+)\b")
COUNTS = {"len", "sum", "int", "max", "min"}  # what these give is divided by // or as a Fraction
AS_FLOAT = re.compile(r"[eEgG%]$|\.\d+f$")  # a format that puts a number into words by way of a float, or may


def check(house: House) -> Iterator[Finding]:
    for path in house.files(".py"):
        inside = path.relative_to(house.package).as_posix() if path.is_relative_to(house.package) else ""
        if is_within(inside, OFFICIAL) and not is_within(inside, ELSEWHERE):
            try:
                tree = ast.parse(path.read_text("utf-8"))
            except SyntaxError as error:
                yield house.finding(path, f"line {error.lineno}: cannot be read")
                continue
            for line, sentence in sorted(set(faults(tree, inside == ROUNDING))):
                yield house.finding(path, f"line {line}: {sentence}")


def is_within(path: str, places: Iterable[str]) -> bool:
    return any(Path(path).is_relative_to(place) for place in places)


def faults(tree: ast.Module, may_round: bool) -> Iterator[tuple[int, str]]:
    """Lines, and what is wrong there."""
    spoken = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            sentence = of_import(node)
        elif isinstance(node, ast.Constant):
            sentence = "" if node in spoken else of_constant(node.value)
        else:
            sentence = of_expression(node, may_round)
        if sentence:
            yield node.lineno, sentence  # type: ignore[attr-defined]


def of_import(node: ast.Import | ast.ImportFrom) -> str:
    names = [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom) and node.module == "math":
        floating = [f"math.{name}" for name in names if name not in WHOLE]
    else:
        modules = names if isinstance(node, ast.Import) else [] if node.level else [node.module or ""]
        floating = [each for each in modules if each.partition(".")[0] in FLOATING]
    return f"{floating[0]} computes with floats" if floating else ""


def of_constant(value: object) -> str:
    if isinstance(value, float | complex):
        return "a float; write a whole number, a Fraction or a decimal as text"
    found = SQL.search(value) if isinstance(value, str) else None
    return f"SQL with {found[0]}, which no engine computes exactly" if found else ""


def of_expression(node: ast.AST, may_round: bool) -> str:
    match node:
        case ast.Call(func=ast.Name(id="float")):
            return "float() loses digits"
        case ast.Call(func=ast.Name(id="round")) if not may_round:
            return f"round(): figures are rounded once, by {ROUNDING}"
        case ast.Attribute(value=ast.Name(id="math"), attr=name) if name not in WHOLE:
            return f"math.{name} computes with floats"
        case ast.BinOp(op=ast.Div()) if is_count(node.left) or is_count(node.right):
            return "a whole number divided by /: use // or a Fraction"
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=str() as spec)])):
            return f"the format :{spec} rounds; use rounding.plain" if AS_FLOAT.search(spec) else ""
    return ""


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """Words for people; what they say is no code."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def is_count(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int()):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in COUNTS
    return False
