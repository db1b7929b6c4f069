"""In what two sentences contradict each other, kind by kind."""
