"""The five sample articles, as data: one prisoner exchange, told five ways."""
