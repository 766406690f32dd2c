"""Everything a person sees: panels, plots, and what changes what they show."""
