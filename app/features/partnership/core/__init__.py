"""The pure part of partnership: its words, its checks on numbers, the values it gives to others.

The words are shared with every higher room (settlement above all), so they can be taken from here.
"""

from app.features.partnership.core.words import (
    CLIENTS,
    INHABITANTS,
    DriverKind,
    LegalForm,
    OrganisationKind,
    PackageKind,
    Reference,
    Takes,
    TariffKind,
    TariffResult,
    VatCategory,
)

__all__ = [
    "CLIENTS",
    "INHABITANTS",
    "DriverKind",
    "LegalForm",
    "OrganisationKind",
    "PackageKind",
    "Reference",
    "Takes",
    "TariffKind",
    "TariffResult",
    "VatCategory",
]
