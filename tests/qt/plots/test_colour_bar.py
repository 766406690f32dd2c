"""The bar that says what the colours of a density mean."""

from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from mdn_gui.core.colour import BAND_TONES, TONES, Colour
from mdn_gui.qt.plots.colour_bar import ColourBar
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from tests.plots import blank, export


def drawn(qtbot: QtBot) -> tuple[Plot, ColourBar]:
    """A plot, and a bar that is beside it."""
    plot = blank(qtbot, (0.0, 1.0), (0.0, 1.0))
    bar = ColourBar(plot)
    bar.show(Colour.PROBABILITY)
    qtbot.waitUntil(lambda: axis(plot).sceneBoundingRect().height() > 300)
    return plot, bar


def axis(plot: Plot) -> pg.AxisItem:
    """The numbers beside the bar."""
    axes = [item for item in plot.scene().items() if isinstance(item, pg.AxisItem)]
    [found] = [item for item in axes if item.orientation == "right" and item.isVisible()]
    return found


def written(plot: Plot) -> list[str]:
    """What stands beside the bar, from below."""
    return [text for _, text in axis(plot)._tickLevels[0]]  # noqa: SLF001 - pyqtgraph's own


def places(plot: Plot, count: int) -> list[QPointF]:
    """Points of the bar from the ground to the strongest tone, in pixels of the viewport."""
    rect = axis(plot).sceneBoundingRect()
    shares = (np.arange(count) + 0.5) / count
    return [QPointF(rect.left() - 5, rect.bottom() - share * rect.height()) for share in shares]


def seen(image: QImage, places: list[QPointF]) -> list[str]:
    return [image.pixelColor(place.toPoint()).name() for place in places]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_band_of_probability_stands_beside_its_percentage(qtbot: QtBot, theme: Theme) -> None:
    plot, bar = drawn(qtbot)
    bar.set_theme(theme)
    assert written(plot) == ["99.8%", "99%", "95%", "90%", "80%", "50%"]
    expected = [f"#{bytes(rgb).hex()}" for rgb in theme.density_colours(TONES)[BAND_TONES[1:]]]
    assert seen(plot.viewport().grab().toImage(), places(plot, 6)) == expected


def test_the_numbers_are_those_of_the_density_drawn(qtbot: QtBot) -> None:
    plot, bar = drawn(qtbot)
    bar.show(Colour.DENSITY)
    assert written(plot) == []
    bar.show(Colour.DENSITY, top=0.41)
    assert written(plot) == ["0", "0.1", "0.2", "0.3", "0.4"]
    bar.show(Colour.DENSITY, top=8200.0)
    assert written(plot) == ["0", "2000", "4000", "6000", "8000"]
    bar.show(Colour.LOG_DENSITY, top=0.41)
    assert written(plot) == ["0.0001", "0.001", "0.01", "0.1"]
    assert "log scale" in axis(plot).label.toPlainText()
    bar.show(Colour.DENSITY, per_column=True)
    assert written(plot)[-1] == "1"
    assert "share of the highest density" in axis(plot).label.toPlainText()


def test_whoever_cannot_see_it_is_told_what_the_colours_mean(qtbot: QtBot) -> None:
    plot, bar = drawn(qtbot)
    for colour, said in (
        (Colour.PROBABILITY, "50% of the probability"),
        (Colour.DENSITY, "per unit of y"),
        (Colour.LOG_DENSITY, "logarithmic"),
    ):
        bar.show(colour)
        assert said in plot.accessibleDescription()
        assert said in axis(plot).toolTip()
    bar.show(None)
    assert plot.accessibleDescription() == ""


def test_it_takes_little_room_and_none_where_there_is_none(qtbot: QtBot) -> None:
    plot, bar = drawn(qtbot)
    with_bar = plot.view_box.width()
    bar.show(None)
    qtbot.waitUntil(lambda: plot.view_box.width() > with_bar)
    without = plot.view_box.width()
    bar.show(Colour.DENSITY, top=123456.0)
    qtbot.waitUntil(lambda: plot.view_box.width() < without)
    assert without - plot.view_box.width() <= 65
    narrow = plot.view_box.width()
    bar.show(Colour.PROBABILITY)
    qtbot.wait(1)
    assert plot.view_box.width() == narrow, "the view does not move with the numbers"
    bar.show(None)
    qtbot.waitUntil(lambda: plot.view_box.width() == without)
    bar.show(Colour.PROBABILITY)
    plot.resize(250, 300)
    qtbot.waitUntil(lambda: not axis_seen(plot))
    plot.resize(640, 480)
    qtbot.waitUntil(lambda: axis_seen(plot))


def axis_seen(plot: Plot) -> bool:
    axes = [item for item in plot.scene().items() if isinstance(item, pg.AxisItem)]
    return any(item.orientation == "right" and item.isVisible() for item in axes)


def test_it_is_in_exported_pictures_and_drawings(qtbot: QtBot, tmp_path: Path) -> None:
    plot, _ = drawn(qtbot)
    strongest = QColor(LIGHT.density[-1])
    svg = export(plot, tmp_path)["svg"]
    assert all(f">{text}<" in svg for text in ("50%", "99.8%"))
    exported = QImage(str(tmp_path / "plot.png"))
    rendered = QImage(exported.size(), QImage.Format.Format_RGB32)
    rendered.fill("white")
    painter = QPainter(rendered)
    QSvgRenderer(str(tmp_path / "plot.svg")).render(painter)
    painter.end()
    for image in (exported, rendered):
        columns, rows = range(image.width()), range(0, image.height(), 4)
        found = sum(image.pixelColor(x, y) == strongest for x in columns for y in rows)
        assert found > 50
