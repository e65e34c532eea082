"""What arXiv and Crossref know of papers: asked on a person's click, compared, and taken field by field."""
