"""The pure part of partnership: its words, its checks on numbers, the values it gives to others.

The words are shared with every higher room (settlement above all), so they can be taken from here.
"""

from app.features.partnership.core.words import (
    DriverKind as DriverKind,
    LegalForm as LegalForm,
    OrganisationKind as OrganisationKind,
    PackageKind as PackageKind,
    Reference as Reference,
    Takes as Takes,
    TariffKind as TariffKind,
    TariffResult as TariffResult,
    VatCategory as VatCategory,
)
