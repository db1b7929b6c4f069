"""Sets of texts that contradict each other."""
