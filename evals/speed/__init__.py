"""Speed and memory, measured side by side with the usual llama-index stack."""
