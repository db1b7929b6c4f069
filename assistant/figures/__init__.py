"""Numbers and dates of a text: what they may mean, and whether two can both be true."""
