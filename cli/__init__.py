"""명령 the engineer's door."""
