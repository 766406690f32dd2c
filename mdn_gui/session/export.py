"""What is shown, as the content of files."""

from mdn_gui.core.export import points_csv
from mdn_gui.session.session import Session


def samples_csv(session: Session) -> bytes:
    """The samples shown as CSV, with how many training rows lie near each x, where that is known.

    Raises:
        ValueError: There is no network yet.
    """
    samples = session.samples()
    near = None if session.section is None else session.section.at(samples.x)
    return points_csv(session.data.axis_names, samples.x, samples.y, near)
