"""Checking a figure in the reader's own browser: what the kernel says, the browser says as well, step for step."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "kernel" / "statistics"))

from small_city import sample_city
from verifying import file_of

RUN = """async ({ source, options }) => {
  const { check } = await import("/static/statistics/check/check.js");
  const steps = [];
  const result = await check(source, { ...options, onStep: (step) => steps.push(step) });
  return { ...result, steps };
}"""


def test_first(reader, settings, tmp_path):
    settings.SUIXIN_HOME = tmp_path
    page = reader().open("/receipt/")
    city = sample_city()
    for name in ("sales", "secret"):
        number = city.published(name)
        city.write(tmp_path / "log" / "2019")
        result = page.evaluate(RUN, {"source": file_of(city.certificate(number, at={})).decode(), "options": {"policies": [city.policy.decode()]}})
        print(json.dumps(result, indent=1, ensure_ascii=False))
        assert result["ok"]
