"""The cheapest way to more points, a place or a prize, and what a clause asks for."""
