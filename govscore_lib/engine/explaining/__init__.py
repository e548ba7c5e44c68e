"""Why a region has its points, what would bring more, and what makes two regions differ."""
