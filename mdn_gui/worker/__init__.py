"""The process that trains: what it is told, what it tells, and how it does it."""
