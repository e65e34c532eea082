"""Posts in: sources and files -> texts -> dataclasses -> a plan -> rows, one transaction a post."""
