"""Guesses at encodings, against Python's own encoders."""

from pathlib import Path

import pytest

from mdn_gui.core.files.text_layout import (
    encoding_by_mark,
    is_unmarked_utf16,
    probable_encoding,
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
