"""Encodings and layouts of text tables."""

from pathlib import Path

import pytest

from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.files.text_layout import (
    encoding_by_mark,
    is_unmarked_utf16,
    probable_encoding,
    ragged_cause,
    separator_of,
)

LATIN = "Größe (cm);Gewicht (kg);Straße;où\n150,1;78,0;Zürich;déjà\n1 234 €;µm;20 °C;Añejo\n"
CHINESE = "身高,体重,城市\n150.1,78.0,北京\n160.2,66.5,上海\n"
JAPANESE = "身長,体重,都市\n150.1,78.0,とうきょう\n160.2,66.5,オオサカ\n"


@pytest.mark.parametrize(
    ("text", "codec", "expected"),
    [
        (LATIN, "cp1252", "Windows-1252 (Western European)"),
        ("température;débit\n20,5;3\n", "latin-1", "Windows-1252 (Western European)"),
        (CHINESE, "gb18030", "GB18030"),
        (CHINESE, "gbk", "GB18030"),
        (JAPANESE, "shift-jis", "Shift-JIS"),
    ],
)
def test_the_encoding_is_guessed(tmp_path: Path, text: str, codec: str, expected: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(codec))
    assert probable_encoding(path) == expected


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [LATIN, "x,y\n1,2\n"])
def test_utf16_without_a_mark_is_told_from_what_is_no_text(codec: str, text: str) -> None:
    assert is_unmarked_utf16(text.encode(codec))
    for other in (b"PK\x03\x04\0\0\0\0", b"\0" * 100, bytes(range(256)), b"x,y\n1,2\n\0\1\2"):
        assert not is_unmarked_utf16(other)


def test_a_mark_tells_the_encoding() -> None:
    assert encoding_by_mark("x,y".encode("utf-16")) == "utf-16"
    assert encoding_by_mark("x,y".encode("utf-8-sig")) == "utf-8-sig"
    assert encoding_by_mark(b"x,y") == "utf-8-sig"


def separator(text: str) -> str:
    return separator_of("t.csv", text.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x,y\n1,2\n", ","),
        ("x;y\n1,5;2,5\n", ";"),
        ("1,5;2,5\n3,5;4,5\n", ";"),
        ("x\ty\n0,02\t11,00\n", "\t"),
        ("time; s,y\n1,2\n", ","),
        ('"a;b;c",y\n1,2\n', ","),
        ("x,y\n1,2\n7\n3,4\n", ","),
        # A name or an index that begins with the sign of comments is none.
        ("#,name,x\n1,a,2\n2,b,3\n", ","),
        ("# x,y\n1,2\n", ","),
        ("x,y\n" + "g" * 200_000 + ",1\n", ","),
        ("a,b\n1\u00a0234,5\u202f678\n", ","),
        ("a;b\n1 234;5 678\n", ";"),
        ("a,b\n1 234.5,5\n", ","),
        ("a, b\n1, 2\n3, 4\n", ","),
        ("a,b\n2024-05-01 08:00,1\n", ","),
        ("\n\nx,y\n1,2\n", ","),
    ],
)
def test_the_separator_is_what_most_rows_agree_on(text: str, expected: str) -> None:
    assert separator(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sep=;\nx;y\n1;2\n", "row 1 holds 'sep=;', which names the separator for Excel"),
        ('\n"sep=,"\nx,y\n1,2\n', "row 2 holds '\"sep=,\"', which names the separator"),
        ("SEP=\t\nx\ty\n1\t2\n", "row 1 holds 'SEP=\\t', which names the separator"),
        ("# a\nx,y\n1,2\n", "row 1 begins with '#', as comments do"),
        ("# a\n# b, c\n\nx,y\n1,2\n3,4\n", "rows 1 to 2 begin with '#'"),
        ("# a,b\nx,y\n1,2\n", "row 1 begins with '#'"),
        ("Report\n\nx,y\n1,2\n", "row 1 above the header in row 3 is not part of the table"),
        ("a,b\nc,d\n\nx,y,z\n1,2,3\n4,5,6\n", "rows 1 to 2 above the header in row 4 are not"),
        ("a;1,5\nb;2,5\nx;y;z\n1,5;2;3\n4;5,5;6\n", "rows 1 to 2 above the header in row 3"),
        ("x,y\n1,2,\n3,4,\n", "row 2 ends with a separator and the header does not"),
        ("x;y\n1,5;2;\n3;4,5;\n", "row 2 ends with a separator and the header does not"),
        ("x,y\n1,2,3\n4,5,6\n", "row 1 has 2 names ('x', 'y'), but row 2 has 3 fields"),
        ("x,y\n1,5,2,5\n3,5,4,5\n", "row 2 has 4 fields where the header has 2, as where commas"),
        ("x  y\n1  2\n3  4\n", "row 2 holds 2 numbers with spaces between them"),
        ("# x y\n 0.5  1e3\n 1.5  -2\n", "row 2 holds 2 numbers with spaces between them"),
        ("x y\n0,5  1,5\n2,5  3,5\n", "row 2 holds 2 numbers with spaces between them"),
        ("0,512 123,4\n0,513 124,5\n", "row 2 holds 2 numbers with spaces between them"),
        ("0,512 123,4\n", "row 1 holds 2 numbers with spaces between them"),
        ("0,512 123,456 100,4\n" * 3, "row 2 holds 3 numbers with spaces between them"),
        ("x,y,z\n0,512 123,4\n0,513 124,5\n", "row 2 holds 2 numbers with spaces between them"),
        ("x,y,z,v\n0,512 123,456  100,4\n", "row 2 holds 3 numbers with spaces between them"),
        ("a,b\n1 234,5 678\n", "row 2 holds 3 numbers with spaces between them"),
    ],
)
def test_what_is_not_read_yet_is_refused_for_what_it_is(text: str, expected: str) -> None:
    with pytest.raises(TableError) as raised:
        separator(text)
    assert str(raised.value).startswith(f"t.csv, {expected}")


@pytest.mark.parametrize(
    "text", ["x\n1\n2\n", "remark\nhello world\ntwo words\n", "when\n2024-05-01 08:00\n"]
)
def test_a_single_column_is_not_taken_for_words_apart(text: str) -> None:
    separator(text)


@pytest.mark.parametrize(
    ("fields", "last", "expected"),
    [
        (["7"], False, "row 9 has 1 field where the first row has 3; correct the row"),
        (["7"], True, "row 9, the last, has 1 field where the header has 3, as if the file had"),
        (["7", "8", "9", " "], True, "row 9 ends with a separator and the header does not"),
        (["7", "8", "9", "1"], True, "row 9 has 4 fields where the first row has 3"),
    ],
)
def test_a_row_of_another_length(fields: list[str], last: bool, expected: str) -> None:  # noqa: FBT001 - a parameter of the test
    assert ragged_cause(9, fields, 3, last=last).startswith(expected)
