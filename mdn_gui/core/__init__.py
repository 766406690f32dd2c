"""Everything that needs no window: mixtures, tables, networks, training, scores."""
