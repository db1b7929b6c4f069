"""Sets that try whether silence is kept."""
