"""Deeds of points: what taking part earns, what each has, and who gave most in a month."""
