"""The panels of the window beside its plots."""
