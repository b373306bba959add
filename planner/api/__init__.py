"""The read-only JSON API: the same figures for programs."""
