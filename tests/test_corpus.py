"""Tables as people have them are read right, or asked about."""

import re

import pytest

from mdn_gui.core import tables
from mdn_gui.core.kinds import Number
from mdn_gui.core.reading import Reading
from mdn_gui.core.tables import TableError
from tests.corpus_cases import Case, cases, is_question, mistake
from tests.corpus_reader import columns_of

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case.path.name for case in CASES])
def test_it_is_read_right_or_asked_about(case: Case) -> None:
    try:
        columns = columns_of(case.path)
    except TableError as error:
        assert is_question(str(error), case), str(error)  # noqa: PT017 - one of two right outcomes
    else:
        assert mistake(columns, case) == ""


def described(case: Case) -> Reading:
    return tables.describe(case.path).reading


@pytest.mark.parametrize("case", [c for c in CASES if c.units], ids=lambda case: case.path.name)
def test_units_are_told(case: Case) -> None:
    columns = described(case).columns
    told = {each.name: each.kind.unit for each in columns if isinstance(each.kind, Number)}
    numbers = {name: unit for name, unit in case.units.items() if name in told}
    assert {name: told[name] for name in numbers} == numbers
    assert numbers


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.left_out_columns], ids=lambda case: case.path.name
)
def test_columns_of_no_use_are_left_out(case: Case) -> None:
    left_out = {column.name for column in described(case).columns if column.kind is None}
    assert left_out >= set(case.left_out_columns)


@pytest.mark.parametrize("case", [c for c in CASES if c.notes], ids=lambda case: case.path.name)
def test_what_must_be_said_is_said(case: Case) -> None:
    reading = described(case)
    said = " ".join((*reading.notes, *reading.dialect.notes))
    assert [word for word in case.notes if word not in said] == []


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.left_out and c.tables], ids=lambda case: case.path.name
)
def test_rows_left_out_are_named(case: Case) -> None:
    reading = described(case)
    said = " ".join((*reading.notes, *reading.dialect.notes))
    bad = {column.first_bad for column in reading.columns}
    named = [row for row in case.left_out if row in bad or re.search(rf"\b{row}\b", said)]
    assert named or "passed over" in said
