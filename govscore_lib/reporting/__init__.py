"""Charts, page fragments, notebooks and the site. Display rounding lives here and nowhere else."""
