"""Where figures have their pages."""


def of_indicator(indicator: str) -> str:
    return f"/figures/{indicator}/"


def of_figure(indicator: str, period: str) -> str:
    return f"/figures/{indicator}/{period}/"
