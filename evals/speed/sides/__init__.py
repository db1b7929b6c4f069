"""What is measured, each in a process of its own, so that threads and memory are nobody else's."""
