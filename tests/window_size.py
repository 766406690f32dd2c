"""A window in a process of its own, which tells how large it opened.

Prints two lines of width and height in logical pixels: the free area of the screen, and the window
with its frame.
"""

from mdn_gui import studio
from tests.sessions import changing
from tests.trainings import LedTraining
from tests.workers import working


def main() -> None:
    """Open the window, tell how large it is, and close it."""
    app = studio.application()
    program = studio.Studio(working(LedTraining().training))
    window = program.window

    def tell() -> None:
        for place in (window.screen().availableGeometry(), window.frameGeometry()):
            print(place.width(), place.height())
        window.close()

    program.trainer.closed.connect(app.quit)
    window.drawn.connect(tell)
    window.show()
    program.controller.state.edit(changing(message=""))
    app.exec()


if __name__ == "__main__":
    main()
