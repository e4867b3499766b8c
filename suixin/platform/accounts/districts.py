"""The districts a role or an organisation may be scoped to, by their GB/T 2260 codes, as choices of a form."""

from django.utils.functional import Promise

from suixin.platform.ui.districts import DISTRICTS

CHOICES: list[tuple[str, str | Promise]] = [
    (district.code, district.name) for district in sorted(DISTRICTS, key=lambda each: each.code)
]
NAMES = dict(CHOICES)
