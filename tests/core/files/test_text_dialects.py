"""Text tables of random dialects read back as they were written; damaged ones do no harm."""

import csv
import io
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.files.delimited import DelimitedFile
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.table_formats import opened

EXAMPLES = max(200, settings().max_examples)

WORDS = st.sampled_from(["alpha", "b", "größe", "x1", "Temp", "déjà", "PM2.5", "Sensor_1"])
UNITS = st.sampled_from(["m", "kg", "[m/s]", "(kN)", "°C", "m/s²", "1/min"])
TEXTS = st.sampled_from(["red", "blue", "New York", 'a "quote"', "two\nlines", "a;b,c|d", "é"])
PREAMBLES = st.lists(
    st.sampled_from(["Report of today", "# logger 2.1", "Made by: hand", "% no table", "", "!x"]),
    max_size=3,
)
FOOTERS = st.sampled_from(["", "", "\nSource: a book\n", "Two words\nand a third\n", "(3 rows)"])


@dataclass(frozen=True)
class Written:
    """A table, and how it is written."""

    names: list[str]
    rows: list[list[float]]
    texts: list[str] | None
    separator: str
    decimal: str
    quoting: Literal[0, 1]
    end: str
    encoding: str
    has_names: bool
    preamble: list[str]
    units: list[str]
    footer: str
    padding: int

    def content(self) -> bytes:
        """The bytes of the file, by Python's own writer."""
        lines = io.StringIO()
        writer = csv.writer(
            lines, delimiter=self.separator, quoting=self.quoting, lineterminator="\n"
        )
        text = [] if self.texts is None else ["note"]
        if self.has_names:
            writer.writerow([*self.names, *text])
        if self.units:
            writer.writerow([*self.units, *("" for _ in text)])
        for place, row in enumerate(self.rows):
            cells = [f"{number:.5f}".replace(".", self.decimal) for number in row]
            writer.writerow([*cells, *([self.texts[place]] if self.texts else [])])
        above = "".join(f"{line}\n" for line in self.preamble)
        whole = (above + lines.getvalue() + self.footer).replace("\n", self.end)
        return whole.encode(self.encoding, "replace") + bytes(self.padding)


@st.composite
def tables(draw: st.DrawFn) -> Written:
    width = draw(st.integers(2, 4))
    numbers = st.integers(-(10**10), 10**10).map(lambda whole: whole / 1e5)
    rows = draw(st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=2, max_size=9))
    separator = draw(st.sampled_from(",;\t| "))
    quoting: Literal[0, 1] = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    has_texts = draw(st.booleans())
    texts = [draw(TEXTS) for _ in rows] if has_texts else None
    has_names = draw(st.booleans())
    has_units = has_names and separator != " " and draw(st.booleans())
    # Commas that mark decimals must not seem to separate fields.
    plain = (separator == "," and quoting == csv.QUOTE_MINIMAL) or (
        separator == " " and not has_names
    )
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]))
    return Written(
        names=draw(st.lists(WORDS, min_size=width, max_size=width)),
        rows=rows,
        texts=texts,
        separator=separator,
        decimal="." if plain else draw(st.sampled_from(".,")),
        quoting=quoting,
        end=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        encoding=encoding,
        has_names=has_names,
        # A title of as many words as there are columns could be names.
        preamble=[line.replace(" ", "_") if separator == " " else line for line in draw(PREAMBLES)]
        + [""],
        units=[draw(UNITS) for _ in range(width)] if has_units else [],
        footer=draw(FOOTERS).replace(" ", "_") if separator == " " else draw(FOOTERS),
        padding=draw(st.sampled_from([0, 0, 7])) if not encoding.startswith("utf-16") else 0,
    )


@settings(max_examples=EXAMPLES)
@given(table=tables())
def test_a_table_of_any_dialect_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, table: Written
) -> None:
    path = tmp_path_factory.mktemp("tables") / "t.csv"
    path.write_bytes(table.content())
    file = DelimitedFile(path)
    assert file.dialect.separator == table.separator
    width = len(table.names)
    cells = file.load(range(len(file.names)))
    assert file.left_out == 0
    found = np.transpose([column.numbers() for column in cells[:width]])
    assert_array_equal(found, table.rows)
    if table.has_names:
        seen: dict[str, int] = {}
        for name, read in zip(table.names, file.names, strict=False):
            seen[name] = seen.get(name, 0) + 1
            assert read == (name if seen[name] == 1 else f"{name} ({seen[name]})")
    else:
        assert file.names[0] == "column 1"
    assert bool(file.dialect.units_row) == bool(table.units)
    if table.texts:
        shown = [cells[width].text(row) for row in range(len(table.rows))]
        assert shown == [text.replace("\n", table.end) for text in table.texts]


# Damage


def _flip(content: bytes, at: int, piece: bytes) -> bytes:
    flipped = bytes(byte ^ piece[0] for byte in content[at : at + 1])
    return content[:at] + flipped + content[at + 1 :]


def _cut(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + piece[4:]


def _drop(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + content[at + len(piece) :]


def _insert(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + piece + content[at:]


def _double(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + content[at : at + 50 * len(piece)] + content[at:]


CHANGES: list[Callable[[bytes, int, bytes], bytes]] = [_flip, _cut, _drop, _insert, _double]
PIECES = st.one_of(
    st.binary(min_size=1, max_size=8),
    st.sampled_from(
        [b'"', b"\n", b"\r", b",", b";", b"\t", b"|", b"  ", b"#", b"\0", b"\xff", b"'"]
    ),
    st.sampled_from([b"sep=,\n", b"\xef\xbb\xbf", b"\xff\xfe", b'"\n"', b"---", b"1e999", b"NA"]),
)


def damaged(content: bytes, changes: list[tuple[int, float, bytes]]) -> bytes:
    for kind, place, piece in changes:
        content = CHANGES[kind](content, int(place * len(content)), piece)
    return content


DAMAGE = st.lists(
    st.tuples(st.integers(0, len(CHANGES) - 1), st.floats(0, 1), PIECES), min_size=1, max_size=4
)


def read_all(path: Path) -> None:
    """Ask everything of a table that one may ask."""
    with suppress(TableError), opened(path) as table:
        cells = table.load(range(len(table.names)))
        rows = len(cells[0])
        for column in cells:
            assert len(column.numbers()) == rows
            assert rows == 0 or isinstance(column.text(rows - 1), str)
        assert len(set(table.names)) == len(table.names)
        if isinstance(table, DelimitedFile):
            assert bool(table.faults) == bool(table.left_out)
            assert rows == 0 or table.row_number(rows - 1) >= rows


@settings(max_examples=EXAMPLES, deadline=10_000)
@given(table=tables(), changes=DAMAGE)
def test_a_damaged_table_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    table: Written,
    changes: list[tuple[int, float, bytes]],
) -> None:
    path = tmp_path_factory.mktemp("tables") / "t.csv"
    path.write_bytes(damaged(table.content(), changes))
    read_all(path)


@settings(max_examples=EXAMPLES, deadline=10_000)
@given(place=st.integers(0, 10**6), changes=DAMAGE)
def test_a_damaged_case_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, changes: list[tuple[int, float, bytes]]
) -> None:
    if "MDN_SHARED" not in os.environ:
        pytest.skip("MDN_SHARED names no folder of golden values and data sets")
    folder = Path(os.environ["MDN_SHARED"]) / "cases"
    cases = sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".txt", ".dat"))
    path = tmp_path_factory.mktemp("tables") / "t.csv"
    path.write_bytes(damaged(cases[place % len(cases)].read_bytes(), changes))
    read_all(path)
