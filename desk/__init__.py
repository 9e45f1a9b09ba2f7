"""창구 the acts: one function, one transaction."""
