"""유형별 길 each track's own table of arrows."""
