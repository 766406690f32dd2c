"""The form of data, network and training."""

from collections.abc import Callable
from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import PRESETS, RANGES, NetworkSettings, TrainingSettings
from mdn_gui.qt import theme
from mdn_gui.qt.panels.setup_panel import SetupPanel
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.qt.widgets.section import Section
from mdn_gui.session.data import Data, FromExample, Settings
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.forms import Forms
from tests.more_settings import MoreTraining
from tests.networks import loaded
from tests.panes import told
from tests.sessions import changed, session_of
from tests.widgets import around, find, unfold, unfold_all

type Made = list[Session]


def rows(count: int) -> Dataset:
    """So many rows, no two alike."""
    return Dataset(np.arange(float(count))[:, None], np.ones((count, 1)), ("depth",), ("age",))


RECOMMENDED = Data(rows(1234)).recommended
SESSION = session_of(
    dataset=rows(1234),
    title="cores.csv",
    network_settings=RECOMMENDED[0],
    training_settings=RECOMMENDED[1],
)
NAMES = [field.name for settings in PRESETS["tutorial"] for field in fields(settings)]

OF_EXAMPLE = ("rows", "noise")


@pytest.fixture
def panel(qtbot: QtBot) -> Forms:
    panel = Forms()
    qtbot.addWidget(panel)
    panel.show_session(SESSION)
    panel.resize(270, 800)
    panel.show()
    unfold_all(panel)
    return panel


@pytest.fixture
def made(panel: Forms) -> Made:
    """What a person makes of the session in the form, from now on."""
    return told(panel, SESSION, lambda session: session)


def changes(session: Session) -> dict[str, object]:
    """The settings that are other than at first, by name."""
    now, first = (
        asdict(network) | asdict(training)
        for network, training in (session.setup.settings, RECOMMENDED)
    )
    return {name: value for name, value in now.items() if value != first[name]}


@pytest.fixture
def retype(panel: Forms) -> Callable[[str, str], None]:
    def retype(name: str, text: str) -> None:
        field = find(panel, QWidget, name)
        assert isinstance(field, QLineEdit | NumberField)
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)

    return retype


def text_of(panel: Forms, name: str) -> str:
    field = find(panel, QWidget, name)
    if isinstance(field, QComboBox):
        return field.currentText()
    if isinstance(field, QCheckBox):
        return "yes" if field.isChecked() else "no"
    assert isinstance(field, QLineEdit | NumberField | QLabel)
    return field.text()


def show(panel: Forms, settings: Settings, session: Session = SESSION) -> None:
    network, training = settings
    panel.show_session(changed(session, network_settings=network, training_settings=training))


def test_shows_the_data(panel: Forms) -> None:
    shown = [text_of(panel, f"data_{name}") for name in ("title", "rows", "input", "target")]
    assert shown == ["cores.csv", "1,234", "depth", "age"]


def test_shows_that_there_is_no_data(panel: Forms) -> None:
    panel.show_session(Session())
    assert text_of(panel, "data_rows") == "–"


def test_rows_of_a_built_in_problem_are_told_as_the_form_is_edited(panel: Forms) -> None:
    panel.show_session(loaded())
    origins = told(panel, loaded(), lambda session: session.data.origin)
    for name in ("rows", "noise"):
        QTest.keyClick(find(panel, QWidget, name), Qt.Key.Key_Up)
    assert origins == [
        FromExample("inverse-sine", 310, 1.0, seed=0),
        FromExample("inverse-sine", 310, 1.1, seed=0),
    ]


def test_shows_every_setting(panel: Forms) -> None:
    network = NetworkSettings(
        hidden=(7, 8, 9),
        activation="relu",
        components=3,
        members=4,
        standardize=True,
        scale_floor=1e-5,
    )
    training = TrainingSettings(
        epochs=12,
        batch_size=34,
        learning_rate=0.25,
        schedule="cosine",
        warm_up=0.1,
        optimizer="adamw",
        weight_decay=1e-4,
        dropout=0.2,
        input_noise=0.01,
        target_noise=0.02,
        beta=0.5,
        clip_norm=5.0,
        patience=7,
        recipes=2,
        stacking=True,
        folds=4,
        validation_fraction=0.4,
        test_fraction=0.2,
        seed=99,
    )
    show(panel, (network, training))
    assert {name: text_of(panel, name) for name in NAMES} == {
        "hidden": "7, 8, 9",
        "activation": "ReLU",
        "components": "3",
        "members": "4",
        "standardize": "yes",
        "spread_means": "no",
        "scale_floor": "1e-5",
        "epochs": "12",
        "batch_size": "34",
        "learning_rate": "0.25",
        "schedule": "Cosine",
        "warm_up": "0.1",
        "optimizer": "AdamW",
        "weight_decay": "0.0001",
        "dropout": "0.2",
        "input_noise": "0.01",
        "target_noise": "0.02",
        "beta": "0.5",
        "clip_norm": "5",
        "patience": "7",
        "recipes": "2",
        "stacking": "yes",
        "folds": "4",
        "validation_fraction": "0.4",
        "test_fraction": "0.2",
        "seed": "99",
    }
    assert text_of(panel, "preset") == "Custom"


def test_showing_settings_tells_nothing(panel: Forms, made: Made) -> None:
    for settings in (PRESETS["tutorial"], RECOMMENDED):
        show(panel, settings)
    assert made == []


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("hidden", "32, 16", (32, 16)),
        ("hidden", "", ()),
        ("components", "5", 5),
        ("members", "3", 3),
        ("scale_floor", "1e-6", 1e-6),
        ("epochs", "1000", 1000),
        ("batch_size", "256", 256),
        ("learning_rate", "1e-3", 0.001),
        ("test_fraction", "0.25", 0.25),
        ("seed", "7", 7),
    ],
)
def test_a_typed_value_is_told_alone(
    made: Made, retype: Callable[[str, str], None], name: str, typed: str, value: object
) -> None:
    retype(name, typed)
    assert changes(made[-1]) == {name: value}


@pytest.mark.parametrize("name", ["standardize", "spread_means"])
def test_a_box_is_told(panel: Forms, made: Made, name: str) -> None:
    QTest.mouseClick(find(panel, QWidget, name), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert [changes(session) for session in made] == [{name: False}]


@pytest.mark.parametrize(("name", "value"), [("activation", "relu"), ("schedule", "constant")])
def test_a_choice_is_told(panel: Forms, made: Made, name: str, value: str) -> None:
    QTest.keyClick(find(panel, QWidget, name), Qt.Key.Key_Up)
    assert [changes(session) for session in made] == [{name: value}]


def test_a_preset_is_told_and_named_again_when_its_settings_are_reached(
    panel: Forms, made: Made
) -> None:
    tutorial = SESSION.data.presets["tutorial"]
    for _ in range(2):
        QTest.keyClick(find(panel, QWidget, "preset"), Qt.Key.Key_Down)
    chosen = [session.setup.settings for session in made]
    assert chosen == [SESSION.data.presets["quick"], tutorial]
    network, training = tutorial
    for epochs, name in ((200, "Tutorial"), (7, "Custom"), (200, "Tutorial")):
        show(panel, (network, replace(training, epochs=epochs)))
        assert text_of(panel, "hidden") == "15, 15"
        assert text_of(panel, "preset") == name


def test_the_next_run_says_how_many_members_it_trains(panel: Forms) -> None:
    session = session_of(dataset=rows(300))
    show(panel, session.data.presets["recommended"], session)
    assert text_of(panel, "planned_members") == "10 members: 2 recipes × 5 folds"
    show(panel, session.data.presets["quick"], session)
    assert text_of(panel, "planned_members") == "1 member"


def test_the_preset_recommended_is_that_of_the_rows_loaded(panel: Forms) -> None:
    few = changed(SESSION, dataset=rows(64))
    show(panel, RECOMMENDED, few)
    assert text_of(panel, "preset") == "Custom"
    show(panel, PRESETS["tutorial"], few)
    chosen = told(panel, few, lambda session: session.setup.settings)
    for _ in range(2):
        QTest.keyClick(find(panel, QWidget, "preset"), Qt.Key.Key_Up)
    assert chosen == [few.data.presets["quick"], few.data.recommended]
    show(panel, few.data.presets["recommended"], few)
    assert text_of(panel, "preset") == "Recommended"
    assert text_of(panel, "components") == "3"


@pytest.mark.parametrize("typed", ["64, x", "0", "5000", "-3", "1,2,3,4,5,6,7,8,9"])
def test_wrong_widths_are_explained_and_not_told(
    panel: Forms, made: Made, retype: Callable[[str, str], None], typed: str
) -> None:
    retype("hidden", "7")
    QTest.keyClick(find(panel, QWidget, "hidden"), Qt.Key.Key_Return)
    retype("hidden", typed)
    note = find(panel, QLabel, "hidden_note")
    assert note.isVisible()
    assert "whole numbers from 1 to 4096" in note.text()
    assert changes(made[-1]) == {"hidden": (7,)}
    panel.show_session(made[-1])
    assert text_of(panel, "hidden") == typed, "what is being typed stays"
    assert "7 stays in force" in note.text()


def test_a_preset_replaces_wrong_widths(
    panel: Forms, made: Made, retype: Callable[[str, str], None]
) -> None:
    retype("hidden", "64, 64, x")
    QTest.keyClick(find(panel, QWidget, "preset"), Qt.Key.Key_Down)
    panel.show_session(made[-1])
    assert text_of(panel, "hidden") == "64, 64"
    assert find(panel, QLabel, "hidden_note").isHidden()


def test_wrong_widths_take_the_warning_colour_of_the_theme(
    panel: Forms, retype: Callable[[str, str], None]
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, theme.DARK)
    field = find(panel, QLineEdit, "hidden")
    plain = field.palette().text().color().name()
    retype("hidden", "x")
    assert field.palette().text().color().name() == theme.DARK.warning
    retype("hidden", "8")
    assert field.palette().text().color().name() == plain


def test_what_is_refused_is_told_until_all_is_mended(
    panel: Forms, retype: Callable[[str, str], None]
) -> None:
    refused = told(panel, SESSION, lambda session: session.status.refusal)
    rates = told(panel, SESSION, lambda session: session.setup.training.learning_rate)
    retype("learning_rate", "0,001,5")
    assert refused[-1].startswith("Learning rate: “0,001,5” is not a number.")
    retype("hidden", "8, x")
    retype("learning_rate", "0,001")
    assert refused[-1].startswith("Hidden layers: Write up to 8 whole numbers")
    assert rates[-1] == 0.001
    retype("hidden", "8")
    assert refused[-1] == ""


def test_a_preset_replaces_a_refused_number_though_it_is_the_one_in_force(
    panel: Forms, made: Made, retype: Callable[[str, str], None]
) -> None:
    retype("epochs", "1,000")
    panel.show_session(made[-1])
    assert text_of(panel, "epochs") == "1,000"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(find(panel, QWidget, "preset"), key)
    panel.show_session(made[-1])
    assert text_of(panel, "epochs") == str(RECOMMENDED[1].epochs)


@pytest.mark.parametrize("name", ["components", "members", "epochs", "batch_size", "seed"])
def test_offers_the_whole_range(panel: Forms, name: str) -> None:
    field = find(panel, NumberField, name)
    assert (field.minimum(), field.maximum()) == RANGES[name]


def test_is_locked_with_a_reason_while_a_run_is_under_way(panel: Forms) -> None:
    session = changed(SESSION, training_settings=replace(RECOMMENDED[1], folds=1))
    panel.show_session(session)
    tips = {name: find(panel, QWidget, name).toolTip() for name in NAMES}
    panel.show_session(changed(session, phase=Phase.TRAINING))
    for name in (*NAMES, *OF_EXAMPLE, "preset"):
        field = find(panel, QWidget, name)
        assert not field.isEnabled()
        assert "while a run is under way" in field.toolTip()
    panel.show_session(session)
    assert all(find(panel, QWidget, name).isEnabled() for name in NAMES)
    assert {name: find(panel, QWidget, name).toolTip() for name in NAMES} == tips


def test_every_control_has_a_name_and_a_tooltip(panel: Forms) -> None:
    controls = [find(panel, QWidget, name) for name in (*NAMES, *OF_EXAMPLE, "preset")]
    assert all(control.accessibleName() and control.toolTip() for control in controls)
    names = [control.accessibleName() for control in controls]
    assert len(set(names)) == len(names)


def test_a_setting_that_is_described_has_a_field(qtbot: QtBot) -> None:
    panel = SetupPanel(kinds=(NetworkSettings, MoreTraining))
    qtbot.addWidget(panel)
    session = changed(SESSION, training_settings=MoreTraining(momentum=0.5))
    panel.show_session(session)
    panel.show()
    field = find(panel, NumberField, "momentum")
    assert (field.text(), field.accessibleName()) == ("0.5", "Momentum")
    assert "Share of the last step" in field.toolTip()
    assert (field.minimum(), field.maximum()) == (0.0, 0.99)
    [label] = [each for each in panel.findChildren(QLabel) if each.buddy() is field]
    assert label.text() == "Momentum"
    [section] = [each for each in around(field) if isinstance(each, Section)]
    assert section.heading.text() == "Regularization"
    unfold(field)
    settings = told(panel, session, lambda session: session.setup.training)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert settings == [MoreTraining(momentum=0.53)]
