"""Every page of the site: the one template, and what each kind of page is filled with."""
