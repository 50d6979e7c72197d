"""The pages on which agreements are added and ended: a form, what it touches, then saved."""
