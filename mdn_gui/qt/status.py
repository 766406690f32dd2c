"""The line at the bottom: rows, device, losses, and what happened last."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from mdn_gui.core.session import Session


def _tr(text: str) -> str:
    return QCoreApplication.translate("Status", text)


class Status(QStatusBar):
    """One line of text that a person can select and copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts, self._message = QLabel(), QLabel()
        self._facts.setAccessibleName(self.tr("Rows and losses"))
        self._facts.setObjectName("facts")
        self._message.setAccessibleName(self.tr("What happened last"))
        self._message.setObjectName("message")
        self.addWidget(self._facts)
        self.addWidget(self._message, 1)

    def show_session(self, session: Session) -> None:
        """Show the facts of a session."""
        self._facts.setText(facts(session))
        self._message.setText(session.message)


def facts(session: Session) -> str:
    """Rows, device and losses, as far as there are any."""
    if session.dataset is None:
        return ""
    parts = [_tr("{rows} rows").format(rows=f"{session.dataset.rows:,}"), _tr("CPU")]
    if session.history and session.best:
        parts.append(
            _tr("validation {last:.3f} nats (best {best:.3f} at epoch {epoch})").format(
                last=session.history[-1].validation,
                best=session.best.validation,
                epoch=session.best.epoch,
            )
        )
    return " · ".join(parts)
