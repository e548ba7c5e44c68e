"""Names and corrections that an office declares in the open."""
