"""알림 the telling: whom, in what words, by which channel."""
