"""A script -> what happened in it: its steps, lines, graph and output."""
