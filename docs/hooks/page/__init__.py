"""A page: Markdown, formulas, numbers in sentences, and labs."""
