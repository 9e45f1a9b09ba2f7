"""운영계획 years as data, as they were announced."""
