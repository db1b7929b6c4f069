"""What stands behind a sentence: whose word it is, and how many origins."""
