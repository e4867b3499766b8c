"""A list of organisations from an office: CSV or XLSX, read whole, with every problem by row before anything is kept."""

import csv
import io
import zipfile
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from suixin.platform.accounts.districts import NAMES
from suixin.platform.accounts.models import Organisation

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
MOST_ROWS = 2_000
COLUMNS = {
    "code": gettext_lazy("代号"),
    "name": gettext_lazy("全称"),
    "short_name": gettext_lazy("简称"),
    "english": gettext_lazy("英文名"),
    "kind": gettext_lazy("类别"),
    "district": gettext_lazy("所在区"),
    "credit_code": gettext_lazy("统一社会信用代码"),
}
HEADINGS = {  # the Chinese heading as in our own export, or the field's name, in any page language
    **{name: name for name in COLUMNS},
    "代号": "code",
    "全称": "name",
    "简称": "short_name",
    "英文名": "english",
    "类别": "kind",
    "所在区": "district",
    "统一社会信用代码": "credit_code",
}
KINDS = {
    "政府": "government",
    "区": "district",
    "部门": "department",
    "企业": "company",
    "机构": "institution",
}


class UnreadableFile(Exception):
    """The message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as a spreadsheet counts, the heading being row 1
    organisation: Organisation
    problems: tuple[str, ...]
    is_known: bool  # already in the register: left as it is

    @property
    def is_new(self) -> bool:
        return not self.problems and not self.is_known


def read_register(name: str, content: bytes) -> list[Row]:
    """Raises `UnreadableFile`."""
    if not content:
        raise UnreadableFile(_("文件是空的。请选择含有机构名单的文件。"))
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("文件超过 2 MB。请分成几个文件上传。"))
    lines = xlsx_lines(content) if content.startswith(b"PK") else csv_lines(content)
    if not lines:
        raise UnreadableFile(_("文件里没有内容。请选择含有机构名单的文件。"))
    heading = [HEADINGS.get(cell.strip().lstrip("\ufeff")) for cell in lines[0]]
    if missing := [
        title for field, title in COLUMNS.items() if field in {"code", "name", "kind"} - set(heading)
    ]:
        raise UnreadableFile(
            _("首行缺少列：%(columns)s。请补上列名后重新上传。") % {"columns": "、".join(map(str, missing))}
        )
    if len(lines) > MOST_ROWS + 1:
        raise UnreadableFile(_("名单超过 2,000 行。请分成几个文件上传。"))
    return checked(heading, lines[1:])


def csv_lines(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        try:
            return list(islice(csv.reader(io.StringIO(text), strict=True), MOST_ROWS + 2))
        except csv.Error as error:
            raise UnreadableFile(
                _("这个 CSV 文件的引号或单元格有问题。请在表格软件中重新保存后再上传。")
            ) from error
    raise UnreadableFile(_("无法识别文件。请另存为 CSV（UTF-8）或 XLSX 后重新上传。"))


def xlsx_lines(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise UnreadableFile(_("文件解开后过大。请只保留名单所在的工作表。"))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = islice(book.worksheets[0].iter_rows(values_only=True, max_col=40), MOST_ROWS + 2)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        SyntaxError,
        LookupError,
        ValueError,
        TypeError,
        OSError,
    ) as error:
        raise UnreadableFile(_("这个 XLSX 文件打不开。请在表格软件中重新保存后再上传。")) from error


def checked(heading: list[str | None], lines: list[list[str]]) -> list[Row]:
    known = set(Organisation.objects.values_list("code", flat=True))
    seen: set[str] = set()
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = {field: cell.strip() for field, cell in zip(heading, line, strict=False) if field}
        if not any(cells.values()):
            continue
        cells["kind"] = KINDS.get(cells.get("kind", ""), cells.get("kind", ""))
        organisation = Organisation(**cells)
        problems = [] if organisation.code in known else problems_of(organisation)
        if organisation.district not in ("", *NAMES):
            problems.append(_("所在区请写六位代码，例如天河区 440106。"))
        if organisation.code in seen:
            problems.append(_("代号在名单中重复。"))
        seen.add(organisation.code)
        rows.append(Row(number, organisation, tuple(problems), organisation.code in known))
    return rows


def problems_of(organisation: Organisation) -> list[str]:
    try:
        organisation.full_clean()
    except ValidationError as error:
        return [
            f"{COLUMNS.get(field, '')}：{sentence}" if field in COLUMNS else sentence
            for field, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    return []
