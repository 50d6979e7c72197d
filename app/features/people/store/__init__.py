"""All SQL of the room: `reading` gives people, `writing` puts them in."""
