"""Deeds of contests: best ideas, the most beautiful building, and volunteer months."""
