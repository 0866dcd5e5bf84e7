"""One step under glass: what happened, line by line -> what a reader walks through."""
