"""What the main plot shows of a network: one picture, made of frozen values on any thread."""
