"""A language model as a judge beside the coded scorers: optional, and never the only one."""
