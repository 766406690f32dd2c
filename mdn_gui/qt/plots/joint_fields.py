"""What a person sets at the joint view: the second target, its value, and a rectangle."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from mdn_gui.core.drawing.joint import correlation
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.widgets.column import column
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.setting_fields import ChoiceField, RealNumberField
from mdn_gui.session.data import farthest
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval

_QUARTILES = (0.25, 0.75)
_LONGEST_NAME = 12  # characters that are shown of it
_NARROWEST = 64  # of the field, in pixels of the screen


class JointFields(Pane):
    """A row of controls, and the correlation.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(say("Second target"))
        self._target = _target_field(())
        self._choice = column(self._target)
        self._given = QCheckBox(say("Given"))
        self._given.setObjectName("given")
        self._given.clicked.connect(self._on_given_clicked)
        self._value = RealNumberField("given_value", Range(0.0, 1.0))
        self._value.setKeyboardTracking(False)
        self._value.setMinimumWidth(_NARROWEST)
        self._value.edited.connect(self._on_value_edited)
        self._rectangle = QCheckBox(say("Rectangle"))
        self._rectangle.setObjectName("rectangle")
        self._rectangle.clicked.connect(self._on_rectangle_clicked)
        tip = say(
            "The probability that both targets lie within a rectangle: while it is there, drag in "
            "the plot to draw another; with Shift, always."
        )
        describe(self._rectangle, self._rectangle.text(), tip)
        self._correlation = QLabel()
        self._correlation.setObjectName("correlation")
        self._lay_out()
        self._draw_session(self._session)

    def _draw_session(self, session: Session) -> None:
        seen, dataset = session.resolved, session.data.dataset
        if dataset is None or seen.joint is None:
            return
        if self._memory.changed("targets", dataset.target_names, seen.up):
            self._make_target_field(dataset.target_names, seen.up)
        self._target.show_value(seen.joint)
        name = dataset.target_names[seen.joint]
        if self._memory.changed("axis", dataset, seen.joint):
            low, high = session.data.target_range(seen.joint)
            self._value.set_axis(Range(*farthest(low, high)), high - low)
            tip = say("The value that {name} is taken to have.", name=name)
            describe(self._value, say("Value of {name}", name=name), tip)
            tip = say(
                "Take {name} to have a value: the density at the right is then that of the "
                "other target for this value. A click in the plot does so too.",
                name=name,
            )
            describe(self._given, self._given.text(), tip)
        given, ready = session.view.given, session.network is not None
        self._given.setChecked(given is not None)
        self._rectangle.setChecked(session.view.rectangle is not None)
        if self._memory.changed("value", dataset, seen.joint, given):
            self._value.setVisible(given is not None)
            if given is not None:
                self._value.reset(given)
        for control in (self._given, self._value, self._rectangle):
            control.setEnabled(ready)
        predicted = session.predictor, session.truth_held, seen.place, seen.joint, seen.up
        if self._memory.changed("correlation", *predicted):
            self._show_correlation(session)

    def _show_correlation(self, session: Session) -> None:
        text = ""
        if session.joint_shown is not None:
            value = rounded(correlation(session.joint_shown), 1.0)
            text = say("correlation {value}", value=value)
        self._correlation.setText(text)

    @Slot(bool)
    def _on_given_clicked(self, given: bool) -> None:  # noqa: FBT001 - a signal's argument
        mixture, value = self._session.joint_mixture, None
        if given and mixture is not None:
            value = float(mixture.marginal(0).quantile(0.5))
        self._tell(looking.condition(value))

    @Slot(str, object)
    def _on_value_edited(self, _name: str, value: float) -> None:
        self.edited.emit(*looking.condition(value))

    @Slot(bool)
    def _on_rectangle_clicked(self, asked: bool) -> None:  # noqa: FBT001 - a signal's argument
        mixture, rectangle = self._session.joint_mixture, None
        if asked and mixture is not None:
            first, second = (mixture.marginal(output).quantile(_QUARTILES) for output in (0, 1))
            rectangle = Interval(*first.tolist()), Interval(*second.tolist())
        self._tell(looking.set_rectangle(rectangle))

    def _on_target_edited(self, _name: str, column: int) -> None:
        self.edited.emit(*looking.show_jointly(column))

    def _make_target_field(self, names: Sequence[str], up: int) -> None:
        """Offer the targets but the one along y."""
        others = [(name, column) for column, name in enumerate(names) if column != up]
        field, before = _target_field(others), self._target
        field.edited.connect(self._on_target_edited)
        layout = self._choice.layout()
        assert layout is not None  # noqa: S101 - tells mypy what `column` makes
        layout.addWidget(field)
        self.setTabOrder(before, field)
        before.setParent(None)
        before.deleteLater()
        self._target = field
        self._label.setBuddy(field)
        self.controls_made.emit(self._choice)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(8)
        for widget in (self._label, self._choice, self._given, self._value, self._rectangle):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._correlation, alignment=Qt.AlignmentFlag.AlignRight)
        self._value.setVisible(False)


def _target_field(others: Sequence[tuple[str, int]]) -> ChoiceField:
    field = ChoiceField("second_target", others)
    # A long name must not widen the window.
    field.setSizeAdjustPolicy(field.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    longest = max((len(name) for name, _ in others), default=0)
    field.setMinimumContentsLength(min(longest, _LONGEST_NAME))
    tip = say("The target along the x axis of this plot, jointly with the one on the y axis.")
    describe(field, say("Second target"), tip)
    return field
