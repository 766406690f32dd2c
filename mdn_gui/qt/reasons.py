"""Why something cannot be done in a session: each a sentence, "" if it can."""

from mdn_gui.core.text import say
from mdn_gui.session.data import FromFile
from mdn_gui.session.run import Phase
from mdn_gui.session.session import UNANSWERED, Session


def no_rows(session: Session) -> str:
    """There are no rows to train on."""
    if session.data.dataset is not None:
        return ""
    if session.data.canvas is not None:
        return say("Draw points first: there are no rows to train on.")
    return say("Open a table or pick an example first: there are no rows to train on.")


def no_table(session: Session) -> str:
    """The rows are not of a file."""
    of_file = isinstance(session.data.origin, FromFile)
    return "" if of_file else say("Open a table first: these rows are not of a file.")


def no_truth(session: Session) -> str:
    """The truth is not known."""
    known = session.data.example is not None
    return "" if known else say("The truth is known of the built-in examples only.")


def nothing_to_present(session: Session) -> str:
    """There is nothing to be seen alone, nor is anything."""
    there = session.data.dataset is not None or session.data.canvas is not None
    if there or session.status.presenting:
        return ""
    return say("Open a table or pick an example first: there is nothing to present.")


def busy(session: Session) -> str:
    """A run is under way."""
    return say("A run is under way: stop it first.") if session.led.busy else ""


def stopping(session: Session) -> str:
    """The run is about to stop."""
    ends = session.led.phase is Phase.STOPPING
    return say("The run is about to stop.") if ends else ""


def no_training(session: Session) -> str:
    """No run can be started, paused or resumed."""
    if session.led.busy:
        return stopping(session)
    return no_rows(session) or session.status.refusal


def no_step(session: Session) -> str:
    """No single epoch can be trained: of a run that ended, nobody would notice it."""
    if session.led.busy:
        return stopping(session)
    if session.network is not None:
        return say("This run has ended: Continue trains it further, Train begins another.")
    return no_rows(session) or session.status.refusal


def not_going(session: Session) -> str:
    """There is no run that could be stopped."""
    idle = session.led.phase is Phase.IDLE
    return say("No run is under way.") if idle else stopping(session)


def no_end(session: Session) -> str:
    """The run shown cannot go on."""
    missing = say("Train first: there is no run that could go on.")
    if session.network is not None:
        missing = say("This run can go on no more: other rows were opened, or it failed.")
    if any(run.extendable for run in session.runs.values()):
        missing = say("Only the last run can go on: show it first, or train anew.")
    return busy(session) or ("" if session.led.extendable else missing)


def none_left(session: Session) -> str:
    """No epoch of those planned for the run shown is left."""
    left = session.led.epochs_left
    return "" if left else say("This run has trained all epochs that were planned.")


def no_run(session: Session) -> str:
    """There is neither a run under way nor a network."""
    there = session.led.busy or session.network is not None
    return "" if there else say("No network is shown.")


def unanswered(session: Session) -> str:
    """The columns of a table are asked for, and not of the one that is loaded."""
    return session.status.refusals.get(UNANSWERED, "")


def no_undo(session: Session) -> str:
    """Nothing can be undone."""
    nothing = "" if session.status.undo else say("Nothing was done that could be undone.")
    return unanswered(session) or nothing


def no_redo(session: Session) -> str:
    """Nothing can be done again."""
    nothing = "" if session.status.redo else say("Nothing was undone.")
    return unanswered(session) or nothing
