"""Reports by the hundred or the hundred thousand, with residents and staff who do this or that by chance or nothing."""
