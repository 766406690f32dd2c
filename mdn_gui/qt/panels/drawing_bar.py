"""What the mouse does on the plane that rows are drawn on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from mdn_gui.core.text import say, say_count
from mdn_gui.qt.control import rows
from mdn_gui.qt.theme import Theme, icon
from mdn_gui.qt.widgets.controls import ElidedLabel, describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session, Tool


class DrawingBar(Pane):
    """The tools, the number of points, and a hint; it is there only while a person draws.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints = {
            Tool.LOOK: say("Click to choose x."),
            Tool.DRAW: say("Drag to draw."),
            Tool.ERASE: say("Drag to erase."),
        }
        self._tips = {
            Tool.LOOK: say("Click, or drag the line, to choose an x."),
            Tool.DRAW: say("Hold the left button and move the mouse to draw points."),
            Tool.ERASE: say("Hold the left button and move the mouse to take points away."),
        }
        self._clear = _Button("clear", say("Clear"))
        self._clear.clicked.connect(self._on_clear_clicked)
        self._count = QLabel()
        self._count.setObjectName("points")
        self._count.setAccessibleName(say("Points drawn"))
        self._hint = ElidedLabel()
        self._hint.setObjectName("drawing_hint")
        self._hint.setAccessibleName(say("What the mouse does"))
        self._tools = {
            Tool.LOOK: _ToolButton(Tool.LOOK, say("Look")),
            Tool.DRAW: _ToolButton(Tool.DRAW, say("Draw")),
            Tool.ERASE: _ToolButton(Tool.ERASE, say("Erase")),
        }
        for button in self._tools.values():
            button.taken.connect(self._on_tool_taken)
        self._lay_out()
        self.setVisible(False)

    def show_session(self, session: Session) -> None:
        """Be there while a person draws, and show the tool and the points."""
        super().show_session(session)
        self.setVisible(session.data.canvas is not None)

    def _draw_session(self, session: Session) -> None:
        busy = session.under_way is not None
        if not self._differs(session.status.tool, session.data.dataset, busy):
            return
        points = 0 if session.data.dataset is None else session.data.dataset.rows
        self._count.setText(self._counted(points))
        locked = ""
        if busy:
            locked = say("Locked while a run is under way: stop it first.")
        self._press(session.status.tool)
        looking = session.status.tool is Tool.LOOK
        hint = self._hints[session.status.tool]
        self._hint.show_text(hint if looking or not locked else say("Stop the run first."))
        for tool, button in self._tools.items():
            # Looking changes no rows.
            missing = "" if tool is Tool.LOOK else locked
            button.setEnabled(not missing)
            describe(button, button.text(), missing or self._tips[tool])
        self._show_clear(locked or ("" if points else say("There are no points yet.")))

    def set_theme(self, theme: Theme) -> None:
        """Redraw the icons."""
        super().set_theme(theme)
        for button in (*self._tools.values(), self._clear):
            button.setIcon(icon(button.objectName(), theme.foreground, theme.grid))

    def _show_clear(self, missing: str) -> None:
        self._clear.setEnabled(not missing)
        describe(self._clear, self._clear.text(), missing or say("Take all points away."))

    def _counted(self, points: int) -> str:
        return say_count("{count} point", "{count:,} points", points)

    def _on_tool_taken(self, tool: Tool) -> None:
        self._press(tool)
        self._tell(Act(edits.take_tool(tool)))

    def _press(self, pressed: Tool) -> None:
        for tool, button in self._tools.items():
            button.setChecked(tool is pressed)

    def _on_clear_clicked(self) -> None:
        self._tell(rows.clear())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(2)
        for button in (*self._tools.values(), self._clear):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._count)
        row.addSpacing(8)
        row.addWidget(self._hint, stretch=1)


class _Button(QToolButton):
    """A flat button of an icon and a text; the icon has its name."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setText(text)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)


class _ToolButton(_Button):
    """A button that stays pressed; in no QButtonGroup, in which Tab reaches only one button."""

    taken = Signal(object)

    def __init__(self, tool: Tool, text: str) -> None:
        super().__init__(tool.name.lower(), text)
        self._tool = tool
        self.setCheckable(True)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.taken.emit(self._tool)
