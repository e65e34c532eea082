"""Everything out again: rows -> JSON."""
