"""The room workbook: a whole collaboration in and out as one XLSX or a folder of CSV files (domain §13)."""
