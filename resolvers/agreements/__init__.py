"""Deeds of agreements: write one down, sign it, say how it is carried out."""
