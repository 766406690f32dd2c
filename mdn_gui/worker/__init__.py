"""The processes beside the window: what they are told, what they tell, and how they do it."""
