"""The arithmetic of mixtures, and of showing numbers."""
