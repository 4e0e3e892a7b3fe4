"""Deeds of rewards: what a community offers for points, who redeems it, and who hands it out."""
