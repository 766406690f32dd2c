"""The line at the bottom: rows, device, losses, what happened last, and how far reading is."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QProgressBar, QPushButton, QStatusBar, QWidget

from mdn_gui.core.ended_run import OnTestRows
from mdn_gui.core.recording import Losses
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.widgets.controls import ElidedLabel, describe
from mdn_gui.session.data import Data
from mdn_gui.session.session import Session

_GAP = 16  # pixels between the facts and what happened last
_AROUND_TEXT = 3  # pixels above and below the text of a button, together
_BAR_WIDTH, _STEPS = 120, 1000  # pixels; parts of the whole that the bar tells apart
_SOON_MS = 300
"""Of what is read sooner, neither progress nor the button to cancel it would be seen."""
_TOLD_MS = 8000
"""How long the line says that a file was not read."""


class Status(QStatusBar):
    """One line of text; where there is no room, the middle of what happened last is left out.

    Its context menu copies all of it.

    Signals:
        reading_cancelled: What is read is not to be.
        reload_requested: The file of the rows is to be read again.
    """

    reading_cancelled = Signal()
    reload_requested = Signal()

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
        self._make_progress()
        copy = QAction(say("Copy"), self)
        copy.triggered.connect(self._on_copy_triggered)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_session(self, session: Session) -> None:
        """Show the facts of a session."""
        self._facts.show_text(facts(session))
        self._message.show_text(session.status.message)

    @Slot(str)
    def begin_reading(self, name: str) -> None:
        """Say that a file is read; once that takes a while, how far it is."""
        self._name = name
        self._bar.setValue(0)
        self.showMessage(say("Reading {name}…", name=name))
        self._soon.start()

    @Slot(str, float)
    def show_progress(self, step: str, share: float) -> None:
        """Say what is done of a file now, and how far that is, from 0 to 1."""
        self._bar.setValue(round(_STEPS * share))
        self.showMessage(say("Reading {name}: {step}…", name=self._name, step=step))

    @Slot()
    def end_reading(self) -> None:
        """Say no more of it."""
        self._soon.stop()
        self._withdraw(self._bar, self._cancel)
        self.clearMessage()

    @Slot()
    def offer_reload(self) -> None:
        """Let a person read the file of the rows again."""
        self._offer(self._reload)

    @Slot()
    def withdraw_reload(self) -> None:
        """There is nothing to read again."""
        self._withdraw(self._reload)

    def _make_progress(self) -> None:
        self._name = ""
        self._bar = QProgressBar(self, maximum=_STEPS, textVisible=False)
        self._bar.setObjectName("how_far")
        self._bar.setAccessibleName(say("How much is read"))
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._cancel = QPushButton(say("Cancel"), self)
        self._cancel.setObjectName("cancel_reading")
        self._cancel.setAccessibleName(say("Cancel reading"))
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._reload = QPushButton(say("Reload"), self)
        self._reload.setObjectName("reload")
        tip = say("The table has changed on the disk: read the same columns of it again.")
        describe(self._reload, say("Reload the table"), tip)
        self._reload.clicked.connect(self.reload_requested)
        for widget in (self._bar, self._cancel, self._reload):
            widget.setFixedHeight(self.fontMetrics().height() + _AROUND_TEXT)  # the line's own
            widget.hide()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._on_soon_timeout)

    def _offer(self, *widgets: QWidget) -> None:
        for widget in widgets:
            if widget.isHidden():  # Qt would have it twice
                self.addPermanentWidget(widget)
                widget.show()

    def _withdraw(self, *widgets: QWidget) -> None:
        # Hidden ones would still take room between them, more than the smallest window has.
        for widget in widgets:
            self.removeWidget(widget)

    @Slot()
    def _on_soon_timeout(self) -> None:
        self._offer(self._bar, self._cancel)

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.reading_cancelled.emit()
        self.showMessage(say("{name} was not read.", name=self._name), _TOLD_MS)

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
