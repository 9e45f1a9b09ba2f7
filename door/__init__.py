"""문 what every door shares: it reads the clock once, opens the transaction, commits, and publishes the head."""
