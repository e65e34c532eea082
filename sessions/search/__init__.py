"""Searching the public papers, people, sessions and notes, behind one function."""

from .finding import Hit, search

__all__ = ["Hit", "search"]
