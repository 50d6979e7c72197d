"""Measurements as ratios in one run: `make bench`. The machine is small and noisy; single times mean little."""
