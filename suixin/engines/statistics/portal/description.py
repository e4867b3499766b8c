"""A figure as search engines and other machines read it: schema.org in JSON-LD, the number as the text that was published."""

import json
from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

from suixin.engines.statistics.office.wording import said
from suixin.engines.statistics.portal.asked import Asked, address
from suixin.platform.ui.numbers import language

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}  # so that no text ends the element
LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def described(found: Asked, absolute: Callable[[str], str]) -> SafeString:
    members: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{found.title} · {found.place_words} · {found.period_words}",
        "description": said(found.indicator.about),
        "inLanguage": LANGUAGES[language()],
        "url": absolute(found.address()),
        "identifier": found.row.data["digest"] + f"/{found.period}/{found.row.index}",
        "isAccessibleForFree": True,
        "datePublished": found.row.recorded_at.isoformat(),
        "version": str(found.row.index),
        "creativeWorkStatus": found.release.stage,
        "temporalCoverage": f"{found.period.first_day}/{found.period.last_day}",
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": found.title,
            "unitText": found.indicator.unit,
        }
        | ({} if found.cell.figure is None else {"value": found.cell.figure}),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": "certificate",
                "encodingFormat": "application/json",
                "contentUrl": absolute(
                    address(
                        found.indicator.id,
                        found.period,
                        found.cell.at,
                        found.row.index,
                        "statistics:certificate",
                    )
                ),
            }
        ],
    }
    return SafeString(json.dumps(members, ensure_ascii=False).translate(ESCAPES))
