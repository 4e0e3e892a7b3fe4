"""What residents are told: one notice each, in a stream of their own."""
