"""MDN Studio: see the whole conditional distribution p(y | x)."""

__version__ = "0.1.0"
