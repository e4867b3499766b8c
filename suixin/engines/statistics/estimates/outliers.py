"""Points that stand out from their series: questions to whoever reported them, never corrections.

Three ways, because each is blind to something: what X-13 found where it ran (AO a single point, LS a lasting step,
TC a shock that fades), MAD (far from the trend, by the median absolute deviation), and HB (a change from one period
to the next that is unlike the others, after Hidiroglou and Berthelot).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from statistics import median, quantiles
from types import MappingProxyType

from suixin import __version__
from suixin.engines.statistics.estimates import x13
from suixin.engines.statistics.estimates.estimate import EXACT, Estimate, Mark, rounded
from suixin.engines.statistics.estimates.reasons import CannotEstimate, Reason, reason
from suixin.engines.statistics.estimates.seasonal import STL_YEARS, Decomposition, decompose
from suixin.engines.statistics.estimates.series import YEARS, Points, Series, read

LEAST = 8  # periods
MAD_SCORE = Decimal("3.5")  # Iglewicz and Hoaglin
HB_SCORE = Decimal(5)  # distances between the median and a quartile
HB_SIZE_POWER = Decimal("0.4")  # how much more a large value counts than a small one
HB_LEAST_CHANGE = Decimal("0.05")  # beyond the usual one; less is nobody's question
_NORMAL_MAD = Decimal("1.4826")  # makes the deviations comparable to a standard deviation
_NORMAL_MEAN = Decimal("1.2533")
