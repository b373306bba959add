"""Pure rules on plain values: standard library only, no clock, no randomness, no I/O."""
