"""Deeds of whistles."""
