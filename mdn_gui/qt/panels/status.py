"""The line at the bottom: rows, device, losses, and what happened last."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QStatusBar, QWidget

from mdn_gui.core.ended_run import OnTestRows
from mdn_gui.core.recording import Losses
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.widgets.controls import ElidedLabel
from mdn_gui.session.data import Data
from mdn_gui.session.session import Session

_GAP = 16  # pixels between the facts and what happened last


class Status(QStatusBar):
    """One line of text; where there is no room, the middle of what happened last is left out.

    Its context menu copies all of it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts, self._message = ElidedLabel(), ElidedLabel(Qt.TextElideMode.ElideRight)
        self._facts.setAccessibleName(say("Rows and losses"))
        self._facts.setObjectName("facts")
        self._message.setAccessibleName(say("What happened last"))
        self._message.setObjectName("message")
        self._message.setContentsMargins(_GAP, 0, 0, 0)
        self.addWidget(self._facts)
        self.addWidget(self._message, 1)
        copy = QAction(say("Copy"), self)
        copy.triggered.connect(self._on_copy_triggered)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_session(self, session: Session) -> None:
        """Show the facts of a session."""
        self._facts.show_text(facts(session))
        self._message.show_text(session.status.message)

    def _on_copy_triggered(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._facts.text()}\n{self._message.text()}")


def _rows_of(data: Data) -> str:
    if data.table is None or data.dataset is None:
        return ""
    rows = say_count("{count} row", "{count:,} rows", data.table.rows)
    if data.stream is None:
        return rows
    return say("{rows}, a sample of {count:,} is shown", rows=rows, count=data.dataset.rows)


def facts(session: Session) -> str:
    """Rows, device, which run of several, its losses, and of a built-in problem how good it is."""
    run = session.run
    if session.data.dataset is None:
        return ""
    parts: list[str] = [
        _rows_of(session.data),
        say("CPU"),
    ]
    if len(session.listed) > 1:
        parts += [name for name, shown in session.listed if shown is run]
    revisited = None
    if session.view.epoch is not None and session.epoch_shown is not None:
        revisited = run.recording.losses_of(session.epoch_shown)
    if revisited is not None:
        parts += _facts_of_epoch(session, revisited)
    elif run.history and run.best:
        parts += _facts_of_run(session, run.history[-1], run.best)
    return " · ".join(parts)


def _facts_of_epoch(session: Session, losses: Losses) -> list[str]:
    text = say("epoch {epoch}: validation {loss:.3f} nats")
    if session.run.out_of_fold:
        text = say("epoch {epoch}: out of fold {loss:.3f} nats")
    parts: list[str] = [text.format(epoch=losses.epoch, loss=losses.validation)]
    if session.data.example is not None:
        parts.append(_excess(losses.validation, session.data.example.floor))
    return parts


def _facts_of_run(session: Session, last: Losses, best: Losses) -> list[str]:
    folds = session.run.out_of_fold
    if session.run.busy:
        text = say("validation {last:.3f} nats (best {best:.3f} at epoch {epoch})")
        if folds:
            text = say("out of fold {last:.3f} nats (best {best:.3f} at epoch {epoch})")
    else:
        text = say("validation {best:.3f} nats at epoch {epoch}, the best")
        if folds:
            text = say("out of fold {best:.3f} nats at epoch {epoch}, the best")
    parts = [text.format(last=last.validation, best=best.validation, epoch=best.epoch)]
    on_test_rows = session.run.on_test_rows
    if on_test_rows is not None:
        parts.append(_on_test_rows(on_test_rows))
    if session.data.example is not None:
        # Of the network shown: the latest while a run goes, then the best, by the rows that did not
        # pick it if there are some.
        loss, text = best.validation, say("best {excess}")
        if session.run.busy:
            loss, text = last.validation, say("now {excess}")
        elif on_test_rows is not None:
            loss, text = on_test_rows.loss, say("test {excess}")
        parts.append(text.format(excess=_excess(loss, session.data.example.floor)))
    return parts


def _on_test_rows(found: OnTestRows) -> str:
    text = say_count(
        "test {loss:.3f} nats, {count} row",
        "test {loss:.3f} nats, {count:,} rows",
        found.rows,
        loss=found.loss,
    )
    return say("{text}, of rounded values", text=text) if found.by_cells else text


def _excess(loss: float, floor: float) -> str:
    """How far a loss is from the best that any model can expect of all rows there could be."""
    text = say("{excess:.3f} nats above the lowest possible, {floor:.3f}")
    if loss < floor:  # as can happen on few rows
        text = say("as low as possible, {floor:.3f} nats, and by chance {excess:.3f} less")
    return text.format(excess=abs(loss - floor), floor=floor)
