"""The inverse sine as it forms: pictures of the stored networks of one training run.

`.setup/forming.py` trained and stored them. They are read and painted without TensorFlow.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.drawing.images import Argb
from mdn_gui.core.drawing.picture import PictureRequest, paint
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.field import density_field
from mdn_gui.core.frozen import remade
from mdn_gui.core.layout import Layout
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.network import Network
from mdn_gui.core.numbers import modes_of
from mdn_gui.core.predictor import Predictor
from mdn_gui.core.resources import resource

PROBLEM = EXAMPLES["inverse-sine"]
"""What the networks learned."""

FRAMES = 36
"""How many networks are stored."""

X_RANGE, Y_RANGE = (-15.0, 15.0), (-12.0, 12.0)
"""The part of the plane that is shown."""


@dataclass(frozen=True, eq=False)
class FormingRequest:
    """What to show.

    Attributes:
        frame: Which network, from 0, the first, to `FRAMES` - 1, the best.
        x: Where the density is asked for.
        columns: Width of the image in pixels.
        pixels: Height of the image in pixels.
        colours: Premultiplied 0xAARRGGBB, `(256,)`, from the ground to the strongest tone.
    """

    frame: int
    x: float
    columns: int
    pixels: int
    colours: Argb


@dataclass(frozen=True, eq=False)
class Formed:
    """What is shown of a network.

    Attributes:
        epoch: The number of its epoch, from 1.
        image: Premultiplied 0xAARRGGBB, `(pixels, columns)`, the largest y in the first row.
        profile: The density at x in the middle of each pixel, `(pixels,)`, y increasing.
        answers: The modes at x and the probability around each, `(answers, 2)`, y increasing.
    """

    epoch: int
    image: Argb
    profile: Floats
    answers: Floats

    def __post_init__(self) -> None:
        for array in (self.image, self.profile, self.answers):
            array.setflags(write=False)

    __reduce__ = remade


def form(request: FormingRequest) -> Formed:
    """Paint one of the networks, and work out its density at an x."""
    epoch, network = networks()[request.frame]
    line = Predictor(network).along((0.0,), 0, 0)
    y_edges = np.linspace(*Y_RANGE, request.pixels + 1)
    picture = paint(
        PictureRequest(
            line=line,
            x_edges=np.linspace(*X_RANGE, request.columns + 1),
            y_edges=y_edges,
            density=True,
            per_column=True,
            colours=request.colours,
        )
    )
    assert picture.image is not None  # noqa: S101 - tells mypy what a finite network has
    at_x = line(np.array([request.x]))
    return Formed(
        epoch,
        picture.image,
        density_field(at_x, y_edges)[0].astype(np.float64),
        modes_of(at_x[0])[:, [0, 2]],
    )


@cache
def networks() -> tuple[tuple[int, Network], ...]:
    """The networks stored, from the first to the best, each with the number of its epoch."""
    with np.load(resource("networks", "inverse-sine.npz"), allow_pickle=False) as stored:
        hidden, components = tuple(stored["hidden"].tolist()), int(stored["components"])
        x, y = np.stack([stored["shifts"], stored["scales"]])[..., np.newaxis].swapaxes(0, 1)
        epochs, parameters = stored["epochs"].tolist(), stored["parameters"].astype(np.float32)
        log_floor = stored["log_floor"]
    layout, scalings = Layout(1, 1, hidden, components, 1), (Scaling(*x), Scaling(*y))
    return tuple(
        (epoch, Network(layout, "tanh", weights[np.newaxis], *scalings, log_floor))
        for epoch, weights in zip(epochs, parameters, strict=True)
    )
