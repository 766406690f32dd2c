"""Encodings, found out from small tables as people have them."""

from pathlib import Path

import pytest

from mdn_gui.core.files.delimited import DelimitedFile
from mdn_gui.core.files.text_encoding import encoding_by_zeros
from mdn_gui.core.reading import ReadingOptions

WESTERN, CENTRAL, CYRILLIC = (
    "Windows-1252 (Western European)",
    "Windows-1250 (Central European)",
    "Windows-1251 (Cyrillic)",
)
GERMAN = "Größe (cm);Gewicht (kg)\n150,1;78,0\n160,2;66,5\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (GERMAN, "cp1252", WESTERN),
        ("Lfd;Länge;Fläche m²\n1;2,5;3\n", "cp1252", WESTERN),
        ("Name;Wert\nJäger;1\nMüller;2\nStraßer;3\n", "cp1252", WESTERN),
        ("température;débit\n20,5;3\n", "latin-1", WESTERN),
        ("prix €;où\n5;à Orléans\n", "cp1252", WESTERN),
        ("x;Temperatur °C;y m³/h\n1;20;3\n", "cp1252", WESTERN),
        ("surface;loyer\n26,2;1\u00a0522,34\n", "cp1252", WESTERN),
        ("ciudad,población\nLeón,3\nA Coruña,4\n", "cp1252", WESTERN),
        ("plats;värde\nMalmö;1\nÅmål;2\n", "cp1252", WESTERN),
        ("città;età\nForlì;lunedì\n", "cp1252", WESTERN),
        ("Länge;Höhe\n1,5;2\n", "cp850", "DOS, code page 850 (Western European)"),
        ("nom;été\nLéa;3\n", "cp850", "DOS, code page 850 (Western European)"),
        ("miasto;wartość\nŁódź;1\nKraków;2\nGdańsk;3\n", "cp1250", CENTRAL),
        ("długość;szerokość\n1,5;2,5\n", "cp1250", CENTRAL),
        ("výška;město\n1;Plzeň\n3;Kroměříž\n", "cp1250", CENTRAL),
        ("рост;вес\n150,1;78\n", "cp1251", CYRILLIC),
        ("город;температура\nМосква;5\n", "cp1251", CYRILLIC),
        ("身高,体重,城市\n150.1,78.0,北京\n160.2,66.5,上海\n", "gb18030", "GB18030"),
        ("温度℃,压力\n20,1\n", "gbk", "GB18030"),
        ("姓名,成绩\n张伟,90\n王芳,85\n", "gbk", "GB18030"),
        ("x,y,备注\n1,2,正常\n", "gbk", "GB18030"),
        ("身長,体重,都市\n150.1,78.0,とうきょう\n160.2,66.5,オオサカ\n", "cp932", "Shift-JIS"),
        ("荷重[kN],変位[mm]\n1.5,2.5\n", "shift-jis", "Shift-JIS"),
        ("都道府県,人口\n北海道,5224\n青森県,1237\n", "cp932", "Shift-JIS"),
        ("ﾃﾞｰﾀ,ﾁｬﾝﾈﾙ\n1,2\n", "cp932", "Shift-JIS"),
        ("速度,größe\n1,2\n", "utf-8", "UTF-8"),
        ("速度,größe\n1,2\n", "utf-8-sig", "UTF-8 with a byte order mark"),
        (GERMAN, "utf-16", "UTF-16 with a byte order mark"),
        (GERMAN, "utf-16-le", "UTF-16 LE"),
        ("身高,体重\n150.1,78.0\n160.2,66.5\n", "utf-16-be", "UTF-16 BE"),
    ],
)
def test_the_encoding_is_found_out(tmp_path: Path, text: str, codec: str, name: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(codec))
    file = DelimitedFile(path)
    assert file.dialect.encoding == name
    header, first = text.replace(",", ";").splitlines()[:2]
    assert ";".join(file.names) == header
    cells = file.load(range(len(file.names)))
    assert [column.text(0).replace(",", ";") for column in cells] == first.split(";")[
        : len(cells)
    ] or ("," in text and ";" in text)


@pytest.mark.parametrize("text", ["x,y\n1,2\n", GERMAN])
def test_utf16_without_a_mark_is_told_from_what_is_no_text(text: str) -> None:
    assert encoding_by_zeros(text.encode("utf-16-le")) == "utf-16-le"
    assert encoding_by_zeros(text.encode("utf-16-be")) == "utf-16-be"
    for other in (b"PK\x03\x04\0\0\0\0", b"\0" * 100, bytes(range(256)), b"x,y\n1,2\n\0\1\2", b""):
        assert encoding_by_zeros(other) == ""


def test_one_broken_byte_far_down_makes_no_other_encoding_of_utf8(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"{row},{row / 2},Köln".encode() for row in range(50_000)]
    rows[40_000] = b"40000,20000.0,K\xf6ln"
    path.write_bytes("x,y,größe\n".encode() + b"\n".join(rows))
    file = DelimitedFile(path)
    assert (file.names, file.dialect.encoding) == (("x", "y", "größe"), "UTF-8")
    assert file.dialect.notes == ("One character is not UTF-8 and is shown as \ufffd.",)
    x, town = file.load([0, 2])
    assert x.numbers()[40_000] == 40_000
    assert [town.text(row) for row in (39_999, 40_000)] == ["Köln", "K\ufffdln"]


def test_one_letter_far_down_tells_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"{row},{row / 2},Ulm" for row in range(50_000)]
    rows[40_000] = "40000,20000.0,Köln"
    path.write_bytes("\n".join(["x,y,town", *rows]).encode("cp1252"))
    file = DelimitedFile(path)
    assert file.dialect.encoding == WESTERN
    assert file.load([2])[0].text(40_000) == "Köln"


@pytest.mark.parametrize("codec", ["cp1252", "gb18030", "utf-16-le", "cp437", "utf-32", "utf-7"])
def test_a_person_says_the_encoding(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("größe,é\n1,2.5\n3,ü\n".encode(codec))
    file = DelimitedFile(path, ReadingOptions(encoding=codec))
    assert file.names == ("größe", "é")
    x, y = file.load([0, 1])
    assert x.numbers().tolist() == [1, 3]
    assert (y.text(0), y.text(1)) == ("2.5", "ü")
