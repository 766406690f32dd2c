"""Columns that are told by their places in a line alone, as some of their cells are empty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from operator import itemgetter
from typing import Final

from mdn_gui.core.files.cell_text import is_number
from mdn_gui.core.files.text_content import cut_apart
from mdn_gui.core.files.text_separator import rows_of

_FEWEST_LINES: Final = 4
_MOST_ABOVE: Final = 10  # lines of titles
_LONGEST: Final = 1000
_FEWEST_CUTS: Final = 2
_MOST_AGREEING: Final = 2 / 3
_OTHER_SEPARATORS: Final = re.compile(r'[\t;|"]')


def places_of(lines: Sequence[str]) -> tuple[int, ...]:
    """Find where the lines of a table can be cut, if neither commas nor spaces separate its fields.

    Args:
        lines: The first lines.

    Returns:
        The places, counted in characters from 0, which are blank in all lines but titles; none if
        something separates the fields, or no column holds numbers.
    """
    filled = [line.rstrip() for line in lines if line.strip()]
    if (
        len(filled) < _FEWEST_LINES
        or max(map(len, filled)) > _LONGEST
        or not any("  " in line for line in filled)
        or any(map(_OTHER_SEPARATORS.search, filled))
        or any(_separates(filled, each) for each in ", ")
    ):
        return ()
    most = min(_MOST_ABOVE, len(filled) - _FEWEST_LINES)
    # The names are in a line without numbers, below titles that reach over many columns.
    above = takewhile(lambda start: not any(map(is_number, filled[start].split())), range(1, most))
    places = max((_blank_places(filled[start:]) for start in (0, *above)), key=len)
    rows = [cut_apart(line, places).split("\t") for line in filled[len(filled) // 2 :]]
    columns = zip(*(row for row in rows if len(row) == len(places) + 1), strict=True)
    numeric = any(2 * sum(map(is_number, column)) > len(column) for column in columns)
    return places if len(places) >= _FEWEST_CUTS and numeric else ()


def _separates(lines: Sequence[str], separator: str) -> bool:
    """Whether most lines have as many fields with a separator."""
    rows = rows_of([f"{line}\n" for line in lines], separator)
    width, agreeing = max(Counter(len(row.fields) for row in rows).items(), key=itemgetter(1))
    return width > 1 and agreeing > _MOST_AGREEING * len(lines)


def _blank_places(lines: Sequence[str]) -> tuple[int, ...]:
    """The middle of each gap that all lines have between fields.

    A gap of one character may be between the words of a field, unless names are on both sides.
    """
    width = max(map(len, lines))
    blank = [not any(line[place : place + 1].strip() for line in lines) for place in range(width)]
    gaps = re.finditer(r"(?<=x) +(?=(x+))", "".join(" " if each else "x" for each in blank))
    return tuple(
        (gap.start() + gap.end() - 1) // 2
        for gap in gaps
        if len(gap[0]) > 1 or lines[0][gap.start(1) : gap.end(1)].strip()
    )
