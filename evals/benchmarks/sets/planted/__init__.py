"""Sets of articles in which something was planted."""
