"""Forms, long tables and sheets made for people → one settled figure per region and metric."""
