"""Whether a sentence is proved by the quotes that it cites."""
