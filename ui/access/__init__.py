"""Who may use the window, and how much: users, sessions, limits. Knows nothing of articles or of the page."""
