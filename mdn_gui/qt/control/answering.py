"""What y is at the place that is looked at, worked out while the window goes on."""

import logging
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from mdn_gui.core.answer import answer_at
from mdn_gui.core.text import say
from mdn_gui.qt.control.state import State
from mdn_gui.qt.seldom import Seldom
from mdn_gui.session import edits
from mdn_gui.session.session import Answered, Session

_LOG = logging.getLogger(__name__)

REST_MS = 80
"""Least time between two answers: what changes faster could not be read."""


class Answering(QObject):
    """Answers anew whenever the place, or what is predicted there, is another.

    Args:
        state: Holds the session.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        self._work = Seldom(_answer, self, rest_ms=REST_MS)
        self._work.answered.connect(self._on_work_answered)
        state.changed.connect(self._on_state_changed)

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        if _asked(before) == _asked(after):
            return
        if after.network is not None and after.network.finite:
            self._work.ask(after)
        else:
            self._work.cancel()
            self._tell(None)

    @Slot(object)
    def _on_work_answered(self, answered: Answered) -> None:
        if self._state.session.network is not None:
            self._tell(answered)

    def _tell(self, answered: Answered | None) -> None:
        self._state.edit(edits.status(lambda status: replace(status, answered=answered)))


def answered(session: Session) -> Session:
    """A session with its answer; as it is, where there is nothing to answer."""
    if session.network is None or not session.network.finite:
        return session
    found = _answer(session)
    return edits.status(lambda status: replace(status, answered=found))(session)


def _answer(session: Session) -> Answered:
    assert session.predictor is not None  # noqa: S101 - as the one who asks saw to
    assert session.line is not None  # noqa: S101 - likewise
    seen = session.resolved
    try:
        answer = answer_at(session.predictor, seen.place, seen.up, session.given)
    except Exception as error:  # whatever it is, the person is told
        _LOG.exception("The answer could not be worked out.")
        failure = say("The answer could not be worked out: {message}", message=str(error))
        return Answered(session.line, seen.x, None, failure, session.given)
    return Answered(session.line, seen.x, answer, given=session.given)


def _asked(session: Session) -> tuple[object, ...]:
    """What an answer follows from."""
    return session.line, session.resolved.x, session.given
