"""Parts of the page on which the columns of a table are chosen."""
