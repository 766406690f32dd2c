"""The pinned places side by side."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.qt.panels.places_panel import PlacesPanel, PlacesTable
from mdn_gui.qt.plots.items import Outline
from mdn_gui.qt.plots.places_plot import PlacesPlot
from mdn_gui.qt.theme import DARK, LIGHT, apply
from mdn_gui.qt.widgets.table_model import TableModel
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, Interval, PinnedPlace
from tests.networks import known_network
from tests.panes import told
from tests.plots import curve
from tests.sessions import changed, session_of
from tests.tables import click_row, header, selected, shown
from tests.widgets import find

WEIGHTS, MEANS, SCALES = np.array([0.25, 0.75]), np.array([-4.0, 4.0]), np.array([0.5, 1.0])
X = np.linspace(0.0, 5.0, 200)[:, None]
# Everywhere the same mixture but for where it lies: at x it is moved by x.
NETWORK = replace(known_network(list(WEIGHTS), MEANS, SCALES, slope=1.0), rows=TrainingRows(X, 200))
PLACES = (PinnedPlace(0, "Tonga", (1.0,)), PinnedPlace(3, "Fiji", (9.0,)))
SESSION = session_of(
    dataset=Dataset(X, X, ("long",), ("depth",)),
    sampled_range=(0.0, 10.0),
    network=NETWORK,
    x=3.0,
    places=PLACES,
)


# A plot that a fixture returned would outlive its test.


def opened(qtbot: QtBot) -> PlacesPanel:
    """The panel, with two places compared."""
    panel = PlacesPanel()
    qtbot.addWidget(panel)
    panel.resize(1000, 300)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    show(qtbot, panel, SESSION)
    return panel


def show(qtbot: QtBot, panel: PlacesPanel, session: Session) -> None:
    """Show a session, and wait for what is found of its places."""
    panel.show_session(session)
    qtbot.waitUntil(lambda: not panel.busy)


def table(panel: PlacesPanel) -> PlacesTable:
    return find(panel, PlacesTable, "places")


def plot(panel: PlacesPanel) -> PlacesPlot:
    return find(panel, PlacesPlot, "places_plot")


def cells(panel: PlacesPanel, row: int) -> dict[str, str]:
    """What is told of a place, by the name of the column."""
    return dict(zip(header(table(panel)), shown(table(panel))[row], strict=True))


def muted(panel: PlacesPanel, row: int) -> list[str]:
    """The columns that are not to be relied on."""
    names, model = header(table(panel)), table(panel).model()
    assert isinstance(model, TableModel)
    return [name for column, name in enumerate(names) if model.cell(row, column).muted]


def probability(x: float, low: float, high: float) -> float:
    """Of an interval of y at x."""
    ends = norm.cdf([[low], [high]], MEANS + x, SCALES) @ WEIGHTS
    return float(ends[1] - ends[0])


def heading(panel: PlacesPanel) -> str:
    return find(panel, QLabel, "places_heading").text()


def test_a_place_has_mean_deviation_modes_region_and_rows_near(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    told_of = cells(panel, 0)
    mean, second = WEIGHTS @ (MEANS + 1.0), WEIGHTS @ ((MEANS + 1.0) ** 2 + SCALES**2)
    assert told_of["Place"] == "Tonga"
    assert float(told_of["Mean"]) == pytest.approx(mean, abs=0.05)
    assert float(told_of["Standard deviation"]) == pytest.approx(
        np.sqrt(second - mean**2), abs=0.005
    )
    assert told_of["Modes"] == "5.0 (75%), -3.0 (25%)"
    assert NETWORK.rows is not None
    assert told_of["Rows near"] == f"{NETWORK.rows.evidence.at([1.0])[0]:.0f}"
    parts = [tuple(map(float, part.split(" to "))) for part in told_of["90% region"].split(", ")]
    assert len(parts) == 2
    assert sum(probability(1.0, *part) for part in parts) == pytest.approx(0.9, abs=0.02)


def test_the_probability_asked_for_is_told_of_every_place(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    hidden = header(table(panel)).index("Rows near") - 1
    assert table(panel).isColumnHidden(hidden)
    show(qtbot, panel, changed(SESSION, interval=Interval(0.0, 5.5)))
    assert not table(panel).isColumnHidden(hidden)
    [name] = [name for name in header(table(panel)) if name.startswith("P(")]
    assert name == "P(0.00 ≤ depth ≤ 5.50)"
    for row, x in enumerate((1.0, 9.0)):
        told_of = cells(panel, row)[name].removeprefix("~")
        assert float(told_of) == pytest.approx(probability(x, 0.0, 5.5), rel=0.005)


def test_between_two_modes_mean_and_deviation_are_muted_and_a_guess_is_all(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    assert muted(panel, 0) == ["Mean", "Standard deviation"]
    assert muted(panel, 1) == ["Mean", "Standard deviation", "Modes", "90% region"]
    assert cells(panel, 1)["Mean"].startswith("~")
    assert cells(panel, 1)["Rows near"] == "0"
    show(qtbot, panel, changed(SESSION, temperature=0.01))
    assert muted(panel, 0) == []
    assert cells(panel, 0)["Modes"] == "5.0"


def test_densities_lie_over_each_other_in_their_colours_dashed_for_a_guess(
    qtbot: QtBot,
) -> None:
    panel = opened(qtbot)
    for place in PLACES:
        y, density = curve(plot(panel), place.name)
        expected = norm.pdf(y[:, None], MEANS + place.values[0], SCALES) @ WEIGHTS
        np.testing.assert_allclose(density, expected, rtol=1e-4, atol=1e-9)
    assert colours(panel) == {
        "Tonga": (LIGHT.place_colours[0], Qt.PenStyle.SolidLine),
        "Fiji": (LIGHT.place_colours[3], Qt.PenStyle.DashLine),
    }
    swatches = [
        table(panel).model().index(row, 0).data(Qt.ItemDataRole.DecorationRole) for row in range(2)
    ]
    assert swatches == [QColor(LIGHT.place_colours[0]), QColor(LIGHT.place_colours[3])]
    bottom, left = plot(panel).getAxis("bottom"), plot(panel).getAxis("left")
    assert (bottom.label.toPlainText().strip(), left.label.toPlainText().strip()) == (
        "depth",
        "density",
    )


def pens(panel: PlacesPanel) -> dict[str, QPen]:
    outlines = [item for item in plot(panel).plotItem.items if isinstance(item, Outline)]
    return {outline.name(): outline.opts["pen"] for outline in outlines}


def colours(panel: PlacesPanel) -> dict[str, tuple[str, Qt.PenStyle]]:
    return {name: (pen.color().name(), pen.style()) for name, pen in pens(panel).items()}


def test_the_colours_are_those_of_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    panel = opened(qtbot)
    apply(qapp, DARK)
    qtbot.waitUntil(lambda: colours(panel)["Tonga"][0] == DARK.place_colours[0])


def test_cdfs_are_drawn_where_they_are_at_the_chosen_x(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    show(qtbot, panel, changed(SESSION, curve=Curve.CDF, variance_factor=4.0))
    y, values = curve(plot(panel), "Tonga")
    np.testing.assert_allclose(
        values, norm.cdf(y[:, None], MEANS + 1.0, 2.0 * SCALES) @ WEIGHTS, atol=1e-6
    )
    assert plot(panel).getAxis("left").label.toPlainText().strip() == "probability"
    assert heading(panel) == "depth at the pinned places, width factor 4"


def test_a_click_or_enter_goes_to_a_place_which_stands_out_then(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    acts = told(panel, SESSION, lambda session: session)
    click_row(table(panel), 1)
    assert acts[-1].resolved.place == (9.0,)
    show(qtbot, panel, changed(SESSION, x=9.0))
    assert selected(table(panel)) == ["Fiji"]
    assert pens(panel)["Fiji"].widthF() > pens(panel)["Tonga"].widthF()
    show(qtbot, panel, SESSION)
    assert selected(table(panel)) == []
    QTest.keyClick(table(panel), Qt.Key.Key_Return)
    assert acts[-1].resolved.place == (9.0,)


def names(session: Session) -> list[str]:
    return [place.name for place in session.view.places]


def test_f2_renames_and_delete_unpins(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    acts = told(panel, SESSION, lambda session: session)
    click_row(table(panel), 1)
    table(panel).setFocus()
    QTest.keyClick(table(panel), Qt.Key.Key_F2)
    field = table(panel).findChild(QLineEdit)
    assert field is not None
    assert field.text() == field.selectedText() == "Fiji"
    QTest.keyClicks(field, "Suva")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(acts[-1]) == ["Tonga", "Suva"])
    QTest.keyClick(table(panel), Qt.Key.Key_Delete)
    assert names(acts[-1]) == ["Tonga"]


def test_a_name_that_is_being_typed_stays_while_numbers_change(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    click_row(table(panel), 0)
    table(panel).setFocus()
    QTest.keyClick(table(panel), Qt.Key.Key_F2)
    field = table(panel).findChild(QLineEdit)
    assert field is not None
    show(qtbot, panel, changed(SESSION, temperature=2.0))
    assert field.selectedText() == "Tonga", "what is typed takes its place"
    QTest.keyClicks(field, "Nuku")
    show(qtbot, panel, changed(SESSION, temperature=3.0))
    assert field.text() == "Nuku"


def test_the_button_pins_or_says_why_not(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    acts = told(panel, SESSION, lambda session: session)
    button = find(panel, QPushButton, "pin_place")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [place.values for place in acts[-1].view.places] == [(1.0,), (9.0,), (3.0,)]
    show(
        qtbot,
        panel,
        changed(SESSION, places=tuple(PinnedPlace(k, str(k), (float(k),)) for k in range(6))),
    )
    assert not button.isEnabled()
    assert "No more than 6 places can be pinned" in button.toolTip()


def test_the_table_is_copied(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    QTest.mouseClick(find(panel, QPushButton, "copy_places"), Qt.MouseButton.LeftButton)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert [line[0] for line in lines] == ["Place", "Tonga", "Fiji"]
    assert lines[1][3] == "5.0 (75%), -3.0 (25%)"


def test_what_to_do_is_said_where_there_is_no_place_or_no_network(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    show(qtbot, panel, changed(SESSION, network=None))
    assert heading(panel) == "Train a network to see the densities at the pinned places."
    assert [row[:2] for row in shown(table(panel))] == [["Tonga", ""], ["Fiji", ""]]
    assert not plot(panel).isVisible()
    show(qtbot, panel, changed(SESSION, places=()))
    assert heading(panel) == "Press P to pin this place and compare up to six."
    assert not table(panel).isVisible()


def test_three_inputs_have_room_without_scrolling(qtbot: QtBot) -> None:
    panel = opened(qtbot)
    panel.resize(1280, 200)
    names = [f"lat -20.{k}, long 181.4{k}, mag 4.6{k}" for k in range(6)]
    places = tuple(PinnedPlace(k, name, (float(k),)) for k, name in enumerate(names))
    show(qtbot, panel, changed(SESSION, places=places, interval=Interval(0.0, 5.5)))
    qtbot.waitUntil(lambda: plot(panel).isVisible())
    assert not table(panel).horizontalScrollBar().isVisible()
    assert table(panel).columnWidth(0) > table(panel).fontMetrics().horizontalAdvance(names[0])
    narrow, wide = plot(panel).width(), table(panel).width()
    panel.resize(1920, 200)
    assert plot(panel).width() > narrow
    assert table(panel).width() > wide
    tip = table(panel).model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert cells(panel, 0)["90% region"] in tip, "the column may be too narrow for all of it"
    assert "The mean lies between the modes" in tip
