"""What people decide about the importer's questions, written into the records."""
