"""The holder's side: the record of what a person did, papers of it, what they share, and boards of honour."""
