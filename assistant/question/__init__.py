"""A question, its history and its dates, made ready to search for."""
