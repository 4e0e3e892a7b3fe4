"""Deeds of polls: opening, voting, closing, and watching the tally."""
