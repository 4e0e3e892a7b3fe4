"""Photos: sent in, saved anew, used once, or gone after a day."""
