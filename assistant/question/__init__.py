"""What a question asks for, and how it is made ready to search for."""
