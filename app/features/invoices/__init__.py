"""Invoices: numbers, invoices and credit notes of a final settlement, and what goes on paper."""
