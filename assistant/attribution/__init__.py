"""Who asserts a quote: speaker, verb, channel, and who passed it on."""
