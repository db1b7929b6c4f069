"""What stands behind a sentence: who says it, from which origin, and who says otherwise."""
