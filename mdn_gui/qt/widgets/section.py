"""A part of a form that can be folded."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.widgets.controls import describe


class Section(QWidget):
    """A heading that a click unfolds, or folds again, and what stands below it.

    Signals:
        toggled(unfolded): A person, or `unfold`, changed it.

    Args:
        name: Its object name.
        title: The heading.
        body: What is folded.
        unfolded: Whether it is seen at first.
        parent: The widget around it.
    """

    toggled = Signal(bool)

    def __init__(
        self,
        name: str,
        title: str,
        body: QWidget,
        *,
        unfolded: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._body, self._usual = body, unfolded
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
        self.heading.setChecked(unfolded)
        self._show(unfolded=unfolded)

    @property
    def unfolded(self) -> bool:
        """Whether what is below the heading is seen."""
        return self.heading.isChecked()

    def unfold(self, unfolded: bool = True) -> None:  # noqa: FBT001, FBT002 - as Qt's setVisible
        """Show what is below the heading, or hide it."""
        self.heading.setChecked(unfolded)

    def reset(self) -> None:
        """Unfold or fold it as it was at first."""
        self.unfold(self._usual)

    @Slot(bool)
    def _on_heading_toggled(self, unfolded: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._show(unfolded=unfolded)
        self.toggled.emit(unfolded)

    def _show(self, *, unfolded: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self.heading.setArrowType(arrow)
        self._body.setVisible(unfolded)
