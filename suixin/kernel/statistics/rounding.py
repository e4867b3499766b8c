"""Rounding of official numbers by GB/T 8170-2008, and the exact steps between a measure and what is printed.

GB/T 8170 section 3.2: below half down, above half up, exactly half to the even digit; and (3.3) in one step from the
exact value, never from a value already rounded. So a value stays an exact fraction until it is rounded once.
"""

from decimal import Context, Decimal, Inexact
from fractions import Fraction

EXACT = Context(prec=120, traps=[Inexact])  # a step that would lose a digit is an error


def rounded(value: Fraction | Decimal | int, places: int) -> Decimal:
    """To `places` decimal places; negative places round to tens, hundreds … Minus nought is nought."""
    whole = round(Fraction(value) * Fraction(10) ** places)  # of a fraction: exact, half to even
    return EXACT.scaleb(Decimal(whole), -places)


def unscaled(value: int, scale: int) -> Decimal:
    """The decimal that an integer of its smallest unit stands for: (1250, 2) is 12.50."""
    return EXACT.scaleb(Decimal(value), -scale)


def plain(value: Decimal) -> str:
    """As records spell a number: no exponent, no plus, the places it has."""
    return format(value, "f")
