"""Deeds of badges: what a community gives them for, and giving them in the transaction of the deed they are for."""
