"""Looking at the network and at the settings that it was trained with."""

import tomllib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import CONTROL, Explorer

HIDDEN, COMPONENTS = 16, 10
"""Of the networks that the led training makes."""


@pytest.fixture
def reading(trained: Explorer) -> Explorer:
    """At the page of the model."""
    trained.open_tab("Model")
    trained.qtbot.waitUntil(lambda: trained.text("layers_heading") == "Network shown")
    return trained


def settings(text: str) -> dict[str, dict[str, object]]:
    """The settings as they were copied, by section; what comes before them is the data."""
    read = tomllib.loads(text)
    data = {name: value for name, value in read.items() if not isinstance(value, dict)}
    return {"data": data, "network": read["network"], "training": read["training"]}


def copied(person: Explorer) -> dict[str, dict[str, object]]:
    """What the button beside the settings copies."""
    QGuiApplication.clipboard().clear()
    person.push("copy_settings")
    return settings(QGuiApplication.clipboard().text())


def test_without_a_network_the_page_says_what_it_needs(person: Explorer) -> None:
    person.choose_example()
    person.open_tab("Model")
    person.qtbot.waitUntil(
        lambda: person.text("layers_heading") == "Train a network to see its layers."
    )
    assert person.text("settings_heading") == "Settings in force"


def test_every_layer_has_its_shape_and_its_parameters(reading: Explorer) -> None:
    outputs = 3 * COMPONENTS  # a weight, a mean and a scale of each
    first, second = (1 + 1) * HIDDEN, (HIDDEN + 1) * HIDDEN
    last = (HIDDEN + 1) * outputs
    assert [row[:3] for row in reading.cells("layers")] == [
        ["Hidden 1", f"(rows, {HIDDEN})", str(first)],
        ["Hidden 2", f"(rows, {HIDDEN})", str(second)],
        ["Mixture", f"(rows, {outputs})", str(last)],
        ["Total", "", f"{first + second + last:,}"],
    ]
    assert [row[3] for row in reading.cells("layers")[:2]] == ["silu", "silu"]


def test_the_layers_are_copied_as_text(reading: Explorer) -> None:
    names, *rows = reading.copy("layers")
    assert names == ["Layer", "Shape", "Parameters", "Activation"]
    assert rows == reading.cells("layers")


def test_the_settings_are_copied_as_text(reading: Explorer) -> None:
    found = copied(reading)
    assert found["data"]["data"] == "Inverse sine"
    assert found["data"]["rows"] == 3000
    assert found["network"]["components"] == int(reading.typed("components"))
    assert found["training"]["epochs"] == int(reading.typed("epochs")) == 5
    assert found["training"]["seed"] == int(reading.typed("seed"))


def test_the_keys_copy_what_the_button_copies(reading: Explorer) -> None:
    field = find(reading.window, QPlainTextEdit, "settings")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_C, CONTROL)
    by_keys = settings(QGuiApplication.clipboard().text())
    assert by_keys == copied(reading)


def test_the_settings_are_those_of_the_run_and_not_of_the_form(
    reading: Explorer, led: LedTraining
) -> None:
    assert reading.text("settings_heading") == "Its settings"
    before = copied(reading)
    reading.retype("components", "7")
    reading.retype("epochs", "3")
    assert copied(reading) == before
    reading.press("Train")
    led.let_end(3)
    reading.wait_for_message("Training finished.")
    reading.qtbot.waitUntil(lambda: copied(reading)["network"]["components"] == 7)
    assert copied(reading)["training"]["epochs"] == 3
