"""Who changed what when: versions of papers, sessions, readings and notes, kept where people change them."""
