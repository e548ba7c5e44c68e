"""Copies of the annual report that can be sent: PDF as a browser prints it, and Word."""
