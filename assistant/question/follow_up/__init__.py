"""A follow-up question made to stand alone, by rules."""
