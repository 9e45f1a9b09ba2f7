"""규칙 the rules: pure functions and machines; no clock, file, database, network or chance."""
