"""The corpus fits together, and its comparison takes what is right and nothing else."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from tests.corpus_cases import FOLDER, Case, Column, cases, is_question, mistake

CASES = cases()

NUMBERS = Column("number", (1.5, None, 0.0))
LEVELS = Column("category", ("a", "b", None))
ONE = {"x": (NUMBERS,), "level": (LEVELS,)}
"""One table: a number and a category of three rows."""


def case(*tables: Mapping[str, tuple[Column, ...]], ask: tuple[str, ...] = ()) -> Case:
    return Case(Path("a.csv"), "", tables, (ask,) if ask else (), (), (), {}, ())


def test_every_file_has_one_expectation() -> None:
    there = {path.name for path in FOLDER.iterdir()} - {"expected.json", ".gitattributes"}
    assert sorted(case.path.name for case in CASES) == sorted(there)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.name)
def test_each_expectation_agrees_with_itself_alone(case: Case) -> None:
    assert case.tables or case.questions
    for table in case.tables:
        kinds = [content for contents in table.values() for content in contents]
        assert len({len(content.values) for content in kinds}) == 1
        right = {name: contents[0].values for name, contents in table.items()}
        assert not mistake(right, case)
        assert mistake({name: cells[:-1] for name, cells in right.items()}, case)


def test_missing_cells_names_and_numbers_may_be_spelled_as_readers_do() -> None:
    numbers = [1.5 + 1e-12, float("nan"), False]
    assert not mistake({" x ": numbers, "level": ["a ", "b", None], "more": [1]}, case(ONE))


@pytest.mark.parametrize(
    "wrong",
    [
        {"x": [1.5, None, 0.0]},
        {"x": ["1.5", None, "0"], "level": ["a", "b", None]},
        {"x": [1.5, 0.0, 0.0], "level": ["a", "b", None]},
        {"x": [1.5, None, 0.0], "level": ["a", "b", ""]},
        {"x": [1.5, None, 1e-300], "level": ["a", "b", None]},
        {"x": [1.5, None, 0.0, None], "level": ["a", "b", None, None]},
    ],
    ids=["a column lacks", "texts", "not missing", "an empty text", "not 0", "a row more"],
)
def test_what_is_wrong_is_told(wrong: dict[str, list[object]]) -> None:
    assert mistake(wrong, case(ONE))


def test_a_column_may_be_one_of_several_or_not_there() -> None:
    either = case(
        {
            "x": (NUMBERS, Column("category", ("1.5", None, "0"))),
            "n": (Column("number", (), optional=True),),
        }
    )
    assert not mistake({"x": ["1.5", None, "0"]}, either)
    assert mistake({"x": ["1.5", None, "0"], "n": [1, 2, 3]}, either)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2024, 3, 1), "2024-03-01"),
        ("2024-03-01 12:30", "2024-03-01T12:30:00"),
        (datetime(2024, 3, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2024-02-29T23:00:00"),
        (time(12, 30), "12:30:00"),
    ],
)
def test_dates_are_instants(cell: object, expected: str) -> None:
    table = case({"t": (Column("date", (expected,)),)})
    assert not mistake({"t": [cell]}, table)
    assert mistake({"t": ["01.03.2024"]}, table)
    assert mistake({"t": [None]}, table)


def test_a_question_has_all_words_as_words() -> None:
    asked = case(ONE, ask=("row 4", "sampled"))
    assert is_question("In Row 4 of a.csv, 'sampled' is 01/02/2020: day or month first?", asked)
    assert not is_question("In row 40 of a.csv, 'sampled' is 01/02/2020.", asked)
    assert not is_question("In row 4 of a.csv, 'sampled' is 01/02/2020.", case(ONE))


def test_a_table_without_its_question_is_wrong() -> None:
    assert mistake({"x": [1.0]}, case(ask=("x",)))
