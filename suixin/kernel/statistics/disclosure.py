"""Primary rules of disclosure control: is this sum, on its own, safe to show?

Pure rules on exact integers. Which further sums must be withheld so that a withheld one cannot be worked out is the
business of `suppression`. The definitions are those of A. Hundepool et al., "Statistical Disclosure Control" (Wiley,
2012), chapter 4, which tau-Argus, sdcTable and acro implement too; x1 >= x2 >= ... are the contributions of the units
and X is their total:

- threshold (minimum frequency): unsafe with fewer than `threshold` contributing units.
- dominance, (n, k): unsafe if x1 + ... + xn > k/100 · X.
- p per cent: unsafe if X - x1 - x2 < p/100 · x1. The best informed attacker is the second largest unit: it knows its
  own x2 and so can estimate x1 as X - x2, which is too high by the rest.

Amounts may be negative; then the rules look at magnitudes, as tau-Argus does where it holds amounts by their absolute
value. Only amounts other than nought count as contributing, so a cell in which everybody reported nought is unsafe: it
would tell the amount of each. A cell nobody reported in has nothing to protect.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from heapq import nlargest


class Reason(StrEnum):
    """Why a sum is withheld."""

    THRESHOLD = "threshold"
    DOMINANCE = "dominance"
    P_PERCENT = "p-percent"
    COMPLEMENTARY = "complementary"  # it would help to work out one that is withheld
    OVERLAP = "overlap"  # together with a sum opened elsewhere it would


@dataclass(frozen=True, slots=True)
class Rules:
    threshold: int = 3
    dominance: tuple[int, Decimal] | None = (2, Decimal(85))
    p_percent: Decimal | None = Decimal(10)
    interval: Decimal = Decimal(
        10
    )  # nobody may come nearer to a withheld amount than this many per cent of it

    def __post_init__(self) -> None:
        if self.threshold < 1:
            raise ValueError("a threshold is at least 1")
        if self.dominance is not None and not (self.dominance[0] >= 1 and 0 < self.dominance[1] <= 100):
            raise ValueError("dominance is (n, k): n at least 1, k over 0 and at most 100 per cent")
        if self.p_percent is not None and not self.p_percent > 0:
            raise ValueError("p per cent is over 0")
        if not self.interval >= 0:
            raise ValueError("an interval is not negative")


def primary(contributions: Mapping[str, int], rules: Rules) -> Reason | None:
    """Why the sum of these amounts, one for each unit, must be withheld; None if it may be shown."""
    if not contributions:
        return None
    magnitudes = [abs(amount) for amount in contributions.values() if amount]
    if len(magnitudes) < rules.threshold:
        return Reason.THRESHOLD
    if excess_of_dominance(magnitudes, rules) > 0:
        return Reason.DOMINANCE
    if lack_of_doubt(magnitudes, rules) > 0:
        return Reason.P_PERCENT
    return None


def revision_reveals(before: Mapping[str, int], after: Mapping[str, int], rules: Rules) -> bool:
    """Whether a revised total next to the old one tells too much: their difference is a sum over the units whose
    amounts changed, and must pass the rules as any other."""
    changes = {
        unit: after.get(unit, 0) - before.get(unit, 0)
        for unit in before.keys() | after.keys()
        if after.get(unit, 0) != before.get(unit, 0)
    }
    return primary(changes, rules) is not None


# Both measures below are scaled to integers and are sub-additive: over groups put together, in which no unit's amounts
# cancel out, they are at most the sum over the groups. So groups that are safe apart are safe together.


def excess_of_dominance(magnitudes: Iterable[int], rules: Rules) -> int:
    """Over nought where the n largest have more than k per cent."""
    if rules.dominance is None:
        return 0
    all_of_them = list(magnitudes)
    count, share = rules.dominance[0], Fraction(rules.dominance[1])
    return 100 * share.denominator * sum(nlargest(count, all_of_them)) - share.numerator * sum(all_of_them)


def lack_of_doubt(magnitudes: Iterable[int], rules: Rules) -> int:
    """Over nought where the second largest can estimate the largest within p per cent."""
    if rules.p_percent is None:
        return 0
    all_of_them = list(magnitudes)
    first, second, *_ = [*nlargest(2, all_of_them), 0, 0]
    percent = Fraction(rules.p_percent)
    return percent.numerator * first - 100 * percent.denominator * (sum(all_of_them) - first - second)
