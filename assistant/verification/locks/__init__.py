"""What of a sentence must stand in its quotes: figures, names, negations, degrees of certainty, who did what."""
