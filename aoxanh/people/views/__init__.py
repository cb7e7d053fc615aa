"""The pages of people: their own, and the desk's."""
