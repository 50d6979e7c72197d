"""All SQL of the room: `scope` who sees which rows, `reading` lists and one, `writing` events and rows."""
