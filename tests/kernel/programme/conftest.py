"""A notice in our own words around the lines that a test is about."""

from collections.abc import Callable

import pytest

from suixin.kernel.programme.model import Programme
from suixin.kernel.programme.parser import parse

HEAD = """榕江市人民政府关于印发《榕江市数字生活行动方案（2023-2025年）》的通知
榕府〔2023〕9号
各区人民政府，市政府各部门：
现将《榕江市数字生活行动方案（2023-2025年）》印发给你们，请遵照执行。
榕江市人民政府
2023年5月6日

榕江市数字生活行动方案（2023-2025年）
"""

Plan = Callable[..., Programme]


@pytest.fixture(scope="session")
def head() -> str:
    return HEAD


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Reads a notice whose plan has these lines."""

    def read(*lines: str) -> Programme:
        return parse(HEAD + "\n".join(lines))

    return read


@pytest.fixture(scope="session")
def tasks(plan: Plan) -> Plan:
    """Reads a notice that has these lines as its main tasks."""
    return lambda *lines: plan("一、主要任务", *lines)
