"""Sets of claims with what should support them."""
