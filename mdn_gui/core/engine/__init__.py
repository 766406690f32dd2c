"""What trains: the compiled program, and what a run does with it."""
