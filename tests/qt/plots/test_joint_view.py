"""Two targets jointly: their densities, outlines and points, one given the other, a rectangle."""

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot
from scipy.integrate import trapezoid
from scipy.stats import chi2, norm

from mdn_gui.core.colour import Colour
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.drawing.images import MOST_POINTS
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.network import Network
from mdn_gui.qt.plots.joint_view import JointView
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.session.session import Held, Session
from mdn_gui.session.view import Interval, Layer
from tests.networks import known_network, random_network
from tests.panes import told
from tests.plots import click, colour, drag, legend, pixel, show, shows
from tests.sessions import changed, session_of
from tests.widgets import find

Floats = NDArray[np.float64]

SHIFT = Qt.KeyboardModifier.ShiftModifier
RNG = np.random.default_rng(0)
X = RNG.uniform(-1.0, 1.0, (300, 1))
Y = RNG.uniform(-8.0, 8.0, (300, 3))
ROWS = Dataset(X, Y, ("a",), ("p", "q", "r"))
TWO = Dataset(X, Y[:, :2], ("a",), ("p", "q"))
WEIGHTS = np.array([0.6, 0.4])
MEANS = np.array([[-3.0, -2.0], [3.0, 4.0]])  # of p and of q
SCALES = np.array([[1.0, 0.5], [0.8, 1.5]])
LAYERS = frozenset(Layer) - {Layer.GRID, Layer.TRUTH}
KNOWN = known_network(WEIGHTS.tolist(), MEANS, SCALES)


def over_rows(network: Network, rows: Dataset = TWO, **view: object) -> Session:
    """A network that has learned of some rows."""
    learned = replace(network, rows=TrainingRows(rows.inputs, rows.rows))
    known = {"sampled_ranges": ((-1.0, 1.0),), "network": learned, "layers": LAYERS}
    return session_of(dataset=rows, **{**known, **view})


SESSION = over_rows(KNOWN)


def shown(qtbot: QtBot) -> JointView:
    view = JointView()
    show(qtbot, view, 700, 520)
    view.set_theme(LIGHT)
    return view


def look(view: JointView, session: Session, qtbot: QtBot) -> None:
    """Show a session, and wait until all of it is drawn."""
    view.show_session(session)
    qtbot.waitUntil(lambda: not view.busy)


def plot_of(view: JointView) -> pg.PlotWidget:
    return find(view, pg.PlotWidget, "joint")


def drawn(view: JointView, name: str) -> tuple[Floats, Floats]:
    """The points of what is drawn under a name, x and y; of none where it cannot be seen."""
    found = [item for item in plot_of(view).scene().items() if _name(item) == name]
    points = [item.getData() for item in found if item.isVisible()]
    some = [(np.asarray(x), np.asarray(y)) for x, y in points if x is not None and len(x)]
    return some[0] if some else (np.empty(0), np.empty(0))


def _name(item: object) -> object:
    name = getattr(item, "name", None)
    return name() if callable(name) else None


def words(view: JointView) -> str:
    return find(view, QLabel, "joint_words").text()


def probability(view: JointView) -> str:
    """What is written beside the rectangle."""
    items = plot_of(view).scene().items()
    [text] = [it.toPlainText() for it in items if isinstance(it, pg.TextItem) and it.isVisible()]
    return str(text).removeprefix("P = ")


def test_the_density_is_seen_where_it_is_high(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    plot = plot_of(view)
    # p is along y and q along x.
    assert colour(plot, -2.15, -3.2).lightness() < 140
    assert shows(plot, -2.0, 4.0, LIGHT.background)
    assert plot.getAxis("left").labelText == "p"
    assert plot.getAxis("bottom").labelText == "q"


def test_the_outlines_of_one_component_are_ellipses(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, over_rows(known_network([1.0], MEANS[:1], SCALES[:1])), qtbot)
    for mass in (0.5, 0.9):
        q, p = drawn(view, f"{mass:.0%} region")
        radius = np.hypot((p + 3.0) / 1.0, (q + 2.0) / 0.5)
        assert_allclose(radius[~np.isnan(radius)], np.sqrt(chi2.ppf(mass, df=2)), atol=0.06)


def test_the_densities_stand_at_the_sides(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    q, density = drawn(view, "density along x")
    expected = norm.pdf(q[1:-1, None], MEANS[:, 1], SCALES[:, 1]) @ WEIGHTS
    assert_allclose(density[1:-1], expected, atol=1e-6)
    density, p = drawn(view, "density along y")
    expected = norm.pdf(p[1:-1, None], MEANS[:, 0], SCALES[:, 0]) @ WEIGHTS
    assert_allclose(density[1:-1], expected, atol=1e-6)
    assert not drawn(view, "density along y where x is given")[0].size


def test_given_one_the_other_is_the_joint_density_over_its_integral(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, changed(SESSION, given=1.0), qtbot)
    density, p = (part[1:-1] for part in drawn(view, "density along y where x is given"))
    fine = np.linspace(-15.0, 15.0, 4001)

    def joint(p: Floats) -> Floats:
        both = norm.pdf(p[:, None], MEANS[:, 0], SCALES[:, 0]) * norm.pdf(
            1.0, MEANS[:, 1], SCALES[:, 1]
        )
        value: Floats = both @ WEIGHTS
        return value

    assert_allclose(density, joint(p) / trapezoid(joint(fine), fine), atol=1e-5)
    cdf = np.cumsum(joint(fine)) / joint(fine).sum()
    low, high = (fine[np.searchsorted(cdf, share)] for share in (0.05, 0.95))
    assert words(view).startswith("Given q = 1.00, 90% of p lies in ")
    said = words(view).split(" lies in ")[1].split(";")[0].split(" to ")
    assert_allclose([float(end) for end in said], [low, high], atol=0.05)


def test_a_click_conditions_and_a_click_on_the_line_ends_that(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    heard = told(view, SESSION, lambda session: session.view.given)
    click(plot_of(view), 1.5, 6.0)
    assert heard == [pytest.approx(1.5, abs=0.03)]
    look(view, changed(SESSION, given=1.5), qtbot)
    click(plot_of(view), 1.5, -5.0)
    assert heard[-1] is None
    look(view, SESSION, qtbot)
    click(plot_of(view), -3.0, 6.0)
    assert heard[-1] == pytest.approx(-3.0, abs=0.03)


def test_a_double_click_and_escape_end_it(qtbot: QtBot) -> None:
    view = shown(qtbot)
    session = changed(SESSION, given=1.5, rectangle=(Interval(0.0, 1.0), Interval(0.0, 1.0)))
    look(view, session, qtbot)
    heard = told(view, session, lambda session: (session.view.given, session.view.rectangle))
    plot = plot_of(view)
    for act in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseRelease):
        act(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(plot, -4.0, -6.0))
    assert [given for given, _ in heard] == [pytest.approx(-4.0, abs=0.03), None]
    plot.setFocus()
    view.show_session(session)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert heard[-1][0] is None
    assert heard[-1][1] is not None, "one after the other"
    view.show_session(changed(session, given=None))
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert heard[-1] == (None, None)


def test_the_line_is_dragged(qtbot: QtBot) -> None:
    view = shown(qtbot)
    session = changed(SESSION, given=1.5)
    look(view, session, qtbot)
    heard = told(view, session, lambda session: session.view.given)
    plot = plot_of(view)
    drag(plot, pixel(plot, 1.5, -6.0), pixel(plot, 5.0, -6.0))
    assert heard[-1] == pytest.approx(5.0, abs=0.1)


def test_a_drag_with_shift_draws_a_rectangle(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    heard = told(view, SESSION, lambda session: session.view.rectangle)
    plot = plot_of(view)
    drag(plot, pixel(plot, 5.0, 5.0), pixel(plot, 1.0, 1.0), SHIFT)
    assert heard[-1] is not None
    (left, right), (low, high) = heard[-1]
    assert_allclose([left, right, low, high], [1.0, 5.0, 1.0, 5.0], atol=0.1)
    assert heard[-1][0] == Interval(left, right), "its ends are in order"


def test_its_probability_is_written_beside_it(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, changed(SESSION, rectangle=(Interval(1.0, 5.0), Interval(1.0, 4.0))), qtbot)
    of_q = np.diff(norm.cdf([[1.0], [5.0]], MEANS[:, 1], SCALES[:, 1]), axis=0)[0]
    of_p = np.diff(norm.cdf([[1.0], [4.0]], MEANS[:, 0], SCALES[:, 0]), axis=0)[0]
    assert float(probability(view)) == pytest.approx((of_p * of_q) @ WEIGHTS, rel=1e-2)
    q, p = drawn(view, "rectangle")
    assert (q.min(), q.max(), p.min(), p.max()) == (1.0, 5.0, 1.0, 4.0)


def test_the_box_gives_a_rectangle_and_lets_all_drags_draw(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    heard = told(view, SESSION, lambda session: session.view.rectangle)
    box, plot = find(view, QCheckBox, "rectangle"), plot_of(view)
    drag(plot, pixel(plot, 5.0, 5.0), pixel(plot, 1.0, 1.0))
    assert not heard, "it moved the view"
    plot.view_extent()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert heard[-1] is not None
    quartiles = [(ends.low, ends.high) for ends in heard[-1]]
    for (low, high), output in zip(quartiles, (1, 0), strict=True):
        below = norm.cdf([[low], [high]], MEANS[:, output], SCALES[:, output]) @ WEIGHTS
        assert_allclose(below, [0.25, 0.75], atol=1e-6)
    look(view, changed(SESSION, rectangle=heard[-1]), qtbot)
    drag(plot, pixel(plot, 5.0, 5.0), pixel(plot, 1.0, 1.0))
    assert heard[-1] is not None
    assert heard[-1][0] == pytest.approx((1.0, 5.0), abs=0.1)
    look(view, changed(SESSION, rectangle=heard[-1]), qtbot)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert heard[-1] is None


def test_a_value_is_given_by_keys(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    heard = told(view, SESSION, lambda session: session.view.given)
    QTest.keyClick(find(view, QCheckBox, "given"), Qt.Key.Key_Space)
    assert heard[-1] is not None
    assert norm.cdf(heard[-1], MEANS[:, 1], SCALES[:, 1]) @ WEIGHTS == pytest.approx(0.5)
    look(view, changed(SESSION, given=heard[-1]), qtbot)
    field = find(view, NumberField, "given_value")
    assert field.isVisible()
    field.selectAll()
    QTest.keyClicks(field, "2.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard[-1] == 2.5
    QTest.keyClick(find(view, QCheckBox, "given"), Qt.Key.Key_Space)
    assert heard[-1] is None


def test_samples_and_the_rows_near_are_drawn(qtbot: QtBot) -> None:
    view = shown(qtbot)
    session = changed(SESSION, x=0.5)
    look(view, session, qtbot)
    assert session.evidence is not None
    reach = float(session.evidence.reach[0])
    near = np.abs(X[:, 0] - 0.5) < reach
    assert 10 < near.sum() < 200
    q, p = drawn(view, "rows near")
    assert_allclose(np.sort(q), np.sort(Y[near, 1]))
    assert_allclose(np.sort(p), np.sort(Y[near, 0]))
    q, p = drawn(view, "samples")
    assert len(q) == 200
    assert np.corrcoef(q, p)[0, 1] > 0.7
    look(view, changed(session, sampling_seed=1), qtbot)
    assert not np.isin(drawn(view, "samples")[0], q).any()


def test_correlation_is_written(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    # Of two points with these weights, and with the scales around each.
    between = WEIGHTS.prod() * np.diff(MEANS, axis=0)[0]
    variances = WEIGHTS @ SCALES**2 + between * np.diff(MEANS, axis=0)[0]
    expected = between[0] * np.diff(MEANS, axis=0)[0, 1] / np.sqrt(variances.prod())
    assert find(view, QLabel, "correlation").text() == f"correlation {expected:.2f}"


def test_components_have_two_ellipses_and_one_stands_out(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    q, p = drawn(view, "component 2")
    radius = np.hypot((p - 3.0) / 0.8, (q - 4.0) / 1.5)
    ends = np.flatnonzero(np.isnan(radius))
    assert_allclose(radius[: ends[0]], 1.0)
    assert_allclose(radius[ends[0] + 1 : ends[1]], 2.0)
    place = 4.0 + 2 * 1.5, 3.0
    faint = colour(plot_of(view), *place)
    look(view, changed(SESSION, component=1), qtbot)
    wide = colour(plot_of(view), *place)
    assert wide.name() == LIGHT.component_colour(1)
    assert faint != wide


def test_only_the_heaviest_components_of_many_have_ellipses(qtbot: QtBot) -> None:
    view = shown(qtbot)
    weights = np.arange(1.0, 21.0) / 210.0
    many = known_network(weights.tolist(), RNG.uniform(-5, 5, (20, 2)), np.ones((20, 2)))
    look(view, changed(over_rows(many), component=0), qtbot)
    ringed = [number for number in range(1, 21) if drawn(view, f"component {number}")[0].size]
    assert ringed == [1, *range(13, 21)]


def test_a_guess_is_hatched_and_said(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    assert words(view).startswith("p and q at a = 0.000 · ")
    known = colour(plot_of(view), 4.0, 3.0)
    look(view, changed(SESSION, x=7.0), qtbot)
    assert words(view).endswith("no rows near: a guess")
    assert not drawn(view, "rows near")[0].size
    assert colour(plot_of(view), 4.0, 3.0).lightness() > known.lightness()
    look(view, changed(SESSION, x=7.0, given=1.0), qtbot)
    assert words(view).startswith("Given q = 1.00")
    assert words(view).endswith("no rows near: a guess")


def test_another_target_is_chosen(qtbot: QtBot) -> None:
    view = shown(qtbot)
    session = over_rows(random_network(outputs=3), ROWS, up=1)
    look(view, session, qtbot)
    choice = find(view, QComboBox, "second_target")
    assert choice.accessibleName() == "Second target"
    assert [choice.itemText(place) for place in range(choice.count())] == ["p", "r"]
    heard = told(view, session, lambda session: session.resolved.joint)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert heard == [2]
    look(view, changed(session, joint=2), qtbot)
    assert plot_of(view).getAxis("bottom").labelText == "r"
    q, density = drawn(view, "density along x")
    mixture = session.network(np.zeros(1))[0].marginal(2) if session.network else None
    assert mixture is not None
    assert_allclose(density[1:-1], np.exp(mixture.log_prob(q[1:-1, None])), rtol=1e-6, atol=1e-9)
    look(view, changed(session, up=2, joint=2), qtbot)
    choice = find(view, QComboBox, "second_target")
    assert [choice.itemText(place) for place in range(choice.count())] == ["p", "q"]


def test_where_there_is_no_density_it_says_so(qtbot: QtBot) -> None:
    view = shown(qtbot)
    positive = known_network([1.0], [[0.0, 0.0]], [[1.0, 0.5]], kinds=(NUMBER, Number("log")))
    look(view, over_rows(positive, given=-2.0), qtbot)
    assert words(view) == "There is no density where q = -2.00."
    assert not drawn(view, "density along y where x is given")[0].size
    look(view, over_rows(positive, given=2.0), qtbot)
    assert words(view).startswith("Given q = 2.00, 90% of p lies in -1.64 to 1.64")


@pytest.mark.parametrize(("given", "rare"), [(-2.0, False), (1.0, True), (7.0, True), (4.5, False)])
def test_a_value_that_hardly_ever_occurs_is_called_so(
    qtbot: QtBot, given: float, *, rare: bool
) -> None:
    view = shown(qtbot)
    look(view, over_rows(known_network(WEIGHTS.tolist(), MEANS, 0.4 * SCALES), given=given), qtbot)
    assert ("hardly ever occurs here" in words(view)) == rare
    assert words(view).startswith(f"Given q = {given:.2f}")


def test_very_many_rows_become_points_as_one_zooms(qtbot: QtBot) -> None:
    y = np.random.default_rng(1).uniform(-8.0, 8.0, (MOST_POINTS + 1, 2))
    rows = Dataset(y[:, :1], y, ("a",), ("p", "q"))
    view = shown(qtbot)
    look(view, session_of(dataset=rows, layers=LAYERS), qtbot)
    assert not drawn(view, "rows near")[0].size
    plot_of(view).setRange(xRange=(1.0, 2.0), yRange=(3.0, 4.0), padding=0.0)
    qtbot.waitUntil(lambda: drawn(view, "rows near")[0].size > 0)
    q, p = drawn(view, "rows near")
    inside = (y[:, 1] > 1.0) & (y[:, 1] < 2.0) & (y[:, 0] > 3.0) & (y[:, 0] < 4.0)
    assert 20 < inside.sum() <= len(q)
    assert np.isin(y[inside, 1], q).all()
    assert np.isin(y[inside, 0], p).all()


def test_without_a_network_there_are_rows_alone(qtbot: QtBot) -> None:
    view = shown(qtbot)
    for session in (changed(SESSION, network=None), changed(SESSION, given=1.0), SESSION):
        look(view, session, qtbot)
    look(view, changed(SESSION, network=None), qtbot)
    assert words(view) == "Train a network to see two targets jointly."
    assert len(drawn(view, "rows near")[0]) == len(Y)
    for name in ("samples", "50% region", "density along x", "component 1", "rectangle"):
        assert not drawn(view, name)[0].size
    assert find(view, QLabel, "correlation").text() == ""
    assert not find(view, QCheckBox, "given").isEnabled()
    heard = told(view, SESSION, lambda session: session.view)
    plot = plot_of(view)
    click(plot, 1.5, 6.0)
    drag(plot, pixel(plot, 5.0, 5.0), pixel(plot, 1.0, 1.0), SHIFT)
    assert not heard


def test_the_row_in_question_is_marked(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, changed(SESSION, row=7), qtbot)
    assert_allclose(np.ravel(drawn(view, "row in question")), [Y[7, 1], Y[7, 0]])


def test_the_picture_follows_the_view(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    plot = plot_of(view)
    with qtbot.waitSignal(view.rested):
        plot.view_box.setRange(xRange=(-3.0, -1.0), yRange=(-4.0, -2.0), padding=0.0)
    assert colour(plot, -2.05, -3.05).lightness() < 140
    assert drawn(view, "50% region")[0].size


def test_the_legend_stands_where_it_covers_nothing(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, SESSION, qtbot)
    plot = plot_of(view)
    view.resize(900, 600)
    names = ["50% region", "90% region", "rows near", "samples", "components"]
    assert legend(plot) == names
    for means in (MEANS, MEANS * [-1.0, 1.0], MEANS + np.array([0.0, 5.0])):
        look(view, over_rows(known_network(WEIGHTS.tolist(), means, SCALES)), qtbot)
        outline = np.column_stack(drawn(view, "90% region"))
        covered = plot.legend.sceneBoundingRect()
        outline = outline[np.isfinite(outline).all(axis=1)]
        places = [plot.view_box.mapViewToScene(QPointF(*each)) for each in outline.tolist()]
        assert not any(map(covered.contains, places))
    for given in (-6.0, 6.0):
        look(view, changed(SESSION, given=given), qtbot)
        across = plot.view_box.mapViewToScene(QPointF(given, 0.0)).x()
        covered = plot.legend.sceneBoundingRect()
        assert not covered.left() <= across <= covered.right()
    view.resize(560, 280)
    assert legend(plot) == []
    assert plot.view_box.width() > 300
    assert plot.view_box.height() > 120


def test_the_dark_has_its_own_colours(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, changed(SESSION, given=1.0), qtbot)
    view.set_theme(DARK)
    look(view, changed(SESSION, given=1.0), qtbot)
    assert shows(plot_of(view), 7.0, -6.0, DARK.background)
    assert colour(plot_of(view), -2.15, -3.2).lightness() > 120


def test_margins_follow_the_view(qtbot: QtBot) -> None:
    """The same value stands at the same pixel in the plane and in the margin."""
    view = shown(qtbot)
    look(view, changed(SESSION, given=1.0), qtbot)
    plot = plot_of(view)
    plot.view_box.setRange(xRange=(-1.0, 3.0), yRange=(-4.0, 4.0), padding=0.0)
    corner = plot.view_box.sceneBoundingRect().topLeft().toPoint()
    above = plot.mapFromScene(corner) - QPoint(0, 20)
    column = pixel(plot, 1.0, 0.0).x()
    image = plot.viewport().grab().toImage()
    dark = [
        x
        for x in range(column - 40, column + 41)
        if any(image.pixelColor(x, above.y() - y).lightness() < 100 for y in range(8))
    ]
    assert dark
    assert max(abs(x - column) for x in dark) <= 1


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        (Layer.DATA, ["rows near"]),
        (Layer.SAMPLES, ["samples"]),
        (Layer.COMPONENTS, ["component 1", "component 2"]),
        (Layer.BANDS, ["50% region", "90% region"]),
    ],
)
def test_layers_are_drawn_as_in_the_main_plot(qtbot: QtBot, layer: Layer, names: list[str]) -> None:
    view = shown(qtbot)
    look(view, changed(SESSION, layers=LAYERS - {layer}), qtbot)
    assert not any(drawn(view, name)[0].size for name in names)
    listed = legend(plot_of(view))
    look(view, changed(SESSION, layers=frozenset({layer})), qtbot)
    assert all(drawn(view, name)[0].size for name in names)
    assert legend(plot_of(view)) == []
    look(view, SESSION, qtbot)
    assert len(legend(plot_of(view))) > len(listed)


def test_a_component_that_was_picked_is_drawn_whatever_the_layers_are(qtbot: QtBot) -> None:
    view = shown(qtbot)
    look(view, changed(SESSION, layers=frozenset({Layer.DENSITY}), component=1), qtbot)
    assert drawn(view, "component 2")[0].size
    assert not drawn(view, "component 1")[0].size


def test_the_colour_of_the_density_is_that_of_the_main_plot(qtbot: QtBot) -> None:
    view, alone = shown(qtbot), frozenset({Layer.DENSITY})
    place = 4.0 + 2.9 * 1.5, 3.0  # outside the region of 99%

    def lightness(colour_of: Colour, layers: frozenset[Layer] = alone) -> int:
        look(view, changed(SESSION, colour=colour_of, layers=layers), qtbot)
        return colour(plot_of(view), *place).lightness()

    nothing = lightness(Colour.PROBABILITY, frozenset())
    assert nothing == 255
    assert lightness(Colour.DENSITY) > lightness(Colour.PROBABILITY) > lightness(Colour.LOG_DENSITY)
    assert "powers of ten" in plot_of(view).toolTip()
    assert "99.8%" not in plot_of(view).toolTip()


ARM = EXAMPLES["arm"]
ELBOW = np.arccos(0.6)  # of either side, at (1.2, 0.8)


def at_the_arm(place: tuple[float, float], **view: object) -> Session:
    """A network of the arm that knows nothing of it, at a place of the hand."""
    ignorant = random_network(inputs=2, outputs=2)
    known = {"sampled_ranges": ARM.input_ranges, "example": ARM, "place": place, "up": 0}
    rows, shown = ARM.dataset(200, seed=0), {"network": ignorant, "layers": LAYERS}
    return session_of(dataset=rows, **{**known, **shown, **view})


def test_the_truth_is_drawn_over_it_where_it_is_known(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.resize(1000, 600)
    look(view, at_the_arm((1.2, 0.8)), qtbot)
    assert not drawn(view, "true 90% region")[0].size
    look(view, at_the_arm((1.2, 0.8), layers=LAYERS | {Layer.TRUTH}), qtbot)
    elbow, _ = drawn(view, "true 90% region")
    # Of two equal Gaussians apart, each has its 90% region.
    radius = 0.06 * np.sqrt(chi2.ppf(0.9, df=2))
    known = elbow[np.isfinite(elbow)]
    assert_allclose(np.abs(np.abs(known) - ELBOW).max(), radius, rtol=0.1)
    assert {"true 50% region", "true 90% region"} <= set(legend(plot_of(view)))
    at_peak = norm.pdf(0.0, scale=0.06)
    names = [_name(item) for item in plot_of(view).scene().items()]
    assert names.count("truth") == 2
    elbow, density = drawn(view, "truth")
    assert max(elbow.max(), density.max()) == pytest.approx(at_peak / 2, rel=0.02)


def test_the_truth_alone_is_seen_while_it_is_held(qtbot: QtBot) -> None:
    view = shown(qtbot)
    session = at_the_arm((1.2, 0.8))
    look(view, session, qtbot)
    assert drawn(view, "samples")[0].size
    mixture = ARM.jointly((1.2, 0.8), (1, 0))
    assert mixture is not None
    peak = mixture.means[1]
    before = colour(plot_of(view), *peak)
    look(view, changed(session, held=Held.TRUTH), qtbot)
    assert colour(plot_of(view), *peak).lightness() < min(140, before.lightness())
    assert shows(plot_of(view), 0.0, 1.5, LIGHT.background)
    elbow, _ = drawn(view, "90% region")
    known = elbow[np.isfinite(elbow)]
    assert np.abs(np.abs(known) - ELBOW).max() < 0.2
    assert words(view).endswith(": the truth")
    for name in ("rows near", "samples", "component 1"):
        assert not drawn(view, name)[0].size
    out_of_reach = at_the_arm((1.6, 1.6), held=Held.TRUTH)
    look(view, out_of_reach, qtbot)
    assert words(view) == "The truth: no row can lie here."
    assert not drawn(view, "90% region")[0].size
    look(view, session, qtbot)
    assert drawn(view, "samples")[0].size
