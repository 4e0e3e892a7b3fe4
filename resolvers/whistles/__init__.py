"""Deeds of whistles: blow one, answer it, arrive, plan together, carry out, close, rate."""
