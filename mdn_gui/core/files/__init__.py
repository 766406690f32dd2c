"""Reading tables and writing models: formats, and what is said of broken ones."""
