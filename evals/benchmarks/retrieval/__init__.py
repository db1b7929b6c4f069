"""How well the product finds the articles that answer, and what each part of its ranking brings."""
