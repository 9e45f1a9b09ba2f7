"""재기 how fast we are, as ratios within one run: seconds on a shared machine say little."""
