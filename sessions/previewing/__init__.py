"""One post as it will look: imported in a transaction that is taken back, its pages kept in memory."""
