"""The row in question."""

from functools import partial
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.split import Parts
from mdn_gui.qt.panels.row_panel import RowPanel
from mdn_gui.qt.theme import DARK, LIGHT, Theme, apply
from mdn_gui.qt.widgets.tables import CopyableTable
from mdn_gui.session.data import Data
from tests.networks import known_network
from tests.sessions import changed, session_of
from tests.tables import shown
from tests.widgets import find

WEIGHTS, MEANS, SCALES = np.array([0.3, 0.6998, 0.0002]), np.array([-2.0, 2.0, 1.0]), np.ones(3)
ROWS = Dataset(
    np.array([[1.5], [2.5], [3.5]]), np.array([[0.25], [9.0], [1e200]]), ("depth",), ("age",)
)
SESSION = session_of(
    dataset=ROWS,
    network=known_network(tuple(WEIGHTS), tuple(MEANS), tuple(SCALES)),
    row=0,
)


@pytest.fixture
def panel(qtbot: QtBot) -> RowPanel:
    panel = RowPanel()
    qtbot.addWidget(panel)
    panel.resize(400, 220)
    panel.show_session(SESSION)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def table(panel: RowPanel) -> CopyableTable:
    return find(panel, CopyableTable, "row")


def heading(panel: RowPanel, name: str = "row") -> str:
    return find(panel, QLabel, f"{name}_heading").text()


def facts(panel: RowPanel) -> dict[str, str]:
    return dict(shown(table(panel)))


def used_for(panel: RowPanel, part: str) -> bool:
    return facts(panel)["Used for"] == part


def test_says_which_row_is_in_question(panel: RowPanel) -> None:
    assert heading(panel) == "Row 1"
    assert facts(panel)["Row"] == "1"
    assert float(facts(panel)["depth"]) == 1.5
    assert float(facts(panel)["age"]) == 0.25


def test_says_what_the_run_used_the_row_for(panel: RowPanel, qtbot: QtBot) -> None:
    training = TrainingSettings(validation_fraction=0.3, test_fraction=0.3)
    parts = ROWS.split_rows(training.holdout)
    for part in ("training", "validation", "test"):
        (row,) = getattr(parts, part).tolist()
        settings = NetworkSettings(), training
        panel.show_session(changed(SESSION, row=row, run_settings=settings))
        qtbot.waitUntil(partial(used_for, panel, part))
    other = changed(SESSION, row=0, run_settings=settings, run_data=Data())
    panel.show_session(other)
    assert "Used for" not in facts(panel)


def test_says_which_rows_members_take_turns_to_hold_out(panel: RowPanel, qtbot: QtBot) -> None:
    settings = NetworkSettings(), TrainingSettings(folds=2, validation_fraction=0.3)
    data = Dataset(ROWS.inputs.repeat(4, 0), np.arange(12.0)[:, None], ("depth",), ("age",))
    parts = data.split_rows(settings[1].holdout)
    assert parts.folds is not None
    for row, part in ((int(parts.training[0]), "in turn"), (int(parts.training[-1]), "training")):
        session = changed(SESSION, dataset=data, row=row, run_settings=settings)
        panel.show_session(changed(session, run_data=session.data))
        qtbot.waitUntil(partial(used_for, panel, part))


def test_does_not_wait_until_a_long_table_is_divided(
    panel: RowPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on, divide = Event(), Dataset.split_rows

    def slow(dataset: Dataset, holdout: Holdout) -> Parts:
        assert going_on.wait(10)
        return divide(dataset, holdout)

    monkeypatch.setattr(Dataset, "split_rows", slow)
    settings = NetworkSettings(), TrainingSettings(validation_fraction=0.3, test_fraction=0.3)
    panel.show_session(changed(SESSION, row=0, run_settings=settings))
    panel.show_session(changed(SESSION, row=1, run_settings=settings))
    assert (heading(panel), facts(panel)["Used for"]) == ("Row 2", "…")
    assert panel.busy
    with qtbot.waitSignal(panel.rested):
        going_on.set()
    part = divide(ROWS, settings[1].holdout).part_of(1)
    assert facts(panel)["Used for"] == part
    panel.show_session(changed(SESSION, row=0, run_settings=settings))
    assert not panel.busy, "the parts are known"


def test_answers_what_the_mixture_says_of_it(panel: RowPanel) -> None:
    shown_facts = facts(panel)
    expected = {
        "Log-density (nats)": np.log(WEIGHTS @ norm.pdf(0.25, MEANS, SCALES)),
        "PIT": WEIGHTS @ norm.cdf(0.25, MEANS, SCALES),
    }
    for name, value in expected.items():
        assert float(shown_facts[name]) == pytest.approx(value, abs=0.005)
    assert "Standardised residual" not in shown_facts, "there are two modes"


def test_a_density_of_one_mode_has_a_residual(panel: RowPanel) -> None:
    panel.show_session(changed(SESSION, network=known_network([1.0], [2.0], [0.5])))
    assert float(facts(panel)["Standardised residual"]) == pytest.approx((0.25 - 2.0) / 0.5)


def test_responsibilities_come_highest_first_and_tiny_ones_are_left_out(panel: RowPanel) -> None:
    joint = WEIGHTS * norm.pdf(0.25, MEANS, SCALES)
    first, second = joint[:2] / joint.sum()
    rows = shown(table(panel))[-3:]
    assert rows[0] == ["Responsibilities", ""]
    order = sorted([(first, "Component 1"), (second, "Component 2")], reverse=True)
    assert [row[0] for row in rows[1:]] == [name for _, name in order]
    assert [float(row[1]) for row in rows[1:]] == pytest.approx(
        [share for share, _ in order], abs=5e-4
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_components_have_their_colours(panel: RowPanel, theme: Theme, qapp: QApplication) -> None:
    apply(qapp, theme)
    model = table(panel).model()
    names = [row[0] for row in shown(table(panel))]
    for component in (0, 1):
        cell = model.index(names.index(f"Component {component + 1}"), 0)
        colour = cell.data(Qt.ItemDataRole.DecorationRole)
        assert colour.name() == theme.component_colour(component)


def test_a_row_far_out_keeps_the_digits_of_its_tail(panel: RowPanel) -> None:
    panel.show_session(changed(SESSION, row=1))
    tail = float(WEIGHTS @ norm.sf(9.0, MEANS, SCALES))
    assert 1.0 - float(facts(panel)["PIT"]) == pytest.approx(tail, rel=0.01)


def test_a_row_too_far_out_for_any_density_has_responsibilities(panel: RowPanel) -> None:
    panel.show_session(changed(SESSION, row=2))
    assert facts(panel)["PIT"] == "1.00"
    # Equally wide and, as far as doubles tell, equally near: their weights decide.
    shares = [float(facts(panel)[f"Component {number}"]) for number in (1, 2)]
    assert shares == pytest.approx(WEIGHTS[:2], abs=0.01)


def test_follows_temperature_and_spread(panel: RowPanel) -> None:
    panel.show_session(changed(SESSION, temperature=1e-3, variance_factor=4.0))
    expected = norm.logpdf(0.25, MEANS[1], 2.0)
    assert float(facts(panel)["Log-density (nats)"]) == pytest.approx(expected, abs=5e-3)


def test_says_what_to_do_while_no_row_is_in_question(panel: RowPanel) -> None:
    panel.show_session(changed(SESSION, row=None))
    assert heading(panel) == "Click a row, or pick one of the least likely."
    assert not table(panel).isVisible()
    panel.show_session(changed(SESSION, network=None))
    assert heading(panel) == "Train a network to question a row."


def test_the_button_copies_the_answers(panel: RowPanel) -> None:
    QTest.mouseClick(find(panel, QPushButton, "copy_row"), Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Quantity\tValue"
    assert lines[1:] == ["\t".join(row) for row in shown(table(panel))]


def test_each_answer_says_what_it_is(panel: RowPanel) -> None:
    model = table(panel).model()
    tips = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(6)]
    assert all(tips)
    assert "integral transform" in tips[4]


def test_catches_up_when_it_is_seen_again(panel: RowPanel) -> None:
    panel.hide()
    panel.show_session(changed(SESSION, row=1))
    assert heading(panel) == "Row 1"
    assert QThreadPool.globalInstance().activeThreadCount() == 0
    panel.show()
    assert heading(panel) == "Row 2"
