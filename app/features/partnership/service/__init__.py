"""Use cases of partnership: `reading` lists and the page, `loading` puts rows in, `months` closes them."""
