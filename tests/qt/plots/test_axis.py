"""What is written along the axes of a plot."""

from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdn_gui.core.kinds import NUMBER, Category, Date
from mdn_gui.core.missing import MissingBand
from mdn_gui.qt.plots.plot import Plot
from tests.plots import show

SIZES = [(160, 100), (300, 200), (640, 480), (1200, 300)]
"""Of plots, in pixels: from a small one of several to one over the whole window."""


def labels(plot: Plot, side: str) -> list[tuple[str, QRectF]]:
    """The texts at the ticks of an axis, from its lower end on, and where they stand in it."""
    axis = plot.getAxis(side)
    pixmap = QPixmap(10, 10)
    painter = QPainter(pixmap)
    painter.setFont(plot.font())
    _, _, texts = axis.generateDrawSpecs(painter)
    painter.end()
    return [(text, rect) for rect, _, text in texts]


def name(plot: Plot, side: str) -> str:
    return str(plot.getAxis(side).label.toPlainText()).strip()


def shown(qtbot: QtBot) -> Plot:
    plot = Plot()
    show(qtbot, plot)
    plot.name_axes("t", "level")
    return plot


def look(plot: Plot, x: tuple[float, float], y: tuple[float, float] = (0.0, 1.0)) -> None:
    """Move the view there, and let labels that are wider move it aside."""
    plot.view_box.setRange(xRange=x, yRange=y, padding=0.0)
    for _ in range(3):
        plot.grab()
        QApplication.processEvents()


def test_labels_differ_and_none_is_cut_or_covered(qtbot: QtBot) -> None:
    plot = shown(qtbot)

    @given(
        distance=st.floats(0.0, 1e15),
        span=st.floats(1e-12, 1e12),
        sign=st.sampled_from([1.0, -1.0]),
        size=st.sampled_from(SIZES),
    )
    @settings(max_examples=25)
    def check(distance: float, span: float, sign: float, size: tuple[int, int]) -> None:
        assume(span >= 1e-13 * distance)
        ends = sorted((sign * distance, sign * (distance + span)))
        plot.resize(*size)
        look(plot, (ends[0], ends[1]), (ends[0], ends[1]))
        for side in ("bottom", "left"):
            found = labels(plot, side)
            assert found
            assert all(one != other for (one, _), (other, _) in pairwise(found))
            axis = plot.getAxis(side)
            for _, rect in found:
                assert plot.sceneRect().contains(axis.mapRectToScene(rect))
            for (_, one), (_, other) in combinations(found, 2):
                assert not one.intersects(other)

    check()


@pytest.mark.parametrize(
    ("x", "written", "numbers"),
    [
        ((-15.0, 15.0), "t", ["-10", "-5", "0", "5", "10"]),
        ((2_459_999.9, 2_460_000.7), "t − 2,460,000", ["0.0", "0.2", "0.4", "0.6"]),
        (
            (20_210_101.0, 20_240_131.0),
            "t",
            ["20215000", "20220000", "20225000", "20230000", "20235000"],
        ),
        ((0.0, 1e-9), "t", ["2e-10", "4e-10", "6e-10", "8e-10"]),
        (
            *((1.7145504e12, 1.7145506e12), "t − 1,714,550,000,000"),
            ["450000", "500000", "550000"],
        ),
    ],
)
def test_the_numbers_are_short_and_the_name_says_from_where_they_count(
    qtbot: QtBot, x: tuple[float, float], written: str, numbers: list[str]
) -> None:
    plot = shown(qtbot)
    look(plot, x)
    assert name(plot, "bottom") == written
    assert [text for text, _ in labels(plot, "bottom")] == numbers
    look(plot, (0.0, 1.0))
    assert name(plot, "bottom") == "t"


def test_a_long_name_gives_way_to_what_the_numbers_count_from(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    plot.name_axes("milliseconds since the year 1970 & <a few> more of them " * 2, "level")
    look(plot, (1.7145504e12, 1.7145506e12), (-1e9 - 1e-3, -1e9))
    assert name(plot, "bottom").startswith("milliseconds since the year 1970 & <a few>")
    assert name(plot, "bottom").endswith("… − 1,714,550,000,000")
    assert name(plot, "left") == "level + 1,000,000,000"
    label = plot.getAxis("bottom").label
    assert label.sceneBoundingRect().width() < plot.width()


def test_a_shorter_name_stands_where_there_is_no_room_for_the_longest(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    plot.resize(400, 300)
    plot.getAxis("left").set_name("loss (nats)", "loss")
    assert name(plot, "left") == "loss (nats)"
    plot.resize(400, 110)
    look(plot, (0.0, 1.0))
    assert name(plot, "left") == "loss"


def test_a_view_beyond_all_numbers_has_no_ticks(qtbot: QtBot) -> None:
    axis = shown(qtbot).getAxis("bottom")
    assert axis.tickValues(-1.7e308, 1.7e308, 400.0) == []
    assert axis.tickValues(0.0, 5e-324, 400.0) == []


@pytest.mark.parametrize(("before", "after"), [("a name of many words", "x"), ("x", "many words")])
def test_another_name_stands_in_the_middle_too(qtbot: QtBot, before: str, after: str) -> None:
    plot = Plot()
    show(qtbot, plot)
    for name in (before, after):
        plot.name_axes(name, "y")
    axis = plot.getAxis("bottom")
    centre = axis.label.mapRectToParent(axis.label.boundingRect()).center().x()
    assert centre == pytest.approx(axis.size().width() / 2, abs=2.0)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((0.0, 366.0), ["2024-03", "2024-05", "2024-07", "2024-09", "2024-11"]),
        ((121.8, 123.8), ["2024-05-11", "2024-05-11 12:00", "2024-05-12", "2024-05-12 12:00"]),
        ((0.001, 0.012), ["2024-01-10 00:05", "2024-01-10 00:10", "2024-01-10 00:15"]),
        ((-1e4, 1e4), ["2000", "2010", "2020", "2030", "2040", "2050"]),
    ],
)
def test_dates_are_written_as_dates(
    qtbot: QtBot, ends: tuple[float, float], expected: list[str]
) -> None:
    plot = shown(qtbot)
    plot.name_axes("day", "level", (Date("days", "2024-01-10"), NUMBER))
    plot.resize(640, 480)
    look(plot, ends)
    found = labels(plot, "bottom")
    assert [text for text, _ in found] == expected
    assert name(plot, "bottom") == "day"
    for (_, one), (_, other) in combinations(found, 2):
        assert not one.intersects(other)
    plot.name_axes("x", "level")
    look(plot, (0.0, 10.0))
    assert [text for text, _ in labels(plot, "bottom")] == ["2", "4", "6", "8"]


def test_levels_are_written_by_name_as_far_as_there_is_room(qtbot: QtBot) -> None:
    plot = shown(qtbot)
    soils = Category(("clay", "loam", "sand of a river that runs dry", "silt"))
    plot.name_axes("soil", "level", (soils, NUMBER))
    look(plot, (-0.5, 3.5))
    written = [text for text, _ in labels(plot, "bottom")]
    assert [*written[:2], written[3]] == ["clay", "loam", "silt"]
    assert written[2].startswith("sand")
    assert len(written[2]) < len(soils.levels[2]), "shortened"
    look(plot, (0.5, 2.5))
    assert [text for text, _ in labels(plot, "bottom")] == ["loam", soils.levels[2]]
    many = Category(tuple(f"site {number}" for number in range(60)))
    plot.name_axes("site", "level", (many, NUMBER))
    look(plot, (-0.5, 59.5))
    found = labels(plot, "bottom")
    assert [text for text, _ in found][:2] == ["site 10", "site 20"]
    for (_, one), (_, other) in pairwise(found):
        assert one.right() < other.left()
    plot.name_axes("t", "level")
    look(plot, (-0.5, 3.5))
    assert labels(plot, "bottom")[0][0] == "0"


@pytest.mark.parametrize("size", SIZES[1:])
def test_the_band_of_missing_values_is_named_as_far_as_it_has_room(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    plot = shown(qtbot)
    plot.resize(*size)
    band = MissingBand.beside(0.0, 100.0, NUMBER)
    plot.name_axes("t", "level", missing=band)
    plot.set_extent((0.0, band.ends), (0.0, 1.0))
    plot.view_extent()
    QApplication.processEvents()
    written = labels(plot, "bottom")
    *numbers, (last, _) = written
    assert last.startswith("m") if size[0] < 600 else last == "missing"
    assert all(float(text) <= 100.0 for text, _ in numbers)
    for (_, one), (_, other) in pairwise(written):
        assert one.right() < other.left()
    plot.name_axes("t", "level")
    assert "missing" not in [text for text, _ in labels(plot, "bottom")]
