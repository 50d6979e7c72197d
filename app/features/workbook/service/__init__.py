"""Use cases of the workbook: a whole collaboration in, all or nothing, and out again."""

from app.features.workbook.service.loading import load_grids, read_grids
from app.features.workbook.service.writing import export_grids

__all__ = ["export_grids", "load_grids", "read_grids"]
