"""What is shown, as the content of files."""

from mdn_gui.core.export import points_csv
from mdn_gui.session.session import Session


def samples_csv(session: Session) -> bytes:
    """The samples shown as CSV, with how many training rows lie near each x, where that is known.

    Raises:
        ValueError: There is no network yet.
    """
    samples, seen = session.samples(), session.resolved
    near = None if seen.section is None else seen.section.at(samples.x)
    return points_csv(seen.axis_names, samples.x, samples.y, near)
