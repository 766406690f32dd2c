"""The answer at the place, in a sentence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdn_gui.core.answer import AGREE, DISAGREE, Answer
from mdn_gui.core.kinds import Kind
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say, say_count
from mdn_gui.core.value_texts import value_text
from mdn_gui.qt.widgets.controls import ElidedLabel, heading
from mdn_gui.qt.widgets.number_texts import modes_in_words
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import bent, held_at_missing, nearest_row, rows_near
from mdn_gui.session.session import Session

_NAMED = 5  # modes; more are counted


class AnswerPanel(Pane):
    """How many answers there are, how probable each is, and what they stand on.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer = ElidedLabel(Qt.TextElideMode.ElideRight)
        heading(self._answer)
        self._answer.setObjectName("answer")
        self._answer.setAccessibleName(say("The answer at this place"))
        self._answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self._answer)

    @property
    def busy(self) -> bool:
        """Whether what is at rest is still to be answered."""
        session = self._session
        predicts = session.network is not None and session.network.finite
        return predicts and not session.run.busy and session.answered is None

    def _draw_session(self, session: Session) -> None:
        answered, held = session.status.answered, session.truth_held
        place = session.resolved.section, session.resolved.x
        state = session.run.busy, session.network is None, session.given
        if self._differs(answered, session.data, *place, *state, held):
            text = _said(session)
            if text is not None:
                self._answer.show_text(text, _explained(session))


def _said(session: Session) -> str | None:
    """What is said now; None where what was said stays until it is answered anew."""
    untrained, found = session.network is None, session.answered
    if session.truth_held is not None:
        with_network = say("The truth. Let go of T to see what the network says.")
        return say("The truth.") if untrained else with_network
    if found is not None:
        return found.failure if found.answer is None else in_words(session, found.answer)
    return _beginning(session) if untrained or session.status.answered is None else None


def _beginning(session: Session) -> str:
    """What is loaded, and what to do next."""
    data = session.data
    if data.dataset is None:
        return ""
    rows = say_count(
        "{count} row, {targets} by {inputs}.",
        "{count:,} rows, {targets} by {inputs}.",
        data.dataset.rows,
        targets=", ".join(data.dataset.target_names),
        inputs=", ".join(data.dataset.input_names),
    )
    if session.run.busy:
        return say("{rows} The first epochs bring the first answer.", rows=rows)
    return say("{rows} Press Train (Space).", rows=rows)


def in_words(session: Session, answer: Answer) -> str:
    """The answer as sentences: the modes, the most probable first, and what they stand on."""
    about = "~" if session.resolved.guessed else ""
    near = rows_near(session)
    bends = ", ".join([*held_at_missing(session), *bent(session)])
    stands = [_sentence(bends), _sentence(near), nearest_row(session)]
    parts = [about + _modes(session, answer), *stands, _agreement(answer)]
    return " ".join(part for part in parts if part)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _modes(session: Session, answer: Answer) -> str:
    """Which answers there are; given that the second target has a value, those first."""
    given, kind = session.given, session.resolved.axis_kinds[1]
    near = _near(answer.modes, kind)
    if given is not None and answer.given is not None:
        name = session.data.axis_names(0, given.output)[1]
        low, high = session.data.target_range(given.output)
        kind_given = session.data.axis_kinds(0, given.output)[1]
        value = value_text(kind_given, given.value, (high - low) / 10)
        then = _near(answer.given, kind) if len(answer.given) else say("there is no density")
        text = say("Given {x} = {value}: {then}. Not given: {near}.")
        if answer.rare:
            text = say(
                "Given {x} = {value}, which hardly ever occurs here: {then}. Not given: {near}."
            )
        return text.format(x=name, value=value, then=then, near=near)
    if len(answer.modes) == 1:
        return say("One answer: {near}.", near=near)
    if len(answer.modes) == 2:
        return say("Two answers: {near}.", near=near)
    return say("{count} answers: {near}.", count=len(answer.modes), near=near)


def _near(found: Floats, kind: Kind) -> str:
    """Where modes are, and how probable, the most probable first."""
    modes = modes_in_words(found, kind)
    if len(modes) == 1:
        return say("near {mode}", mode=modes[0])
    if len(modes) > _NAMED:
        return say(
            "near {modes} and {more} more",
            modes=", ".join(modes[:_NAMED]),
            more=len(modes) - _NAMED,
        )
    *first, last = modes
    return say("near {modes} or {last}", modes=", ".join(first), last=last)


def _explained(session: Session) -> str:
    """What it means that members agree or not; "" where there is nothing to explain."""
    found = session.answered
    if found is None or found.answer is None or found.answer.disagreement is None:
        return ""
    return say(
        "The distribution functions of the members lie {points:.0f} points from their common one "
        "in the mean. Up to {agree:.0f} they agree, over {disagree:.0f} they disagree: more rows "
        "near this place would tell. Hold M to see the median of each.",
        points=100 * found.answer.disagreement,
        agree=100 * AGREE,
        disagree=100 * DISAGREE,
    )


def _agreement(answer: Answer) -> str:
    if answer.disagreement is None:
        return ""
    if answer.disagreement <= AGREE:
        return say("Members agree.")
    if answer.disagreement <= DISAGREE:
        return say("Members differ.")
    return say("Members disagree.")
