"""What a passage could answer a question with, and how likely each of it does."""
