"""The corpus: small tables as people have them, in corpus/, each with what is right beside it.

`corpus/expected.json` lists the files. Of each it says:

- file, about: its name, and what is special about it.
- columns: what each column holds, by its name; one of a list where several are right. kind is
  "number" (booleans are 0 and 1), "category" or "date" (ISO 8601, in UTC where zones are stated).
  Rows that must be left out are not among the values; null is a missing cell. An optional column
  need not be there. A second column of one name is "name (2)"; one without is "column 3" in the
  third place.
- ask: nothing but a refusal is right, whose sentence has these words.
- alternatives: what is right as well; columns that an alternative does not name are as above.
- left_out: rows, as a spreadsheet counts, that are broken, cut or sums of others.
- left_out_columns: identifiers and free text, of no use as inputs or targets.
- units: what the table says that a column is in.
- notes: words that must be said of the table.

No expectation comes from a program that reads tables, this one or another.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

FOLDER: Final = Path(__file__).parent / "corpus"

type Cell = float | str | None
type Columns = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Column:
    """What a column holds; dates are ISO 8601, and None is a missing cell."""

    kind: Literal["number", "category", "date"]
    values: tuple[Cell, ...]
    optional: bool = False


@dataclass(frozen=True)
class Case:
    """A file and what is right.

    Attributes:
        path: The file.
        about: What is special about it.
        tables: Each table that is right: by the name of a column, each content that is right.
        questions: Each refusal that is right: the words that its sentence has.
        left_out: Rows that must be left out, as a spreadsheet counts.
        left_out_columns: Columns of no use.
        units: The unit of columns, by their name.
        notes: Words that must be said.
    """

    path: Path
    about: str
    tables: tuple[Mapping[str, tuple[Column, ...]], ...]
    questions: tuple[tuple[str, ...], ...]
    left_out: tuple[int, ...]
    left_out_columns: tuple[str, ...]
    units: Mapping[str, str]
    notes: tuple[str, ...]


def cases() -> list[Case]:
    """Every file of the corpus."""
    return [_case(entry) for entry in json.loads((FOLDER / "expected.json").read_text("utf-8"))]


def _case(entry: Mapping[str, Any]) -> Case:
    right = [entry, *entry.get("alternatives", ())]
    first = entry.get("columns", {})
    return Case(
        FOLDER / entry["file"],
        entry["about"],
        tuple(_table(first | one["columns"]) for one in right if "columns" in one),
        tuple(tuple(one["ask"]) for one in right if "ask" in one),
        tuple(entry.get("left_out", ())),
        tuple(entry.get("left_out_columns", ())),
        entry.get("units", {}),
        tuple(entry.get("notes", ())),
    )


def _table(columns: Mapping[str, Any]) -> Mapping[str, tuple[Column, ...]]:
    return {
        name: tuple(
            Column(one["kind"], tuple(one["values"]), one.get("optional", False))
            for one in (contents if isinstance(contents, list) else [contents])
        )
        for name, contents in columns.items()
    }


def mistake(columns: Columns, case: Case) -> str:
    """Say what is wrong with a table that a reader made of a file.

    Args:
        columns: The cells of each column by its name: numbers, texts, and dates as those of
            `datetime` or as texts of ISO 8601; None or NaN for a missing one. Columns of which the
            case says nothing are not looked at.
        case: What is right.

    Returns:
        The first mistake, compared with the first table that is right; "" if one of them agrees.
    """
    found = {_plain(name): cells for name, cells in columns.items()}
    mistakes = [_mistake(found, table) for table in case.tables] or ["read without a question"]
    return "" if "" in mistakes else mistakes[0]


def is_question(sentence: str, case: Case) -> bool:
    """Whether a refusal is right: its sentence has all words of one of the case's questions."""
    return any(all(_has(sentence, word) for word in words) for words in case.questions)


def _has(sentence: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence, re.IGNORECASE) is not None


def _plain(name: str) -> str:
    """The name without white space at its ends, and one space for any within."""
    return " ".join(name.split())


def _mistake(found: Columns, table: Mapping[str, tuple[Column, ...]]) -> str:
    for name, contents in table.items():
        cells = found.get(name)
        if cells is None:
            if not any(content.optional for content in contents):
                return f"no column {name}, only {list(found)}"
        elif not any(_agree(cells, content) for content in contents):
            return f"{name} is {list(cells)}, not {list(contents[0].values)}"
    return ""


def _agree(cells: Sequence[object], content: Column) -> bool:
    if len(cells) != len(content.values):
        return False
    agree = {"number": _same_number, "category": _same_text, "date": _same_instant}[content.kind]
    return all(
        _is_missing(cell) if value is None else agree(cell, value)
        for cell, value in zip(cells, content.values, strict=True)
    )


def _is_missing(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def _same_number(cell: object, value: float | str) -> bool:
    return isinstance(cell, int | float | Decimal) and math.isclose(
        float(cell), float(value), rel_tol=1e-9
    )


def _same_text(cell: object, value: float | str) -> bool:
    return isinstance(cell, str) and cell.strip() == value


def _same_instant(cell: object, value: float | str) -> bool:
    return cell is not None and _instant(cell) == _instant(value)


def _instant(cell: object) -> datetime | time | None:
    """The date with its time in UTC, or the time of day; None if the cell is neither."""
    if isinstance(cell, str):
        for parse in (datetime.fromisoformat, time.fromisoformat):
            with suppress(ValueError):
                return _instant(parse(cell.strip()))
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).replace(tzinfo=None) if cell.tzinfo else cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    return cell if isinstance(cell, time) else None
