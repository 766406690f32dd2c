"""Texts as values: worded, pickled, marked."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.text import Sentence, pseudo, say, say_count, say_in, translated


def test_a_text_is_worded_with_its_values() -> None:
    assert say("{name!r} has {count:,} rows.", name="a", count=1200) == "'a' has 1,200 rows."


def test_a_text_without_values_keeps_its_braces() -> None:
    assert say("{a}") == "{a}"
    assert say("{a}").format(a=1) == "1"


@pytest.mark.parametrize(("count", "said"), [(0, "0 rows"), (1, "1 row"), (1200, "1,200 rows")])
def test_a_number_of_things_chooses_the_form(count: int, said: str) -> None:
    assert say_count("{count} row", "{count:,} rows", count) == said


def test_a_number_of_numpy_counts_as_well() -> None:
    assert say_count("{count} row", "{count:,} rows", np.int64(1)) == "1 row"


def test_a_text_keeps_what_it_is_about() -> None:
    crossed = pickle.loads(pickle.dumps(say_in("button", "{n} steps").format(n=2)))  # noqa: S301 - of this test
    assert (crossed, crossed.context) == ("2 steps", "button")


def test_what_a_person_wrote_is_no_template() -> None:
    assert say("{name} is there.", name="{secret} %s ⟦").startswith("{secret} %s ⟦")


def test_a_text_crosses_to_another_process_as_what_it_was_made_of() -> None:
    inner = say_count("{count} row", "{count} rows", 3)
    crossed = pickle.loads(pickle.dumps(say("{rows} in {file}", rows=inner, file="a.csv")))  # noqa: S301 - of this test
    assert crossed == "3 rows in a.csv"
    assert (crossed.templates, crossed.values["rows"].templates) == (
        ("{rows} in {file}",),
        ("{count} row", "{count} rows"),
    )


def test_the_text_of_an_exception_is_still_one() -> None:
    assert isinstance(str(ValueError(say("No."))), Sentence)


def test_nothing_is_translated_without_a_catalogue() -> None:
    assert translated("Export...") is None
    assert translated("") is None


@given(st.text())
def test_the_pseudo_language_marks_every_text_that_is_one(text: str) -> None:
    assert pseudo(text) == text if not text.strip() else pseudo(text)[0] + pseudo(text)[-1] == "⟦⟧"


@pytest.mark.parametrize("kept", ["{name!r:>5}", "%(prog)s", "<b>", "</p>", "&nbsp;", "%s"])
def test_the_pseudo_language_leaves_what_is_no_text(kept: str) -> None:
    assert kept in pseudo(f"Open {kept} now")
