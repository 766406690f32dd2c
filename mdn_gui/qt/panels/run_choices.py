"""Which run is shown, and which other one it is compared with."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.control import rows, run_list
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.setting_fields import ChoiceField
from mdn_gui.session.run import NamedRun
from mdn_gui.session.session import Session

_LONGEST_NAME, _WITH_TABLE = 8, 14  # characters; longer ones are cut


class RunChoices(Pane):
    """Two lists of runs; they are there while there are runs to choose from.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = _field("run_shown", say("Run shown"), say("The run that all panels show."))
        tip = say("Compare the run shown with another one, row by row; see Runs.")
        self._other = _field("run_compared", say("Compare with"), tip)
        self._shown.edited.connect(self._on_shown_edited)
        self._other.edited.connect(self._on_other_edited)
        self._labels = QLabel(say("Shown:")), QLabel(say("Compare with:"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        for label, field in zip(self._labels, (self._shown, self._other), strict=True):
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)

    def _draw_session(self, session: Session) -> None:
        shown, listed = session.run.number or None, session.document.listed
        if self._differs(listed, shown, session.view.compared):
            several = len({run.data.title for _, run in session.listed}) > 1
            runs = _named(session.listed, several=several)
            if shown not in dict(listed):
                runs = [(say("none"), shown), *runs]
            for field in (self._shown, self._other):
                field.setMinimumContentsLength(_WITH_TABLE if several else _LONGEST_NAME)
            self._shown.show_choices(runs)
            self._shown.show_value(shown)
            others = [each for each in runs if each[1] != shown]
            self._other.show_choices([(say("none"), None), *others])
            pair = set(session.view.compared)
            self._other.show_value(next(iter(pair - {shown}), None) if shown in pair else None)
            for parts, there in (
                ((self._labels[0], self._shown), bool(listed)),
                ((self._labels[1], self._other), bool(others and shown)),
            ):
                for part in parts:
                    part.setVisible(there)

    def _on_shown_edited(self, _name: str, number: int | None) -> None:
        if number is not None:
            self._tell(rows.show_run(number))

    def _on_other_edited(self, _name: str, number: int | None) -> None:
        pair = () if number is None else (self._session.run.number, number)
        self._tell(run_list.choose_compared(pair))


def _named(runs: Sequence[NamedRun], *, several: bool) -> list[tuple[str, int | None]]:
    """The name and the number of each run; of several tables, that of its table too."""
    return [
        (say("{run}, {data}", run=name, data=run.data.title) if several else name, run.number)
        for name, run in runs
    ]


def _field(name: str, text: str, tip: str) -> ChoiceField:
    field = ChoiceField(name, [])
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    describe(field, text, tip)
    return field
