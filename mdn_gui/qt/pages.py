"""The tabs of the window: in the middle, in the slot below the field, and in the drawer."""

from mdn_gui.core.text import say
from mdn_gui.qt.frames import CURVE_MS, FILM_MS, READING_MS
from mdn_gui.qt.panels.components_panel import ComponentsPanel
from mdn_gui.qt.panels.importance_panel import ImportancePanel
from mdn_gui.qt.panels.model_panel import ModelPanel
from mdn_gui.qt.panels.numbers_panel import NumbersPanel
from mdn_gui.qt.panels.places_panel import PlacesPanel
from mdn_gui.qt.panels.row_panel import RowPanel
from mdn_gui.qt.panels.runs_panel import RunsPanel
from mdn_gui.qt.plots.comparison_view import ComparisonView
from mdn_gui.qt.plots.inputs_view import InputsView
from mdn_gui.qt.plots.joint_view import JointView
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.widgets.tabs import Page
from mdn_gui.session.session import Session

_PAIR = 2  # runs or places that are compared


def _several_inputs(session: Session) -> bool:
    return session.data.columns[0] > 1


SLOT = (
    Page(lambda _: say("Losses"), (LossPlot,), comes_forward=lambda session: session.run.busy),
    Page(
        lambda session: say("Inputs") if _several_inputs(session) else "",
        (InputsView,),
        FILM_MS,
        scrolled=True,
        comes_forward=lambda session: _several_inputs(session) and not session.run.busy,
    ),
)
"""The tabs of the slot below the field."""

CENTRE = (
    Page(
        lambda session: say("Joint") if session.data.columns[1] > 1 else "",
        (JointView,),
        CURVE_MS,
        scrolled=True,
    ),
)
"""The tabs in the middle, after that of the field."""

PAGES = (
    Page(lambda _: say("Numbers"), (NumbersPanel,), READING_MS),
    Page(lambda _: say("Components"), (ComponentsPanel,), READING_MS),
    Page(lambda _: say("Row"), (RowPanel,), READING_MS),
    Page(
        lambda _: say("Places"),
        (PlacesPanel,),
        READING_MS,
        comes_forward=lambda session: len(session.view.places) >= _PAIR,
    ),
    Page(
        lambda session: say("Importance") if _several_inputs(session) else "",
        (ImportancePanel,),
        READING_MS,
    ),
    Page(
        lambda _: say("Runs"),
        (RunsPanel, ComparisonView),
        scrolled=True,
        comes_forward=lambda session: len(session.compared) == _PAIR,
    ),
    Page(lambda _: say("Model"), (ModelPanel,), READING_MS),
)
"""The tabs of the drawer, from left to right."""
