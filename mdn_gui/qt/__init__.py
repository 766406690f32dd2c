"""Everything a person sees: one module per panel, and the worker thread."""
