"""The same work done by hand, as fast as we know how: what our own code is measured against."""
