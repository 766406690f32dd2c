"""What a person saves of a plot: an SVG shows what a PNG shows, wherever the data are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, Interval, Layer
from tests.networks import known_network, trained_like
from tests.plots import picture_and_drawing, show, unlike
from tests.sessions import changed, session_of

type Panel = FieldPlot | SlicePlot | LossPlot
type Save = Callable[[Panel, Session], tuple[NDArray[np.int16], NDArray[np.int16]]]

LINES = frozenset({Layer.DATA, Layer.MEAN, Layer.MEDIAN, Layer.BANDS, Layer.LEGEND})
MOST_UNLIKE = 250
"""Pixels of 134,400: edges of letters and of wide lines."""


def scene(x_offset: float = 0.0, y_offset: float = 0.0) -> Session:
    """Two ridges, rows around one of them, and the line at x, moved away from 0 as a whole."""
    rng = np.random.default_rng(0)
    # Multiples of what doubles hold at 1.7e12, so that the scene is the same everywhere.
    x = np.round(1024.0 * rng.uniform(0.0, 20.0, 60)) / 1024.0
    y = np.round(1024.0 * rng.normal(0.2 * x, 1.0)) / 1024.0
    return session_of(
        dataset=Dataset(x[:, None] + x_offset, y[:, None] + y_offset, ("t",), ("level",)),
        sampled_range=(x_offset, x_offset + 20.0),
        x=x_offset + 7.5,
        network=replace(
            known_network([0.6, 0.4], [1.0, -2.0], [0.4, 0.3], slope=0.2),
            input_scaling=Scaling(np.array([x_offset]), np.ones(1)),
            target_scaling=Scaling(np.array([y_offset]), np.ones(1)),
        ),
        layers=LINES,
    )


@pytest.fixture
def save(qtbot: QtBot, tmp_path: Path, svg_renderer: str) -> Save:
    """Shows a session in a panel, and saves the plot there as PNG and as SVG."""

    def save(panel: Panel, session: Session) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        plot = show(qtbot, panel, width=420, height=320)
        panel.show_session(session)
        for _ in range(2):  # labels that need more room change the view
            qtbot.waitUntil(lambda: not getattr(panel, "busy", False))
            QApplication.processEvents()
        return picture_and_drawing(plot, tmp_path, svg_renderer)

    return save


@pytest.mark.parametrize(
    ("x_offset", "y_offset"), [(0.0, 0.0), (1e7, 0.0), (1.7e9, 0.0), (1.7e12, 0.0), (0.0, 1.7e12)]
)
def test_a_drawing_of_the_field_shows_what_a_picture_does(
    save: Save, x_offset: float, y_offset: float
) -> None:
    pair = save(FieldPlot(), scene(x_offset, y_offset))
    assert unlike(*pair) < MOST_UNLIKE


def test_the_comparison_notices_a_line_that_is_missing(save: Save) -> None:
    picture, _ = save(FieldPlot(), scene())
    _, drawing = save(FieldPlot(), changed(scene(), layers=LINES - {Layer.MEDIAN}))
    assert unlike(picture, drawing) > 2 * MOST_UNLIKE


@pytest.mark.parametrize("curve", Curve)
def test_a_drawing_of_the_density_at_x_shows_what_a_picture_does(save: Save, curve: Curve) -> None:
    session = scene(y_offset=1.7e12)
    asked = Interval(1.7e12 - 0.5, 1.7e12 + 2.25)
    panel = SlicePlot()
    panel.fields.hide()
    pair = save(panel, changed(session, curve=curve, interval=asked))
    assert unlike(*pair) < MOST_UNLIKE


def test_a_drawing_of_the_losses_shows_what_a_picture_does(save: Save) -> None:
    pair = save(LossPlot(), trained_like(scene()))
    assert unlike(*pair) < MOST_UNLIKE
