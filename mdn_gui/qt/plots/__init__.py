"""The plots of the window, and what they share."""
