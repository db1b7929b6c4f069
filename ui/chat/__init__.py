"""Conversations, answers and the library, made ready to be drawn. Knows nothing of Gradio or the web."""
