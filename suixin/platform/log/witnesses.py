from dataclasses import dataclass, field


@dataclass
class Round:
    signatures: list = field(default_factory=list)
    sizes: dict = field(default_factory=dict)
    problems: dict = field(default_factory=dict)


def collect(*a, **k):
    return Round()


def latest(*a, **k):
    return {}
