"""Where plots and tables look, in words."""

from mdn_gui.qt.widgets.place_text import at_x, bent
from tests.networks import loaded, pooled, random_network
from tests.sessions import changed


def test_x_is_told_with_how_the_density_there_is_bent() -> None:
    session = changed(loaded(), x=3.2)
    assert at_x(session) == "at x = 3.20"
    sharpened = changed(session, temperature=0.2, variance_factor=0.5)
    assert at_x(sharpened) == "at x = 3.20, temperature 0.2, width factor 0.5"
    assert not bent(session)
    assert bent(sharpened) == ["temperature 0.2", "width factor 0.5"]


def test_members_that_are_switched_off_are_counted() -> None:
    session = changed(loaded(), network=pooled([random_network(seed=seed) for seed in range(3)]))
    assert bent(changed(session, switched_off=frozenset({1}))) == ["1 member off"]
    assert bent(changed(session, switched_off=frozenset({0, 2}))) == ["2 members off"]
