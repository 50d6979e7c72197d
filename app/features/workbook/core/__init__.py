"""The pure part of the workbook: sheets and columns, cells to values and back, and what does not hold together.

Nothing here opens a file or a database; grids of cells go in, rows and findings come out.
"""
