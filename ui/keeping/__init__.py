"""What is kept of conversations, in a SQLite file of its own under the library's home."""
