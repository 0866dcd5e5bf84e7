"""What helps tests: runs to make claims about, and ways to look at what the site shows."""
