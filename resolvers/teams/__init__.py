"""Deeds of volunteer teams: founding one, coming in and going, and what staff see to."""
