"""Record tables → typed registers, with what is wrong in them."""
