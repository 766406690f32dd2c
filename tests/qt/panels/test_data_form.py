"""What the form says of the data."""

from collections.abc import Callable, Iterator
from html import unescape

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES, NOISE_RANGE
from mdn_gui.qt.panels.setup_panel import DataForm
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session
from tests.networks import loaded
from tests.sessions import changed, session_of, weighted
from tests.widgets import find

TABLE = session_of(
    dataset=Dataset(np.zeros((1234, 1)), np.ones((1234, 1)), ("depth",), ("age",)),
    title="cores.csv",
)

type Told = list[tuple[str, float]]


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[DataForm]:
    owner = QWidget()
    qtbot.addWidget(owner)
    form = DataForm()
    owner.setLayout(form)
    form.show_session(loaded(rows=3000))
    owner.show()
    yield form
    del owner  # which pytest would let go of while the form is in use


@pytest.fixture
def told(form: DataForm) -> Told:
    told: Told = []

    def take(act: Act) -> None:
        before, after = (session.data for session in (loaded(3000), act.edit(loaded(3000))))
        assert before.example is not None
        assert after.example is not None
        if after.rows != before.rows:
            told.append(("rows", after.rows))
        if after.example.noise != before.example.noise:
            told.append(("noise", after.example.noise))

    form.changed.connect(take)
    return told


@pytest.fixture
def retype(form: DataForm) -> Callable[[str, str], QAbstractSpinBox]:
    def retype(name: str, text: str) -> QAbstractSpinBox:
        field = find(form.parentWidget(), QAbstractSpinBox, name)
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        return field

    return retype


def seen(form: DataForm, name: str) -> str | None:
    """What a field or label of a name shows; None if it cannot be seen."""
    widget = find(form.parentWidget(), QWidget, name)
    assert isinstance(widget, QLabel | QAbstractSpinBox)
    return widget.text() if widget.isVisible() else None


NAMES = ("data_title", "data_rows", "rows", "noise", "data_input", "data_target")


@pytest.mark.parametrize(
    ("session", "shown"),
    [
        (Session(), ("–", "–", None, None, "–", "–")),
        (TABLE, ("cores.csv", "1,234", None, None, "depth", "age")),
        (loaded(rows=500), ("Inverse sine", None, "500", "1", "x", "y")),
    ],
    ids=["nothing", "table", "problem"],
)
def test_shows_the_data(form: DataForm, session: Session, shown: tuple[str | None, ...]) -> None:
    form.show_session(session)
    assert tuple(seen(form, name) for name in NAMES) == shown


def test_rows_left_out_are_counted_and_named(form: DataForm) -> None:
    dataset = Dataset(np.ones((3, 1)), np.ones((3, 1)), ("x",), ("y",), left_out=2, notes=("Why.",))
    form.show_session(changed(TABLE, dataset=dataset))
    assert seen(form, "data_rows") == "3, 2 left out"
    assert "Why." in find(form.parentWidget(), QWidget, "data_rows").toolTip()


def test_shows_how_noisy_a_problem_is(form: DataForm) -> None:
    form.show_session(changed(loaded(), example=EXAMPLES["step"].with_noise(2.5)))
    assert seen(form, "noise") == "2.5"


def test_showing_tells_nothing(form: DataForm, told: list[object]) -> None:
    for session in (TABLE, loaded(rows=50), Session()):
        form.show_session(session)
    assert told == []


@pytest.mark.parametrize(("name", "typed"), [("rows", "250"), ("noise", "0.5")])
def test_what_is_typed_is_told_alone(
    retype: Callable[[str, str], object], told: Told, name: str, typed: str
) -> None:
    retype(name, typed)
    assert told[-1] == (name, float(typed))


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("rows", "10", "100000"), ("noise", f"{NOISE_RANGE[0]:g}", f"{NOISE_RANGE[1]:g}")],
)
def test_the_range_is_kept(
    form: DataForm, retype: Callable[[str, str], QAbstractSpinBox], name: str, low: str, high: str
) -> None:
    retype(name, high)
    QTest.keyClick(find(form.parentWidget(), QWidget, name), Qt.Key.Key_Up)
    assert seen(form, name) == high
    retype(name, low)
    QTest.keyClick(find(form.parentWidget(), QWidget, name), Qt.Key.Key_Down)
    assert seen(form, name) == low


def test_the_arrows_take_steps_of_a_size_that_suits_the_number(form: DataForm, told: Told) -> None:
    for name in ("rows", "noise"):
        QTest.keyClick(find(form.parentWidget(), QWidget, name), Qt.Key.Key_Up)
    assert told == [("rows", 3100), ("noise", 1.1)]


@pytest.mark.parametrize(("name", "shown"), [("quick", "Quick"), ("recommended", "Recommended")])
def test_names_the_preset_of_the_next_run(form: DataForm, name: str, shown: str) -> None:
    form.show_session(edits.preset(name)(TABLE))
    assert seen(form, "data_preset") == shown
    form.show_session(edits.setting("seed", 7)(TABLE))
    assert seen(form, "data_preset") == "Custom"


def test_it_says_what_columns_hold_and_which_one_weighs_the_rows(form: DataForm) -> None:
    form.show_session(weighted())
    rows, inputs = (find(form.parentWidget(), QLabel, f"data_{name}") for name in ("rows", "input"))
    assert rows.text() == "2, weighted by count"
    assert inputs.text() == "soil, depth"
    assert "soil: 2 levels: 'clay', 'loam'" in unescape(inputs.toolTip())
    assert "depth: seen as its logarithm" in inputs.toolTip()
