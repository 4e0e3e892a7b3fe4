"""Deeds that a level allows: seconding an issue, hiding a comment, standing for a council drawn by lot."""
