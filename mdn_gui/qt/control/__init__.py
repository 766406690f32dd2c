"""What changes the session: a person, the training, the time that passes."""
