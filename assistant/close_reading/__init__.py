"""Questions and sentences read together by a small model: is this the answer, and which words of it."""
