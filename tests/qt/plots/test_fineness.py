"""Pictures that follow each other fast are coarse, and the last one is fine."""

from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.density_layer import COARSE, FINE, Fineness
from mdn_gui.session.run import Phase
from tests.networks import loaded, trained_like
from tests.sessions import changed

SESSION = trained_like(loaded())


def test_a_picture_after_a_rest_is_fine(qtbot: QtBot) -> None:
    del qtbot  # there must be an application
    fineness = Fineness()
    assert fineness.of(SESSION) == FINE
    assert fineness.of(SESSION) == FINE, "nothing that it shows has changed"
    assert not fineness.unsettled


def test_of_pictures_that_follow_fast_the_last_becomes_fine(qtbot: QtBot) -> None:
    fineness = Fineness()
    hot = changed(SESSION, temperature=2.0)
    with qtbot.waitSignal(fineness.rested):
        fineness.of(SESSION)
        assert fineness.of(hot) == COARSE
        assert fineness.of(changed(hot, x=1.0)) == COARSE
        assert fineness.unsettled
    assert fineness.of(hot) == FINE
    assert not fineness.unsettled


def test_while_a_run_goes_or_is_played_back_pictures_are_coarse(qtbot: QtBot) -> None:
    del qtbot
    fineness = Fineness()
    assert fineness.of(changed(SESSION, phase=Phase.TRAINING)) == COARSE
    assert fineness.of(changed(SESSION, playing=True)) == COARSE
    assert not fineness.unsettled
    assert fineness.of(SESSION) == FINE


def test_the_time_that_a_picture_takes_is_no_rest(qtbot: QtBot) -> None:
    fineness = Fineness()
    with qtbot.waitSignal(fineness.rested):
        fineness.of(SESSION)
        fineness.of(changed(SESSION, temperature=2.0))
    fineness.begin_rest()
    assert fineness.of(changed(SESSION, temperature=3.0)) == COARSE
