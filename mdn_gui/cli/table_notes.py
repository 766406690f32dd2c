"""What the commands say of a table while they read it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mdn_gui.core.files.table_refusals import names_in_short
from mdn_gui.core.kinds import Category
from mdn_gui.core.reading import Reading
from mdn_gui.core.text import say, say_count
from mdn_gui.table_options import marks_of

if TYPE_CHECKING:
    from mdn_gui.core.table import Table


def tell_rows(data: Table, arguments: Namespace) -> None:
    """Say how many rows are read and left out, and what one should know of them."""
    said: str = say_count("{count} row read.", "{count:,} rows read.", data.rows)
    if data.left_out:
        said += " " + say_count("{count} left out.", "{count:,} left out.", data.left_out)
    print(said, file=sys.stderr)
    tell_notes((*data.notes, *mark_notes(arguments, data.reading)))
    if arguments.rare and not any(isinstance(kind, Category) for kind in data.input_kinds):
        tell_notes([say("No input is a category, so that --rare changes nothing.")])


def tell_notes(notes: Iterable[str]) -> None:
    """Say why rows are left out, and what else one should know of a table."""
    for note in notes:
        print(say("Note: {note}", note=note), file=sys.stderr)


def mark_notes(arguments: Namespace, reading: Reading | None) -> Iterator[str]:
    """Say which marks for missing cells no cell holds.

    Args:
        arguments: With the options of a table.
        reading: How it was understood.
    """
    columns = () if reading is None else reading.columns
    for name, mark in marks_of(arguments):
        asked = [column for column in columns if name in ("", column.name)]
        if asked and all(mark in column.unfound_marks for column in asked):
            yield say(
                "No cell of {names} holds {mark!r}, so that --missing-mark changes nothing.",
                names=names_in_short([column.name for column in asked]),
                mark=mark,
            )
