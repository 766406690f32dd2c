"""What is wrong with the density shown, a card each: shown in Explore, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.widgets.check_pictures import Stripe
from mdn_gui.qt.widgets.controls import describe, narrow_button
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.texts import Paragraph
from mdn_gui.session.session import Session
from mdn_gui.session.view import Stretch

if TYPE_CHECKING:
    from mdn_gui.core.check import Finding
    from mdn_gui.core.check.ranges import Range

_PADDING, _GAP = 8, 8  # pixels


class CheckCards(Pane):
    """A card for each finding, the worst first, dimmed until the network shown is checked.

    Args:
        acts: What can be done: "more" trains the run shown for longer, "columns" leads to the
            choice of columns.
        parent: The widget around it.
    """

    def __init__(self, acts: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acts = acts
        self._cards: list[_Card] = []
        self._targets: tuple[str, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)

    def _draw_session(self, session: Session) -> None:
        check = None if session.checked is None else session.checked.check
        enabled = {name: action.isEnabled() for name, action in self._acts.items()}
        checking = check is None and session.to_check is not None
        state = checking, _unfinished(session), session.data.dataset
        if not self._differs(check, tuple(enabled.items()), *state):
            return
        self.setEnabled(not checking)
        if checking:
            return
        for old in self._cards:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = []
        if check is None:
            return
        self._targets = check.judged.test.target_names
        for number, finding in enumerate(check.findings):
            card = _Card(number, finding, _text(session, finding), self)
            self._layout.addWidget(card)
            self._cards.append(card)
            card.wanted.connect(self._on_card_wanted)
            act = _act_for(session, finding, number)
            if act and enabled[act]:
                card.offer(_label(act), self._acts[act])

    @Slot(object)
    def _on_card_wanted(self, finding: Finding) -> None:
        where = finding.where
        if where is None:
            target = self._targets.index(finding.target) if finding.target else None
            self._tell(looking.show_regions(target))
        else:
            stretch = Stretch.of(where.column, where.low, where.high)
            self._tell(looking.show_stretch(stretch, _place(self._session, where)))


def _place(session: Session, where: Range) -> str:
    from mdn_gui.core.check.findings import range_text  # noqa: PLC0415 - with a check

    assert session.data.dataset is not None  # noqa: S101 - it was checked
    return range_text(session.data.dataset, where)


def _text(session: Session, finding: Finding) -> str:
    if finding.where is None:
        return finding.text
    return say("Where {where}: {why}", where=_place(session, finding.where), why=finding.text)


def _act_for(session: Session, finding: Finding, number: int) -> str:
    """What can be done about a finding, by its name in `CheckCards`; "" for nothing.

    Training goes on for all of them: the first one says so.
    """
    if _unfinished(session):
        return "" if number else "more"
    return "columns" if finding.kind == "useless" else ""


def _unfinished(session: Session) -> bool:
    """Whether the run shown can go on, and its last epoch was the best."""
    run = session.run
    return run.extendable and run.best is not None and run.best.epoch == run.history[-1].epoch


def _label(act: str) -> str:
    return say("Train 100 epochs more") if act == "more" else say("Change columns…")


class _Card(QFrame):
    """A finding.

    Signals:
        wanted(finding): A person wants to see it.
    """

    wanted = Signal(object)

    def __init__(self, number: int, finding: Finding, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"finding_{number}")
        self._finding, self._number = finding, number
        stripe = Stripe()
        stripe.show_colour("bad" if finding.level == "bad" else "warning")
        label = Paragraph(f"finding_text_{number}")
        label.setText(text)
        show = narrow_button(say("Show"))
        show.setObjectName(f"show_finding_{number}")
        tip = say("Go to the rows in Explore that show this.")
        describe(show, say("Show: {text}", text=text), tip)
        show.clicked.connect(self._on_show_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, _PADDING // 2, 0, _PADDING // 2)
        self._row.setSpacing(_PADDING)
        for widget in (stripe, label, show):
            self._row.addWidget(widget, stretch=int(widget is label))

    def offer(self, text: str, action: QAction) -> None:
        """Add a button that does something about it."""
        button: QPushButton = narrow_button(text)
        button.setObjectName(f"act_on_finding_{self._number}")
        describe(button, f"{text} ({self._number + 1})", action.toolTip())
        button.clicked.connect(action.trigger)
        self._row.addWidget(button)

    @Slot()
    def _on_show_clicked(self) -> None:
        self.wanted.emit(self._finding)
