"""The layers and members of the network shown, and the settings that it was trained with."""

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdn_gui.core.kind_texts import kinds_in_words
from mdn_gui.core.member_texts import member_texts, members_text
from mdn_gui.core.network import Network
from mdn_gui.core.recipes import members_of
from mdn_gui.core.summary import Fact, LayerRow, layers, settings_text, total_parameters
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.control import looking
from mdn_gui.qt.widgets.controls import describe, narrow_button
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.splitter import Splitter
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable, CopyableText, PickingTable, TablePage
from mdn_gui.session.data import Settings
from mdn_gui.session.session import Session

_LEAST = (60, 54)  # the least width and height of a table, in pixels


class ModelPanel(Pane):
    """Tables of layers and members, and all settings as text, side by side; all can be copied.

    The drawer is low: below each other they would make it higher than other pages, and move its
    tabs.

    It is brought up to date only while it can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = CopyableTable()
        tip = say("Ctrl+C copies the selected layers, or all of them, as text.")
        describe(self._table, say("Layers of the network"), tip)
        self._table.setMinimumSize(*_LEAST)
        self._page = TablePage(self._table, "layers")
        self._members = MembersList()
        self._members.edited.connect(self.edited)
        self._members.hide()
        self._text = CopyableText()
        tip = say("Ctrl+A selects everything, Ctrl+C copies what is selected.")
        describe(self._text, say("All settings as text"), tip)
        self._settings = TablePage(self._text, "settings")
        thirds = Splitter("model", Qt.Orientation.Horizontal)
        thirds.share((self._page, 1), (self._members, 1), (self._settings, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(thirds)

    def show_session(self, session: Session) -> None:
        """Show a session; the list of members too works nothing out while it is hidden."""
        self._members.show_session(session)
        super().show_session(session)

    def _draw_session(self, session: Session) -> None:
        """Show the network and the settings of a session."""
        network, settings = session.network, session.setup.settings
        self._members.setVisible(network is not None and network.layout.members > 1)
        if network is not None and session.run.settings is not None:
            settings = session.run.settings
        shape = None
        if network is not None:
            shape = network.layout, network.activation, network.scale_factor
        data = session.data
        if self._differs(shape, settings, data.title, data.dataset, data.example):
            self._show_layers(network)
            self._show_settings(settings)

    def _show_layers(self, network: Network | None) -> None:
        if network is None:
            self._page.show_heading(say("Train a network to see its layers."), ready=False)
            return
        heading = say("Network shown")
        if network.scale_factor != 1.0:
            heading = say(
                "Network shown; all scales × {factor:.2f}, by held-out rows",
                factor=network.scale_factor,
            )
        self._page.show_heading(heading, ready=True)
        rows = layers(network.layout, network.activation)
        cells = [self._cells(row, number) for number, row in enumerate(rows, start=1)]
        mixture = (say("Mixture"), *cells[-1][1:])
        total = (say("Total"), "", f"{total_parameters(network.layout):,}", "")
        cells = [*cells[:-1], mixture, total]
        tip = say("Logits of the weights, means, and logarithms of the scales.")
        tips = [*[""] * (len(rows) - 1), tip, ""]
        self._table.show_columns(self._columns())
        self._table.show_rows(Rows(len(cells), lambda row, column: cells[row][column], tips=tips))

    def _columns(self) -> list[Column]:
        shape = say(
            "Of the output: members where there are several, twice as many where each is there as "
            "of two epochs, rows, and units."
        )
        parameters = say("Weights and biases, of all members together.")
        activation = say("What the sums of the units go through.")
        return [
            Column(say("Layer")),
            Column(say("Shape"), shape),
            Column(say("Parameters"), parameters, number=True),
            Column(say("Activation"), activation),
        ]

    def _cells(self, layer: LayerRow, number: int) -> tuple[str, ...]:
        sizes = (say("rows") if size is None else f"{size}" for size in layer.output_shape)
        name = say("Hidden {number}", number=number)
        return name, f"({', '.join(sizes)})", f"{layer.parameters:,}", layer.activation

    def _show_settings(self, settings: Settings) -> None:
        session, (network, training) = self._session, settings
        heading = say("Settings in force")
        if session.network is not None:
            heading = say("Its settings")
        self._settings.show_heading(heading, ready=True)
        self._text.setPlainText(settings_text(network, training, **_facts(session)))


class MembersList(Pane):
    """What the members of the network shown are; a person can switch one off, and on again.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picked: int | None = None
        self._table = PickingTable(clearable=False)
        self._table.picked.connect(self._on_table_picked)
        self._table.doubleClicked.connect(self._on_table_double_clicked)
        tip = say(
            "A click or the arrow keys pick a member; Enter or a double-click switches it off, or "
            "on again. A click on a column's name sorts by it. Ctrl+C copies the selected row, or "
            "all of them, as text."
        )
        describe(self._table, say("Members of the network"), tip)
        self._switch = self._table.add_command(say("Switch off"), Qt.Key.Key_Return)
        self._switch.setShortcuts([QKeySequence(Qt.Key.Key_Return), QKeySequence(Qt.Key.Key_Enter)])
        self._switch.setAutoRepeat(False)
        self._switch.triggered.connect(self._on_switch_triggered)
        self._button = narrow_button(say("Switch off"), say("Switch on"))
        self._button.setObjectName("switch_member")
        self._button.clicked.connect(self._on_switch_triggered)
        self._page = TablePage(self._table, "members", self._button)
        self._table.show_columns(_member_columns())
        self._table.setMinimumSize(*_LEAST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)

    def _draw_session(self, session: Session) -> None:
        """Show the members of a session's network."""
        network = session.network
        if network is None or not self._differs(network, session.run.settings):
            return
        networks, settings = network.layout.members, session.run.settings
        trained = networks if settings is None else len(members_of(*settings))
        heading = members_text(trained, networks)
        if session.switched_off:
            heading = say_count(
                "{members}; {count} is switched off",
                "{members}; {count} are switched off",
                len(session.switched_off),
                members=heading,
            )
        self._page.show_heading(heading, ready=True)
        self._table.show_rows(_member_rows(network, session.switched_off))
        self._show_switch()

    def _show_switch(self) -> None:
        """Say what would be done to the picked member, or why nothing can be."""
        text = say("Switch off")
        tip = say(
            "Leave the selected member out of all that is predicted; the others share out its part "
            "(Enter, or a double-click). Losses and notes stay those of the whole network."
        )
        can = self._picked is not None and self._session.can_switch(self._picked)
        if self._picked in self._session.switched_off:
            text = say("Switch on")
            tip = say("Let the selected member predict again (Enter, or a double-click).")
        elif self._picked is None:
            tip = say("Select a member first.")
        elif not can:
            tip = say("It is the last one in use: switch on another one first.")
        self._switch.setText(text)
        self._switch.setEnabled(can)
        self._button.setText(text)
        self._button.setEnabled(can)
        describe(self._button, text, tip)

    @Slot(object)
    def _on_table_picked(self, place: int | None) -> None:
        self._picked = place
        self._show_switch()

    @Slot(QModelIndex)
    def _on_table_double_clicked(self, _index: QModelIndex) -> None:
        # The first of the two clicks has picked the row.
        self._on_switch_triggered()

    @Slot()
    def _on_switch_triggered(self) -> None:
        if self._picked is not None:
            self.edited.emit(*looking.switch_member(self._picked))


def _member_columns() -> list[Column]:
    number = say(
        "Its number. With stacking, each is there twice: first all as of their own best epochs, "
        "then all as of the best one of all together."
    )
    recipe = say("Which of the run's recipes it followed; the first is that of the settings.")
    columns = (
        (say("Member"), number),
        (say("In use"), say("Whether it counts in the prediction, or is switched off.")),
        (say("Share"), say("How much it counts in the prediction.")),
        (say("Recipe"), recipe),
        (say("Fold"), say("Which part of the rows it held out, and did not learn from.")),
        (say("Epoch"), say("The epoch whose weights it has.")),
    )
    return [Column(name, tip, number=place != 1) for place, (name, tip) in enumerate(columns)]


def _member_rows(network: Network, off: frozenset[int]) -> Rows:
    """What each member is, and whether it is switched off."""
    cells = [
        (each.number, say("no") if place in off else say("yes"), each.share, *each[1:4])
        for place, each in enumerate(member_texts(network))
    ]
    values = np.zeros((len(cells), 6))
    values[:, 0] = np.arange(len(cells))
    values[[*off], 1] = 1.0
    values[:, 2] = network.shares
    if network.ensemble:
        values[:, 3:] = [each[:3] for each in network.ensemble]
    return Rows(len(cells), lambda row, column: cells[row][column], values)


def _facts(session: Session) -> dict[str, Fact]:
    """What the network is trained on; of a built-in problem, how to draw the rows again."""
    dataset, example = session.data.dataset, session.data.example
    if dataset is None:
        return {}
    facts: dict[str, Fact] = {
        "data": session.data.title,
        "rows": dataset.rows,
        "input": ", ".join(dataset.input_names),
        "target": ", ".join(dataset.target_names),
    }
    if session.data.weight_name:
        facts["weight"] = session.data.weight_name
    kinds = (*dataset.input_kinds, *dataset.target_kinds)
    if told := kinds_in_words((*dataset.input_names, *dataset.target_names), kinds):
        facts["kinds"] = ". ".join(told)
    return facts if example is None else {**facts, "noise": example.noise}
