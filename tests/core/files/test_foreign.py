"""What people take for a table, refused for what it is."""

import gzip
from pathlib import Path

import pytest

from mdn_gui.core import tables
from mdn_gui.core.tables import TableError


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "a picture"),
        (b"%PDF-1.7\n1 0 obj\n", "a PDF document"),
        (b"{\\rtf1\\ansi x,y}", "an RTF document"),
        (b"\0\0\x02\0\x06\x04\x06\0\x08\0", "a spreadsheet of Lotus 1-2-3 or Works"),
        (b"\xff\0\x02\0\x04\x04\x05\x54", "a spreadsheet of Lotus 1-2-3 or Works"),
        (b"\x09\x04\x06\0\0\0\x10\0", "a spreadsheet of Excel 4 or older"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "a web page (HTML)"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>\n<p>", "a web page (HTML)"),
        (b"table.csv" + bytes(248) + b"ustar\x0000x,y", "a compressed archive"),
        (gzip.compress(gzip.compress(b"x,y\n1,2\n", mtime=0), mtime=0), "a compressed archive"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a picture"),
        (b"PARE" + bytes(50), "an encrypted Parquet file"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML document"),
    ],
)
def test_it_is_refused_for_what_it_is(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "table.xls"
    path.write_bytes(content)
    with pytest.raises(TableError) as raised:
        tables.preview(path)
    assert str(raised.value) == (
        f"table.xls is {kind}, whatever its name, and not a table; open it with the program that "
        "it belongs to, and save the table as CSV or Parquet."
    )


def test_text_with_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.xls"
    path.write_text("x;y\n1,5;2\n2,5;3\n")
    assert tables.read(path, ["x"], ["y"]).inputs.tolist() == [[1.5], [2.5]]


def test_markup_within_a_text_table_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("<b>,y\n1,2\n3,4\n")
    assert tables.read(path, ["<b>"], ["y"]).rows == 2
