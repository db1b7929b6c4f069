"""What several quotes say together: their origins, and where they contradict each other."""
