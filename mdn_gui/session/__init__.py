"""What the window shows, as frozen values, and the pure functions that change it; no Qt."""
