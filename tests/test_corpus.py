"""Tables as people have them are read right, or asked about."""

import pytest

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
