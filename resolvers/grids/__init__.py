"""Deeds of grids: draw them, look after them, keep the register of what is in them."""
