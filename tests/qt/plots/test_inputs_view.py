"""The density along each input, side by side."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.qt.plots.inputs_view import LEAST_WIDTH, InputsView
from mdn_gui.qt.theme import LIGHT
from mdn_gui.session.data import widened_range
from mdn_gui.session.session import Held, Session
from mdn_gui.session.view import Layer
from tests.importances import importance_of
from tests.networks import random_network
from tests.plots import show
from tests.sessions import changed, session_of

LEFT = Qt.MouseButton.LeftButton
INPUTS = np.random.default_rng(0).uniform(-1.0, 1.0, (2_000, 3))
ROWS = Dataset(INPUTS, INPUTS[:, :1], ("a", "b", "c"), ("y",))
RANGES = ((-2.0, 2.0),) * 3
CELL_WIDTH, CELL_HEIGHT = 160, 200
LEFT_OF_CELLS, GAP, ABOVE = 52, 8, 18


def following(column: int) -> Network:
    """A network whose one narrow component is where an input is."""
    layout = Layout(1, inputs=3, hidden=(), components=1, outputs=1)
    kernel = np.zeros((3, 3))
    kernel[column, 1] = 1.0
    parameters = np.concatenate([kernel.ravel(), [0.0, 0.0, np.log(0.05)]])
    unit = Scaling.identity(1)
    return Network(
        layout,
        "relu",
        parameters[None].astype(np.float32),
        Scaling.identity(3),
        unit,
        np.full(1, -100.0),
        TrainingRows(INPUTS, len(INPUTS)),
    )


SESSION = session_of(
    dataset=ROWS, sampled_ranges=RANGES, place=(0.0, 0.5, 0.0), network=following(0)
)


@pytest.fixture
def view(qtbot: QtBot) -> InputsView:
    view = InputsView()
    width = LEFT_OF_CELLS + 3 * (CELL_WIDTH + GAP)
    show(qtbot, view, width, CELL_HEIGHT + 2 * ABOVE)
    view.set_theme(LIGHT)
    return view


def look(view: InputsView, session: Session, qtbot: QtBot) -> None:
    view.show_session(session)
    qtbot.waitUntil(lambda: not view.busy)


def place(column: int, value: float, y: float = 0.0) -> QPoint:
    """The pixel of a value of an input, and of a y from -1.2 to 1.2."""
    left = LEFT_OF_CELLS + column * (CELL_WIDTH + GAP)
    return QPoint(
        round(left + (value + 2.0) / 4.0 * CELL_WIDTH),
        round(ABOVE + (1.2 - y) / 2.4 * CELL_HEIGHT),
    )


def darkness(view: InputsView, column: int, value: float, y: float) -> int:
    return 255 - view.grab().toImage().pixelColor(place(column, value, y)).lightness()


def test_each_picture_is_along_its_input_through_the_place(view: InputsView, qtbot: QtBot) -> None:
    look(view, SESSION, qtbot)
    # The mean is a: it rises in the first picture, and is where one stands in the others.
    assert darkness(view, 0, 0.7, 0.7) > 100
    assert darkness(view, 0, 0.7, -0.7) < 10
    assert darkness(view, 1, 0.7, 0.0) > 100
    assert darkness(view, 1, 0.7, 0.7) < 10
    look(view, changed(SESSION, place=(0.7, 0.5, 0.0)), qtbot)
    assert darkness(view, 1, -0.7, 0.7) > 100
    assert darkness(view, 1, -0.7, 0.0) < 10


def test_where_there_are_no_rows_it_is_faded(view: InputsView, qtbot: QtBot) -> None:
    look(view, SESSION, qtbot)
    inside, beyond = darkness(view, 1, 0.8, 0.0), darkness(view, 1, 1.6, 0.0)
    assert beyond < 0.75 * inside


def test_a_press_and_a_drag_move_the_place(view: InputsView, qtbot: QtBot) -> None:
    look(view, SESSION, qtbot)
    moved: list[Session] = [SESSION]
    view.edited.connect(lambda edit, *_: moved.append(edit(moved[-1])))
    QTest.mousePress(view, LEFT, pos=place(2, 1.0))
    assert moved[-1].resolved.place == pytest.approx((0.0, 0.5, 1.0), abs=0.03)
    QTest.mouseMove(view, place(2, -1.0))
    QTest.mouseRelease(view, LEFT, pos=place(2, -1.0))
    assert moved[-1].resolved.place == pytest.approx((0.0, 0.5, -1.0), abs=0.03)
    count = len(moved)
    QTest.mouseMove(view, place(1, 0.0))
    assert len(moved) == count, "the button is not held any more"


def test_a_drag_ends_at_the_edge_and_a_press_below_a_picture_does_nothing(
    view: InputsView, qtbot: QtBot
) -> None:
    look(view, SESSION, qtbot)
    moved: list[Session] = [SESSION]
    view.edited.connect(lambda edit, *_: moved.append(edit(moved[-1])))
    QTest.mousePress(view, LEFT, pos=place(1, 1.0))
    QTest.mouseMove(view, place(1, 2.9))
    QTest.mouseRelease(view, LEFT, pos=place(1, 2.9))
    assert moved[-1].resolved.place == (0.0, 2.0, 0.0)
    count = len(moved)
    below = QPoint(place(2, 1.0).x(), ABOVE + CELL_HEIGHT + ABOVE // 2)
    QTest.mouseClick(view, LEFT, pos=below)
    assert len(moved) == count


def test_a_click_on_a_name_draws_that_input_along_x(view: InputsView, qtbot: QtBot) -> None:
    look(view, SESSION, qtbot)
    with qtbot.waitSignal(view.edited) as edited:
        QTest.mouseClick(view, LEFT, pos=QPoint(place(1, 0.0).x(), ABOVE // 2))
    edit = edited.args[0]
    assert edit(SESSION).resolved.across == 1


def test_the_pictures_are_painted_anew_for_another_size(view: InputsView, qtbot: QtBot) -> None:
    look(view, SESSION, qtbot)
    with qtbot.waitSignal(view.rested):
        view.resize(view.width() + 90, view.height())
    assert not view.busy


def test_many_inputs_have_room_to_be_scrolled_to(view: InputsView, qtbot: QtBot) -> None:
    inputs = np.random.default_rng(0).uniform(-1.0, 1.0, (50, 12))
    many = Dataset(inputs, inputs[:, :1], tuple("abcdefghijkl"), ("y",))
    look(view, session_of(dataset=many, sampled_ranges=((-2.0, 2.0),) * 12, place=()), qtbot)
    assert view.minimumSizeHint().width() >= 12 * LEAST_WIDTH


def test_before_a_network_there_is_the_place_alone(view: InputsView, qtbot: QtBot) -> None:
    look(view, changed(SESSION, network=None), qtbot)
    background = 255 - QColor(LIGHT.background).lightness()
    assert darkness(view, 0, 0.7, 0.7) == background
    assert darkness(view, 1, 0.5, 1.19) > 50


def test_pictures_stand_in_the_order_of_importance(view: InputsView, qtbot: QtBot) -> None:
    ordered = changed(SESSION, importance=importance_of(0.1, 0.0, 2.0), by_importance=True)
    look(view, ordered, qtbot)
    # The picture of a, along which the mean rises, is the second one.
    assert darkness(view, 1, 0.7, 0.7) > 100
    assert darkness(view, 0, 0.7, 0.0) > 100
    moved: list[Session] = [ordered]
    view.edited.connect(lambda edit, *_: moved.append(edit(moved[-1])))
    QTest.mousePress(view, LEFT, pos=place(0, 1.0))
    QTest.mouseMove(view, place(0, -1.0))
    QTest.mouseRelease(view, LEFT, pos=place(0, -1.0))
    assert moved[-1].resolved.place == pytest.approx((0.0, 0.5, -1.0), abs=0.03)


ARM = EXAMPLES["arm"]


def at_the_arm(**view: object) -> Session:
    """The arm at (1.2, 0.8), where the elbow is bent by the arc cosine of 0.6 to either side."""
    known = {"sampled_ranges": ARM.input_ranges, "example": ARM, "place": (1.2, 0.8), "up": 1}
    return session_of(dataset=ARM.dataset(300, seed=0), **{**known, **view})


def of_elbow(view: InputsView, session: Session, angle: float) -> QColor:
    """The colour at an elbow's angle, in the picture of x1, at 1.2."""
    low, high = widened_range(session.data.points(0, 1).y)
    width = (view.width() - LEFT_OF_CELLS) / 2 - GAP
    height = view.height() - 2 * ABOVE
    pixel = QPoint(
        round(LEFT_OF_CELLS + (1.2 + 1.6) / 3.2 * width) + 2,  # beside the line at the place
        round(ABOVE + (high - angle) / (high - low) * height),
    )
    return view.grab().toImage().pixelColor(pixel)


def test_the_truth_is_seen_alone_while_it_is_held(view: InputsView, qtbot: QtBot) -> None:
    bend = float(np.arccos(0.6))
    session = at_the_arm(network=random_network(inputs=2, outputs=2))
    for untrained_too in (session, at_the_arm()):
        look(view, changed(untrained_too, held=Held.TRUTH), qtbot)
        for angle in (bend, -bend):
            assert of_elbow(view, session, angle).lightness() < 200
        assert of_elbow(view, session, 0.0) == QColor(LIGHT.background)
    look(view, session, qtbot)
    assert of_elbow(view, session, 0.0) != QColor(LIGHT.background)


def test_the_true_modes_are_drawn_over_the_pictures(view: InputsView, qtbot: QtBot) -> None:
    session = at_the_arm(network=random_network(inputs=2, outputs=2))

    def orange() -> int:
        image = view.grab().toImage()
        rows, columns = range(image.height()), range(image.width())
        truth = QColor(LIGHT.truth)
        return sum(image.pixelColor(x, y) == truth for y in rows for x in columns)

    look(view, session, qtbot)
    assert not orange()
    look(view, changed(session, layers=frozenset({Layer.DENSITY, Layer.TRUTH})), qtbot)
    assert orange() > 100
