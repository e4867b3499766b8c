"""Made-up numbers of a synthetic city: amounts that grow, have a season and a bad spring, and differ from unit to unit.

Whole numbers throughout: amounts are counted in hundredths of their unit. The same every time."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

SEED = 20190826
# Per mille of an ordinary month, January to December: before the spring festival, in June and November people buy more.
SEASON = (1080, 760, 930, 950, 990, 1090, 960, 970, 1010, 1020, 1190, 1050)
SPRING_2020 = {"2020-02": 820, "2020-03": 880, "2020-04": 950}  # per mille of the season
NOISE = 45  # per mille, up or down
GROWTH = 11  # per mille of the first month, each month
SIZES = {"large": 900_000, "medium": 320_000, "small": 90_000}  # hundredths of 万元 in an ordinary month

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trade:
    """What a company sells: the parts of its total, per mille."""

    industry: str
    parts: Mapping[str, int]


TRADES = (
    Trade("F52", {"A01": 480, "A03": 270, "A04": 130, "A05": 120}),
    Trade("I65", {"B03": 600, "B05": 250, "B07": 150}),
    Trade("I64", {"C01": 640, "C02": 220, "C06": 140}),
    Trade("F52", {"A02": 420, "A05": 260, "A04": 220, "A09": 100}),
    Trade("I64", {"B05": 450, "B04": 330, "B06": 220}),
    Trade("C39", {"A05": 460, "A07": 230, "A06": 210, "A08": 100}),
    Trade("P83", {"C05": 780, "C04": 220}),
    Trade("R87", {"C02": 470, "C03": 310, "C07": 220}),
    Trade("I64", {"B06": 570, "B07": 280, "B02": 150}),
)
SHARES = (480, 340, 180)  # of the three operators, per mille
CABLE = 2  # which of them is a cable company
PRICES = {
    "A01": 2800,
    "A02": 4600,
    "A03": 3900,
    "A04": 900,
    "A05": 600,
    "A06": 5200,
    "A07": 2400,
    "A08": 3100,
}  # yuan


def chance_of(unit: str, period: str) -> random.Random:
    return random.Random(f"{SEED}{unit}{period}")  # noqa: S311 - the same made-up city each time


def hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02}"


def moved(base: int, unit: str, period: str, growth: int = GROWTH) -> int:
    """What an ordinary month's amount comes to in this one."""
    year, month = int(period[:4]), int(period[5:7])
    months = (year - 2019) * 12 + month - 1
    noise = 1000 + chance_of(unit, period).randint(-NOISE, NOISE)
    per_mille = SEASON[month - 1] * SPRING_2020.get(period, 1000) * noise * (1000 + growth * months)
    return base * per_mille // 1000**4


def size_of(position: int) -> str:
    return ("large", "medium", "medium", "small", "medium", "small", "small", "medium", "small")[position]


def company_month(unit: str, position: int, period: str) -> Values:
    """Of the company at this place in its district's row."""
    trade = TRADES[position]
    own = chance_of(unit, "").randint(700, 1300)
    total = moved(SIZES[size_of(position)] * own // 1000, unit, period)
    parts = {item: total * share // 1000 for item, share in trade.parts.items()}
    sums = {
        whole: sum(v for item, v in parts.items() if item[0] == whole[0]) for whole in ("A00", "B00", "C00")
    }
    amounts = {"T00": sum(parts.values()), **sums, **parts}
    if sums["A00"]:
        amounts["A10"] = sums["A00"] * 42 // 100
    else:
        amounts["U01"] = total // 60
        amounts["U02"] = total // 400
    values = {item: hundredths(amount) for item, amount in amounts.items()}
    pieces = {
        f"A5{item[2]}": max(1, parts[item] * 100 // price) for item, price in PRICES.items() if item in parts
    }
    return values | {item: str(count) for item, count in pieces.items()}


def operator_month(unit: str, position: int, period: str) -> Values:
    """The third is a cable company: no broadband of its own to speak of, and no telephones."""
    months = (int(period[:4]) - 2019) * 12 + int(period[5:7]) - 1
    share = SHARES[position]
    wobble = chance_of(unit, period).randint(-2_000, 2_000)
    watching = (950_000 + 63_000 * months) * share // 1000 + wobble
    is_cable = position == CABLE
    lines = (5_600_000 + 14_000 * months) * share // 1000
    lines = max(lines, 0 if is_cable else watching)
    values = {
        "O01": watching, "O02": 0 if is_cable else watching, "O03": watching if is_cable else 0,
        "O04": watching * 21, "O11": lines, "O12": lines * (70 + months // 2) // 100,
        "O13": lines * (1 + months // 3) // 100, "O14": lines * 92 // 100,
    }  # fmt: skip
    if not is_cable:
        phones = 32_000_000 * share // 1000
        values |= {
            "O21": phones,
            "O22": phones * max(0, months - 9) // 100,
            "O23": max(0, months - 5) * 420 * share // 1000,
        }
    revenue = moved(21_000_000 * share // 1000, unit, period, growth=4)
    return {item: str(value) for item, value in values.items()} | {"O31": hundredths(revenue)}


def district_month(unit: str, position: int, period: str, centres: int) -> Values:
    """`position` orders the districts by how large they are made here."""
    months = (int(period[:4]) - 2019) * 12 + int(period[5:7]) - 1
    weight = (6, 10, 11, 15, 11, 9, 11, 6, 5, 3, 4)[position]
    online = moved(weight * 9_000_000, unit, period)
    parcels = moved(weight * 42_000, unit, period)
    communities = weight * months // 190 + (1 if months > 24 else 0)
    amounts = {
        "D01": online,
        "D02": online * 78 // 100,
        "D03": online * 3,
        "D11": parcels,
        "D12": parcels * 9,
    }
    chance = chance_of(unit, period)
    counts = {
        "D21": centres, "D22": centres * (1300 + 40 * months + chance.randint(0, 300)),
        "D23": weight * (30 + months) + chance.randint(0, 60), "D31": communities, "D32": weight * (3 + months) // 10,
        "D41": weight * (60 + 11 * months + chance.randint(-14, 14)), "D42": weight * (8 + months // 3),
    }  # fmt: skip
    return {item: hundredths(amount) for item, amount in amounts.items()} | {
        item: str(count) for item, count in counts.items()
    }


def project_quarter(unit: str, position: int, period: str) -> Values:
    """Everything that is counted from the beginning grows by the quarter's own amount."""
    quarters = (int(period[:4]) - 2019) * 4 + int(period[-1])
    projects = 4 + 2 * position
    finished = min(projects, projects * quarters // 14)
    waiting = max(0, projects - finished - 1 - quarters)
    public, private = 180_000 * projects, 520_000 * projects
    invested = [(public + private) * (6 + (each + position) % 4) // 100 for each in range(1, quarters + 1)]
    paid = [public * (5 + (each + position) % 3) // 100 for each in range(1, quarters + 1)]
    amounts = {
        "P11": public + private, "P12": public, "P13": private,
        "P21": sum(invested), "P22": invested[-1], "P31": sum(paid), "P32": paid[-1],
    }  # fmt: skip
    counts = {
        "P01": projects, "P02": waiting, "P03": projects - waiting - finished, "P04": finished, "P05": 0,
        "P33": 1 + projects // 2,
    }  # fmt: skip
    return {item: hundredths(amount) for item, amount in amounts.items()} | {
        item: str(count) for item, count in counts.items()
    }
