"""SciPy's special functions, imported with the first of them that is asked for.

That import takes 0.3 s, which a window that shows no density yet does not wait for. Written as
`special.ndtr(z)`: `from ... import ndtr` would ask at once.

Source: https://docs.scipy.org/doc/scipy/reference/special.html
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.special import (
        bdtr,
        bdtrc,
        betaincinv,
        betaln,
        entr,
        erfcx,
        expit,
        i0e,
        i1e,
        log_expit,
        log_ndtr,
        log_softmax,
        ndtr,
        ndtri,
        psi,
        rel_entr,
        stdtrit,
        xlogy,
    )

    __all__ = [
        "bdtr",
        "bdtrc",
        "betaincinv",
        "betaln",
        "entr",
        "erfcx",
        "expit",
        "i0e",
        "i1e",
        "log_expit",
        "log_ndtr",
        "log_softmax",
        "ndtr",
        "ndtri",
        "psi",
        "rel_entr",
        "stdtrit",
        "xlogy",
    ]
else:

    def __getattr__(name: str) -> object:
        """A function of SciPy, kept so that it is looked up once (PEP 562)."""
        import scipy.special  # noqa: PLC0415 - see the module

        return globals().setdefault(name, getattr(scipy.special, name))
