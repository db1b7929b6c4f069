"""How the adapter that reads a question and a sentence together is trained; nothing of this runs in the product."""
