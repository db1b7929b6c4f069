"""The page: what Gradio is told. No other folder knows Gradio."""
