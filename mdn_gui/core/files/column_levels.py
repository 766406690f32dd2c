"""Columns of text as levels of a category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import number
from mdn_gui.core.files.column_readings import Column, Understood, of_kind, without_kind
from mdn_gui.core.files.table_refusals import in_short
from mdn_gui.core.kinds import OTHER, Category
from mdn_gui.core.levels import level_counts
from mdn_gui.core.option_names import by_option
from mdn_gui.core.text import say, say_count

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

MOST_LEVELS = 100
"""Text of more different values is no category unless a person says so."""


MOST_CHOSEN_LEVELS = 1000
"""Text of more different values is no category."""


def of_levels(column: Column, text: pa.ChunkedArray, missing: Flags) -> Understood:
    """A column of levels, or of too many different texts."""
    present = ~missing
    known = column.role.known
    if isinstance(known, Category):
        return _known_levels(column, known, text, missing)
    counted = pc.value_counts(text.filter(pa.array(present)))
    levels = len(counted)
    if levels > MOST_CHOSEN_LEVELS or (
        column.wanted != "category"
        and not column.declared
        and (levels > MOST_LEVELS or 3 * levels > 2 * np.count_nonzero(present))
    ):
        return without_kind(column, missing, too_many(column.name, levels))
    names, counts = (counted.field(name).to_pylist() for name in ("values", "counts"))
    kind = category(dict(zip(names, counts, strict=True)))
    reason = say_count("text of {count} level", "text of {count:,} levels", len(kind.levels))
    return of_kind(column, _codes(text, kind, present), missing, kind, reason)


def category(counts: Mapping[str, int], rare: int = 0) -> Category:
    """The category of a column of text.

    Args:
        counts: How many rows have each text.
        rare: In fewer rows than this, a text is no level of its own; 0 if each is.
    """
    kept = sorted((name for name, count in counts.items() if count >= rare), key=_in_order)
    if rare:
        kept.append(_free(OTHER, list(counts)))
    return Category(tuple(kept), other=rare > 0)


def _known_levels(
    column: Column, known: Category, text: pa.ChunkedArray, missing: Flags
) -> Understood:
    """Levels that a model knows; others are its level for others, or bad."""
    kind = replace(known, missing=False)
    reason = say_count("text of {count} level", "text of {count:,} levels", len(known.levels))
    return of_kind(column, _codes(text, kind, ~missing), missing, kind, reason)


def _codes(text: pa.ChunkedArray, kind: Category, present: Flags) -> Floats:
    """The index of each cell's level, `(rows,)`; NaN where a cell is missing or has none."""
    levels = kind.levels[:-1] if kind.other else kind.levels
    codes: Floats = (
        pc.index_in(text, pa.array(levels, pa.string())).cast(pa.float64()).to_numpy().copy()
    )
    strange = np.isnan(codes) & present
    if strange.any():
        # 1 and 1.0 are one level, as programs write it, and so are true and True.
        alike = _alike(levels)
        cells = text.filter(pa.array(strange)).dictionary_encode().combine_chunks()
        found = np.array(
            [alike.get(_plainly(cell), np.nan) for cell in cells.dictionary.to_pylist()]
        )
        codes[strange] = found[cells.indices.to_numpy(zero_copy_only=False).astype(np.intp)]
    if kind.other:
        codes[np.isnan(codes)] = len(kind.levels) - 1
    codes[~present] = np.nan
    return codes


def _alike(levels: Sequence[str]) -> Mapping[float | str, float]:
    """The index of each level by what is the same in all ways to write it; none where two are."""
    plainly = [_plainly(level) for level in levels]
    return {key: float(i) for i, key in enumerate(plainly) if plainly.count(key) == 1}


def _plainly(level: str) -> float | str:
    value, word = number(level, "point"), level.casefold()
    if np.isfinite(value):
        return value
    return word if word in ("true", "false") else level


def regrouped(kind: Category, codes: Floats, rare: int) -> tuple[Category, Floats]:
    """Keep the levels that rows have, and make one of those of few rows.

    Args:
        kind: Levels, some of which may be in no row.
        codes: The index of each row's level, `(rows,)`; NaN where it is missing.
        rare: See `category`.

    Returns:
        The category, and the index of each row's level in it.
    """
    found = level_counts(kind, codes)
    if not found or (not rare and len(found) == len(kind.levels)):
        return kind, codes
    new = category(found, rare)
    places = {name: place for place, name in enumerate(new.levels)}
    last = len(new.levels) - 1
    moved = np.array([places.get(name, last) for name in kind.levels], np.float64)
    again = codes.copy()
    given = np.isfinite(codes)
    again[given] = moved[codes[given].astype(np.intp)]
    return new, again


def _in_order(level: str) -> tuple[float, str]:
    """Levels that are numbers by their size, before others by the alphabet."""
    value = number(level, "point")
    return (value if np.isfinite(value) else np.inf), level


def _free(name: str, taken: Sequence[str]) -> str:
    return name if name not in taken else _free(f"{name} ", taken)


def too_many(name: str, levels: int) -> str:
    """Say that a column has too many levels; the rest of a sentence about a table."""
    if levels > MOST_CHOSEN_LEVELS:
        return say(
            "column {column} holds text of {count:,} different values, too many for a category; "
            "choose another column.",
            column=in_short(name),
            count=levels,
        )
    return say_count(
        "column {column} holds text of one value, too little to be taken for a category; choose "
        "another column, write numbers in place of the text, or take it for a category{option}.",
        "column {column} holds text of {count:,} different values, such as names or numbers "
        "of things; choose another column, write numbers in place of the text, or take it for a "
        "category{option}.",
        levels,
        option=by_option("categories"),
        column=in_short(name),
    )
