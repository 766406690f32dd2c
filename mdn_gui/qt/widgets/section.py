"""A part of a form that can be folded."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.widgets.controls import describe


class Section(QWidget):
    """A heading that a click unfolds, or folds again, and what stands below it.

    Args:
        name: Its object name.
        title: The heading.
        body: What is folded.
    """

    def __init__(self, name: str, title: str, body: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self._body = body
        self.heading = QToolButton()
        self.heading.setObjectName(f"{name}_heading")
        self.heading.setText(title)
        self.heading.setCheckable(True)
        self.heading.setAutoRaise(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        describe(self.heading, title, say("Show or hide these settings."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(body)
        self.heading.toggled.connect(self._on_heading_toggled)
        self._on_heading_toggled(unfolded=False)

    @property
    def unfolded(self) -> bool:
        """Whether what is below the heading is seen."""
        return self.heading.isChecked()

    def unfold(self, *, unfolded: bool = True) -> None:
        """Show what is below the heading, or hide it."""
        self.heading.setChecked(unfolded)

    @Slot(bool)
    def _on_heading_toggled(self, unfolded: bool) -> None:  # noqa: FBT001 - a signal's argument
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self.heading.setArrowType(arrow)
        self._body.setVisible(unfolded)
