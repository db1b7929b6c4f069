"""Sets of follow-up questions with the rewrite that stands alone."""
