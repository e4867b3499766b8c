"""Where figures have their pages."""

from django.urls import reverse


def of_indicator(indicator: str) -> str:
    return reverse("statistics:indicator", args=[indicator])


def of_figure(indicator: str, period: str) -> str:
    return reverse("statistics:figure", args=[indicator, period])
