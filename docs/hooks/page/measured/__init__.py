"""What a run of a snippet measured, as a page shows it: a file for each thing that can be asked.

These know torch and what draws, so they are imported only by who has to run something. A file's
function has its name; what it gives is kept under this file and all that it imports.
"""
