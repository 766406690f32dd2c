"""What a person looks at, and how: changes the view, never the training."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Slot

from mdn_gui.core.colour import Colour
from mdn_gui.core.settings import RANGES
from mdn_gui.qt.control.state import State
from mdn_gui.session import edits
from mdn_gui.session.data import farthest
from mdn_gui.session.view import Curve, Interval, Layer, View


class Looking(QObject):
    """Takes over what a person chose to see.

    Args:
        state: Holds the session.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state

    def _look(self, what: str, change: Callable[[View], View]) -> None:
        """Change the view; what changes is named, to be undone, and a drag is undone as one."""
        self._state.edit(edits.view(change), undo=what, merge=what)

    # x and y

    @Slot(float)
    def pick_x(self, x: float) -> None:
        """Stand at another x."""
        place = self._state.session.resolved.moved(x)
        self._look(self.tr("place"), lambda view: replace(view, place=place, row=None))

    def move_x(self, steps: int) -> None:
        """Step along x, a hundredth of the sampled range each."""
        session = self._state.session
        low, high = session.resolved.x_range
        moved = session.resolved.x + steps * (high - low) / 100
        self.pick_x(float(np.clip(moved, *farthest(low, high))))

    @Slot(int)
    def pick_row(self, row: int) -> None:
        """Question a data point, and stand at its x."""
        dataset = self._state.session.data.dataset
        # Else it was picked in a panel that has not caught up with other data.
        if dataset is not None and row < dataset.rows:
            place = tuple(dataset.inputs[row].tolist())
            self._look(self.tr("row in question"), lambda view: replace(view, row=row, place=place))

    @Slot(object)
    def pick_component(self, component: int | None) -> None:
        """Emphasise a component everywhere; None for none."""
        self._look(self.tr("component"), lambda view: replace(view, component=component))

    @Slot(object)
    def set_interval(self, interval: Interval | None) -> None:
        """Ask for the probability between two values of y; None for none."""
        if interval is not None:
            interval = Interval(*sorted(interval))
        self._look(self.tr("interval of y"), lambda view: replace(view, interval=interval))

    @Slot(float, float)
    def move_end(self, before: float, after: float) -> None:
        """Move the end of the interval of y that is at `before`, if one is asked for."""
        self._look(
            self.tr("interval of y"),
            lambda view: replace(
                view, interval=None if view.interval is None else view.interval.moved(before, after)
            ),
        )

    @Slot(object)
    def set_curve(self, curve: Curve) -> None:
        """Draw this of y at the chosen x."""
        self._look(self.tr("curve at x"), lambda view: replace(view, curve=curve))

    @Slot(float)
    def set_nearness(self, nearness: float) -> None:
        """Let rows count as near a place that are so many times as far from it as usual."""
        self._look(self.tr("how near counts"), lambda view: replace(view, nearness=nearness))

    # Samples

    @Slot(float)
    def set_temperature(self, temperature: float) -> None:
        """Look at another temperature."""
        self._look(self.tr("temperature"), lambda view: replace(view, temperature=temperature))

    @Slot(float)
    def set_spread(self, spread: float) -> None:
        """Look at another spread."""
        self._look(self.tr("spread"), lambda view: replace(view, spread=spread))

    @Slot(int, float)
    def compare_temperature(self, place: int, temperature: float) -> None:
        """Look at another temperature in one of the places, from 0, side by side."""

        def change(view: View) -> View:
            first, second, third = (
                temperature if each == place else before
                for each, before in enumerate(view.compared_temperatures)
            )
            return replace(view, compared_temperatures=(first, second, third))

        self._look(self.tr("compared temperatures"), change)

    @Slot(int)
    def set_seed(self, seed: int) -> None:
        """Draw the samples of another seed."""
        self._look(self.tr("samples"), lambda view: replace(view, sampling_seed=seed))

    @Slot()
    def resample(self) -> None:
        """Draw other samples: those of the next seed; the last one is followed by the first."""
        if self._state.session.network is None:
            return
        low, high = RANGES["seed"]
        following = self._state.session.view.sampling_seed + 1
        self._look(
            self.tr("samples"),
            lambda view: replace(view, sampling_seed=following if following <= high else int(low)),
        )

    @Slot(int)
    def set_samples_per_x(self, samples: int) -> None:
        """Draw so many samples at each x."""
        self._look(self.tr("number of samples"), lambda view: replace(view, samples_per_x=samples))

    @Slot(bool)
    def colour_samples(self, by_component: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Give samples the colour of their component, or all the same one."""
        self._look(
            self.tr("colours of samples"),
            lambda view: replace(view, samples_by_component=by_component),
        )

    # Plots

    @Slot(object)
    def set_layers(self, layers: frozenset[Layer]) -> None:
        """Draw these layers."""
        self._look(self.tr("layers"), lambda view: replace(view, layers=layers))

    @Slot(object, bool)
    def switch_layer(self, layer: Layer, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Draw a layer besides the others, or no longer."""
        one = frozenset({layer})
        self._look(
            self.tr("layers"),
            lambda view: replace(view, layers=view.layers | one if on else view.layers - one),
        )

    @Slot(object)
    def set_colour(self, colour: Colour) -> None:
        """Let the tones of the density say this."""
        self._look(self.tr("colour"), lambda view: replace(view, colour=colour))

    @Slot(bool)
    def scale_columns(self, per_column: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Scale each column of the density by its own highest value, or all by one."""
        self._look(self.tr("colour"), lambda view: replace(view, per_column=per_column))

    @Slot(bool)
    def set_log_epochs(self, log: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Draw losses over a logarithmic axis, or a linear one."""
        self._look(self.tr("axis of epochs"), lambda view: replace(view, log_epochs=log))

    @Slot(float)
    def set_smoothing(self, smoothing: float) -> None:
        """Smooth the losses; 0 shows them as they are."""
        self._look(
            self.tr("smoothing"),
            lambda view: replace(view, smoothing=float(np.clip(smoothing, 0.0, 0.99))),
        )
