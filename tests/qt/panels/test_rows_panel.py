"""The first rows of what is loaded."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Date, Number
from mdn_gui.qt.panels.rows_panel import RowsPanel
from tests.sessions import session_of, weighted
from tests.widgets import find


def test_values_stand_as_the_table_has_them(qtbot: QtBot) -> None:
    kinds = Date("days", "2024-01-01"), Date("hours"), Number(yes_or_no=True, missing=True)
    inputs = np.array([[0.0, 9.5, 1.0], [2.0, 0.0, 0.0], [31.0, 12.25, np.nan]])
    targets = np.array([[0.5], [7.25], [3.0]])
    names = "day", "time", "rain"
    dataset = Dataset(inputs, targets, names, ("flow",), input_kinds=kinds)
    panel = RowsPanel()
    qtbot.addWidget(panel)
    panel.show_session(session_of(dataset=dataset, title="wells.csv"))
    panel.show()
    model = find(panel, QTableView, "rows_loaded").model()
    assert [[model.index(row, column).data() for column in range(5)] for row in range(3)] == [
        ["1", "2024-01-01", "09:30:00", "yes", "0.5"],
        ["2", "2024-01-03", "00:00:00", "no", "7.25"],
        ["3", "2024-02-01", "12:15:00", "", "3"],
    ]


def test_weights_stand_beside_the_rows_and_levels_at_the_left(qtbot: QtBot) -> None:
    panel = RowsPanel()
    qtbot.addWidget(panel)
    panel.show_session(weighted())
    panel.show()
    model = find(panel, QTableView, "rows_loaded").model()
    assert [[model.index(row, column).data() for column in range(5)] for row in range(2)] == [
        ["1", "clay", "0.5", "7", "3"],
        ["2", "loam", "2", "8", "0.25"],
    ]
    across = Qt.Orientation.Horizontal
    tips = [model.headerData(place, across, Qt.ItemDataRole.ToolTipRole) for place in range(5)]
    assert "2 levels" in tips[1]
    assert "logarithm" in tips[2]
    assert "how many rows the row stands for" in tips[4]
    sides = [model.headerData(place, across, Qt.ItemDataRole.TextAlignmentRole) for place in (1, 2)]
    assert [bool(side & Qt.AlignmentFlag.AlignLeft) for side in sides] == [True, False]
    assert "as many as count says" in find(panel, QLabel, "rows_about").text()
