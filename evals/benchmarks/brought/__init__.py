"""Sets that a user brings, in the forms in which others publish them."""
