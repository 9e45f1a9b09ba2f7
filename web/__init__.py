"""누리집 the public door and the staff's upload page."""
