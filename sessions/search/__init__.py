"""Searching what is public: papers, people, sessions, notes, pages and slides. Other rooms call finding and sync."""
