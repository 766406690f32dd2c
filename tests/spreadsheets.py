"""Small workbooks, written by hand: .xlsx and .ods are archives of XML."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape, quoteattr

type Row = Sequence[object]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# By their places: numbers, dates, times of day and durations.
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/>
<xf numFmtId="21"/><xf numFmtId="46"/></cellXfs></styleSheet>"""
_ZERO = datetime(1899, 12, 30)
_DAY = timedelta(1)


@dataclass(frozen=True)
class Raw:
    """A cell as it stands in an .xlsx, such as a formula or an error."""

    xml: str = ""
    kind: str = "n"


ERROR = Raw("<v>#N/A</v>", "e")
FORMULA = Raw("<f>A1*2</f>")


def xlsx(
    sheets: Mapping[str, Sequence[Row]], hidden: Sequence[str] = (), merged: Sequence[str] = ()
) -> bytes:
    """Write an Excel workbook.

    Args:
        sheets: Rows of cells, by the names of the sheets; None is an empty cell.
        hidden: Which of these are not shown.
        merged: Ranges of merged cells, such as "A1:C1", of all sheets.
    """
    ranges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    parts = {
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name={quoteattr(name)} sheetId="{place}" r:id="r{place}"'
            f"{' state="hidden"' if name in hidden else ''}/>"
            for place, name in enumerate(sheets, start=1)
        )
        + "</sheets></workbook>",
        "_rels/.rels": _relations([("r1", "officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                ("s", "styles", "styles.xml"),
                *(
                    (f"r{place}", "worksheet", f"worksheets/{place}.xml")
                    for place in range(1, len(sheets) + 1)
                ),
            ]
        ),
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    }
    for place, rows in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/{place}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>'
            + "".join(
                f'<row r="{number}">{"".join(map(_cell, row))}</row>'
                for number, row in enumerate(rows, start=1)
            )
            + f"</sheetData><mergeCells>{ranges}</mergeCells></worksheet>"
        )
    return archive(parts)


def ods(sheets: Mapping[str, Sequence[Row]], manifest: str = "<manifest/>") -> bytes:
    """Write an OpenDocument spreadsheet; see `xlsx`."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    return archive(parts)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Write a ZIP archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


def _relations(targets: Sequence[tuple[str, str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in targets
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, Raw):
        return f'<c t="{value.kind}">{value.xml}</c>'
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    style, number = 0, value
    if isinstance(value, date):
        moment = datetime.combine(value, time()) if type(value) is date else value
        style, number = 1, (moment - _ZERO) / _DAY
    elif isinstance(value, time):
        since = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        style, number = 2, since / _DAY
    elif isinstance(value, timedelta):
        style, number = 3, value / _DAY
    return f'<c s="{style}"><v>{number!r}</v></c>'


def _ods_cell(value: object) -> str:
    kinds: dict[type, tuple[str, str, object]] = {
        bool: ("boolean", "boolean-value", str(value).lower()),
        int: ("float", "value", repr(value)),
        float: ("float", "value", repr(value)),
        str: ("string", "string-value", value),
    }
    if value is None:
        return "<table:table-cell/>"
    written: object
    if isinstance(value, date):
        kind, name, written = "date", "date-value", value.isoformat()
    elif isinstance(value, timedelta):
        minutes, seconds = divmod(value.total_seconds(), 60)
        kind, name = "time", "time-value"
        written = f"PT{int(minutes // 60):02}H{int(minutes % 60):02}M{seconds:06.3f}S"
    else:
        kind, name, written = kinds[type(value)]
    text = f"<text:p>{escape(str(value))}</text:p>"
    given = f'office:value-type="{kind}" office:{name}={quoteattr(str(written))}'
    return f"<table:table-cell {given}>{text}</table:table-cell>"
