"""지어낸 해 the year 2019 as inputs only: what the papers say is exact, everything else is made up from a fixed seed."""
