"""All SQL of invoices: reading lists and one, writing sealed rows, gathering what papers are made from."""
