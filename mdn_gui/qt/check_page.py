"""The workspace Check: the verdict first, then what it rests on, one part below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mdn_gui.qt.actions import Actions
from mdn_gui.qt.panels.check_along import CheckAlong
from mdn_gui.qt.panels.check_bars import CheckBars
from mdn_gui.qt.panels.check_cards import CheckCards
from mdn_gui.qt.panels.check_verdict import CheckVerdict
from mdn_gui.qt.panels.least_likely_list import LeastLikelyList
from mdn_gui.qt.panels.notes_panel import NotesPanel
from mdn_gui.qt.panels.statistics_panel import StatisticsPanel
from mdn_gui.qt.widgets.pane import Pane

_WIDEST = 1_200  # pixels: what is wider is not read with ease
_MARGIN, _GAP = 16, 20
_LEAST = 300  # pixels of what scrolls by itself


class CheckPage(QScrollArea):
    """Panes below each other, which scroll; what a click on *Show* leads to is in Explore.

    Args:
        actions: What can be done about findings.

    Attributes:
        panes: From the top to the bottom.
    """

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("check_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        acts = {"more": "more_100", "columns": "change_columns"}
        cards = CheckCards({name: actions.action(act) for name, act in acts.items()})
        notes, least_likely, statistics = NotesPanel(), LeastLikelyList(), StatisticsPanel()
        below = CheckVerdict(), CheckBars(), cards, CheckAlong()
        self.panes: Sequence[Pane] = (*below, notes, least_likely, statistics)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_GAP)
        for pane in below:
            layout.addWidget(pane)
        layout.addLayout(_side_by_side(notes, least_likely), stretch=1)
        layout.addWidget(statistics)
        around = QWidget()
        centred = QHBoxLayout(around)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(inside, stretch=100)
        centred.addStretch(1)
        self.setWidget(around)


def _side_by_side(*panes: Pane) -> QHBoxLayout:
    """Panes of text in the middle of a page that is wider than they need."""
    layout = QHBoxLayout()
    layout.setSpacing(_MARGIN)
    layout.addStretch(1)
    for pane in panes:
        pane.setMinimumHeight(_LEAST)
        layout.addWidget(pane, stretch=100)
    layout.addStretch(1)
    return layout
