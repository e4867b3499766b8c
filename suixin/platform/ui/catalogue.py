"""The message catalogues: one for the whole of Suixin. Source messages are simplified Chinese.

English is written by people in `locale/en`. Traditional Chinese is made by OpenCC with the reviewed overrides.
Needs the developers' packages Babel and polib; a running site needs neither.
"""

import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from suixin.platform.ui.han import OVERRIDES, traditional

PACKAGE = Path(__file__).resolve().parent.parent.parent
LOCALE = Path(__file__).resolve().parent / "locale"
KEYWORDS = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    text: str
    context: str | None = None
    plural: str | None = None


@dataclass
class Findings:
    """What is wrong with the catalogues, one sentence each."""

    missing: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.outdated or self.wrong)


def messages_in_sources(package: Path = PACKAGE) -> dict[Message, list[str]]:
    """Every message and the files it stands in."""
    found: dict[Message, list[str]] = {}
    for path in sorted([*package.rglob("*.py"), *package.rglob("templates/**/*.html")]):
        name = path.relative_to(package.parent).as_posix()
        for message in messages_in(path.read_text("utf-8"), template=path.suffix == ".html"):
            places = found.setdefault(message, [])
            if name not in places:
                places.append(name)
    return found


def messages_in(source: str, template: bool) -> Iterator[Message]:
    if template:
        # Django turns a template into calls of gettext; lines are moved left because Python would count spaces.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    found = extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for _line, function, parts, _comments in found:
        texts = [part for part in (parts if isinstance(parts, tuple) else (parts,)) if part is not None]
        if not texts or not all(isinstance(text, str) and text for text in texts):
            continue
        context = texts.pop(0) if function.startswith(("pgettext", "npgettext")) else None
        plural = texts[1] if function.startswith(("ngettext", "npgettext")) else None
        yield Message(texts[0], context, plural)


def built(
    language: str, messages: dict[Message, list[str]], kept: polib.POFile | None = None
) -> polib.POFile:
    """A catalogue for exactly these messages; `kept` gives the translations that people wrote."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "suixin",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);" if language == "en" else "nplurals=1; plural=0;",
    }
    for message, places in sorted(
        messages.items(), key=lambda item: (item[1][0], item[0].text, str(item[0].context))
    ):
        entry = polib.POEntry(
            msgid=message.text, msgctxt=message.context, occurrences=[(place, "") for place in places]
        )
        old = kept.find(message.text, msgctxt=message.context or False) if kept is not None else None
        if message.plural is not None:
            entry.msgid_plural = message.plural
            forms = range(2 if language == "en" else 1)
            entry.msgstr_plural = (
                dict(old.msgstr_plural) if old and old.msgstr_plural else dict.fromkeys(forms, "")
            )
            if language == "zh_Hant":
                entry.msgstr_plural = {0: in_traditional(message.plural)}
        else:
            entry.msgstr = (
                in_traditional(message.text) if language == "zh_Hant" else (old.msgstr if old else "")
            )
        catalogue.append(entry)
    return catalogue


def in_traditional(text: str) -> str:
    overrides = tomllib.loads(OVERRIDES.read_text("utf-8"))["messages"]
    return overrides.get(text) or traditional(text)


def folder(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES"


def written_catalogue(language: str) -> polib.POFile | None:
    path = folder(language) / "django.po"
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else None


def refresh() -> Findings:
    """Writes both catalogues anew from the sources, keeping the English that people wrote."""
    messages = messages_in_sources()
    for language in ("en", "zh_Hant"):
        catalogue = built(language, messages, written_catalogue(language))
        folder(language).mkdir(parents=True, exist_ok=True)
        (folder(language) / "django.po").write_text(str(catalogue), "utf-8")
        (folder(language) / "django.mo").write_bytes(catalogue.to_binary())
    return check()


def check() -> Findings:
    findings = Findings()
    messages = messages_in_sources()
    for language in ("en", "zh_Hant"):
        written = written_catalogue(language)
        wanted = built(language, messages, written)
        if written is None or str(written) != str(wanted):
            findings.outdated.append(f"{language}/django.po")
        compiled = folder(language) / "django.mo"
        if not compiled.exists() or compiled.read_bytes() != wanted.to_binary():
            findings.outdated.append(f"{language}/django.mo")
        for entry in wanted:
            inspect(entry, language, findings)
    return findings


def inspect(entry: polib.POEntry, language: str, findings: Findings) -> None:
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(forms):
        findings.missing.append(f"{language}: {entry.msgid}  [{', '.join(p for p, _ in entry.occurrences)}]")
        return
    for form in forms:
        if sorted(set(PLACEHOLDER.findall(form))) != sorted(set(PLACEHOLDER.findall(entry.msgid))):
            findings.wrong.append(f"{language}: placeholders differ: {entry.msgid} -> {form}")
        if language == "en" and HAN.search(form):
            findings.wrong.append(f"{language}: Chinese left in the English: {form}")
