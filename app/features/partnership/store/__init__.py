"""All SQL of the room: `writing` puts rows in, `reading` gives them back, `months` closing and cut-off."""
