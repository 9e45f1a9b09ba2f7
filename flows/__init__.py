"""흐름 what the staff see and start in the Prefect UI."""
