"""Which settings are in force, and what is prepared for them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import (
    PRESETS,
    NetworkSettings,
    TrainingSettings,
    presets_for,
    recommended,
)
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.session.data import Data, Points
from tests.acts import preset, setting, settings
from tests.person import Person
from tests.sessions import of_example
from tests.trainings import epoch, scripted
from tests.widgets import find
from tests.workers import working

FEW, MANY = 100, 20_000

YOURS = "The settings are yours, not those recommended for these rows."


class Prepared(NamedTuple):
    """A network that was prepared for, and how many inputs and outputs it has."""

    network: NetworkSettings
    inputs: int
    outputs: int


def table(rows: int, times: int = 1) -> Data:
    """Rows that are all different, each so many times."""
    rng = np.random.default_rng(rows)
    x, y = rng.normal(size=(2, rows, 1)).repeat(times, axis=1)
    dataset = Dataset(x, y, ("depth",), ("age",))
    return Data(dataset, f"{rows}.csv", ((-3.0, 3.0),), distinct=dataset.distinct_rows)


def test_recommended_settings_are_those_of_the_table_loaded(controller: Controller) -> None:
    for count in (FEW, MANY, FEW):
        controller.do(rows.show(table(count)))
        assert controller.session.setup.settings == presets_for(count, inputs=1)["recommended"]
    assert presets_for(FEW, inputs=1)["recommended"] != presets_for(MANY, inputs=1)["recommended"]


def test_copies_of_a_row_count_once(controller: Controller) -> None:
    controller.do(rows.show(table(FEW, times=200)))
    assert controller.session.setup.settings == recommended(FEW, inputs=1)


def test_what_a_person_edited_is_not_overwritten(controller: Controller) -> None:
    controller.do(rows.show(table(FEW)))
    network, training = controller.session.setup.settings
    mine = (network, replace(training, epochs=7))
    controller.do(settings(*mine))
    controller.do(rows.show(table(MANY)))
    assert controller.session.setup.settings == mine
    controller.do(settings(*controller.session.data.recommended))
    controller.do(rows.show(table(FEW)))
    assert controller.session.setup.settings == recommended(FEW, inputs=1)


def test_parts_of_ones_own_stay_and_the_rest_is_recommended(controller: Controller) -> None:
    controller.do(rows.show(table(FEW)))
    controller.do(setting("seed", 7))
    controller.do(rows.show(table(MANY)))
    network, training = controller.session.data.recommended
    assert controller.session.setup.settings == (network, replace(training, seed=7))
    assert controller.session.status.message.endswith("parts are divided as you set it.")
    controller.do(rows.show(table(FEW), {"test_fraction": 0.25, "seed": 0}))
    network, training = controller.session.data.recommended
    assert controller.session.setup.settings == (network, replace(training, test_fraction=0.25))
    controller.state.undo()
    assert controller.session.setup.training.seed == 7


def test_settings_of_ones_own_that_go_over_to_other_rows_are_told(controller: Controller) -> None:
    controller.do(rows.show(table(FEW)))
    controller.do(setting("components", 3))
    controller.do(rows.show(table(MANY)))
    assert controller.session.setup.network.components == 3
    assert controller.session.status.message == f"20000.csv: 20,000 rows loaded. {YOURS}"
    controller.do(rows.draw_own())
    assert controller.session.status.message.endswith(YOURS)
    controller.do(preset("recommended"))
    controller.do(rows.show(table(MANY)))
    assert controller.session.status.message == "20000.csv: 20,000 rows loaded."


def test_other_rows_of_the_same_example_need_no_word_of_the_settings(
    controller: Controller,
) -> None:
    data = replace(table(FEW), origin=of_example(EXAMPLES["gap"]))
    controller.do(setting("components", 3))
    controller.do(rows.show(data))
    assert YOURS in controller.session.status.message
    controller.do(rows.show(replace(data, origin=of_example(EXAMPLES["gap"].with_noise(2.0)))))
    assert controller.session.status.message == "100.csv: 100 rows loaded."


def test_settings_that_happen_to_be_the_recommended_ones_need_no_word(
    controller: Controller,
) -> None:
    controller.do(rows.show(table(FEW)))
    controller.do(settings(*presets_for(MANY, inputs=1)["recommended"]))
    controller.do(rows.show(table(MANY)))
    assert YOURS not in controller.session.status.message


def test_recommended_settings_follow_from_a_table_to_what_is_drawn(controller: Controller) -> None:
    controller.do(rows.show(table(FEW)))
    controller.do(rows.draw_own())
    assert YOURS not in controller.session.status.message
    drawn = np.linspace(0.0, 10.0, 40)
    for _ in range(2):
        controller.do(rows.add_points(Points(drawn, drawn)))
        assert controller.session.setup.settings == recommended(40, inputs=1)
        controller.do(rows.clear())
    controller.do(rows.show(table(MANY)))
    assert controller.session.setup.settings == presets_for(MANY, inputs=1)["recommended"]


def test_the_tutorial_stays_the_tutorial(controller: Controller) -> None:
    controller.do(settings(*PRESETS["tutorial"]))
    controller.do(rows.show(table(FEW)))
    assert controller.session.setup.settings == PRESETS["tutorial"]
    controller.do(rows.show(table(MANY)))
    assert controller.session.setup.settings == presets_for(MANY, inputs=1)["tutorial"]


def test_the_form_says_whether_the_settings_are_the_recommended_ones(
    person: Person, loader: Loader, controller: Controller
) -> None:
    preset = find(person.window, QComboBox, "preset")
    loader.loaded.emit(table(FEW), {})
    person.wait_for_facts("100 rows")
    assert preset.currentText() == "Recommended"
    person.retype("members", "3")
    person.qtbot.waitUntil(lambda: preset.currentText() == "Custom")
    loader.loaded.emit(table(MANY), {})
    person.wait_for_facts("20,000 rows")
    assert preset.currentText() == "Custom"
    assert find(person.window, NumberField, "members").value() == 3
    person.choose("preset", "Recommended")
    assert controller.session.setup.settings == presets_for(MANY, inputs=1)["recommended"]


@pytest.fixture
def prepared() -> list[Prepared]:
    """What the trainer was asked to prepare for so far."""
    return []


@pytest.fixture
def preparing(qtbot: QtBot, prepared: list[Prepared]) -> Iterator[Controller]:
    """With data, once the training was prepared for the settings in force."""
    trainer = Trainer(
        working(
            scripted(epoch(1)),
            lambda network, _, inputs, outputs: prepared.append(Prepared(network, inputs, outputs)),
        )
    )
    controller = Controller(trainer)
    controller.do(rows.show(table(FEW)))
    qtbot.waitUntil(lambda: len(prepared) == 1)
    yield controller
    with qtbot.waitSignal(trainer.closed):
        trainer.close()


def test_a_table_that_is_loaded_is_prepared_for(
    preparing: Controller, prepared: list[Prepared]
) -> None:
    assert prepared == [Prepared(preparing.session.setup.network, 1, 1)]


def test_settings_are_prepared_for_when_typing_has_come_to_rest(
    preparing: Controller, prepared: list[Prepared], qtbot: QtBot
) -> None:
    typed = [NetworkSettings(components=components) for components in (1, 12, 120)]
    for network in typed:
        preparing.do(settings(network, TrainingSettings()))
    qtbot.waitUntil(lambda: len(prepared) > 1)
    assert [each.network for each in prepared[1:]] == typed[-1:]


def test_what_is_trained_at_once_is_not_prepared_for(
    preparing: Controller, prepared: list[Prepared], qtbot: QtBot
) -> None:
    preparing.do(settings(NetworkSettings(components=3), TrainingSettings()))
    with qtbot.waitSignal(preparing.training.run_ended):
        preparing.training.train()
    assert len(prepared) == 1
    later = NetworkSettings(components=4)
    preparing.do(settings(later, TrainingSettings()))
    qtbot.waitUntil(lambda: len(prepared) > 1)
    assert [each.network for each in prepared[1:]] == [later]


def test_as_many_inputs_and_outputs_as_the_table_has_are_prepared_for(
    preparing: Controller, prepared: list[Prepared], qtbot: QtBot
) -> None:
    x, y = np.random.default_rng(0).normal(size=(2, FEW, 3))
    preparing.do(settings(*PRESETS["tutorial"]))
    dataset = Dataset(x[:, :2], y, ("depth", "porosity"), ("age", "mass", "load"))
    preparing.do(rows.show(Data(dataset, "wells.csv")))
    qtbot.waitUntil(lambda: len(prepared) > 1)
    assert prepared[1:] == [Prepared(PRESETS["tutorial"][0], 2, 3)]
