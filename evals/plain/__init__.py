"""Plain methods asked the same questions, so that a reader sees what the product adds."""
