"""What is done to many records at once: a plan that says what becomes of each, written when a person applies it."""

from .plans import Effect, Plan

__all__ = ["Effect", "Plan"]
