"""Checks on the numbers of organisations and the forms of codes, each with a Dutch sentence when it is wrong.

IBAN, VAT number and postcode by python-stdnum's check digits; KvK and OIN are ours (findings.md). A
right form is no proof that the number exists.
"""

import re

from stdnum import iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.nl import postcode

_OIN_PREFIXES = frozenset({"00000001", "00000002", "00000003", "00000004", "00000005", "00000006", "00000007",
                           "00000008", "00000009"})  # fmt: skip
_CBS = re.compile(r"(GM|WS|PV)[0-9]{4}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")


def iban_fault(text: str) -> str | None:
    """What is wrong with an IBAN, None when its check digits hold.

    >>> iban_fault("NL91ABNA0417164300") is None, iban_fault("NL00ABNA0417164300") is None
    (True, False)
    """
    try:
        iban.validate(text)
    except ValidationError:
        return f"{text} is geen geldig IBAN: het controlegetal klopt niet. Kijk het na op een bankafschrift."
    return None


def vat_number_fault(text: str) -> str | None:
    """What is wrong with a VAT number of an EU country.

    >>> vat_number_fault("NL123456789B13") is None, vat_number_fault("NL123456789B14") is None
    (True, False)
    """
    try:
        vat.validate(text)
    except ValidationError:
        return f"{text} is geen geldig btw-nummer. Een Nederlands btw-nummer ziet eruit als NL123456789B13."
    return None


def postcode_fault(text: str) -> str | None:
    """What is wrong with a Dutch postcode.

    >>> postcode_fault("2861 XZ") is None, postcode_fault("0861 XZ") is None
    (True, False)
    """
    try:
        postcode.validate(text)
    except ValidationError:
        return f"{text} is geen postcode. Schrijf een postcode als 1234 AB."
    return None


def kvk_fault(text: str) -> str | None:
    """What is wrong with a number of the chamber of commerce: eight digits.

    >>> kvk_fault("90001234") is None, kvk_fault("9000123") is None
    (True, False)
    """
    if re.fullmatch(r"[0-9]{8}", text):
        return None
    return f"{text} is geen KvK-nummer. Een KvK-nummer heeft acht cijfers."


def oin_fault(text: str) -> str | None:
    """What is wrong with an OIN: a prefix of eight digits, a number of nine (RSIN) or eight (KvK), zeros.

    >>> oin_fault("00000001123456782000") is None, oin_fault("00000003900012340000") is None
    (True, True)
    >>> oin_fault("00000001123456782001") is None, oin_fault("123") is None
    (False, False)
    """
    if not re.fullmatch(r"[0-9]{20}", text):
        return f"{text} is geen OIN. Een OIN heeft twintig cijfers."
    if text[:8] not in _OIN_PREFIXES:
        return f"{text} is geen OIN: de eerste acht cijfers noemen geen bekend register."
    zeros = {"00000001": "000", "00000003": "0000"}.get(text[:8], "")
    if not text.endswith(zeros):
        return f"{text} is geen OIN: het moet eindigen op {zeros}."
    return None


def cbs_code_fault(text: str) -> str | None:
    """What is wrong with the CBS code of a municipality, water board or province.

    >>> cbs_code_fault("GM0491") is None, cbs_code_fault("0491") is None
    (True, False)
    """
    return None if _CBS.fullmatch(text) else f"{text} is geen CBS-code. Schrijf hem als GM0491."


def email_fault(text: str) -> str | None:
    """What is wrong with the form of an e-mail address.

    >>> email_fault("facturen@vlist.example") is None, email_fault("vlist") is None
    (True, False)
    """
    return None if _EMAIL.fullmatch(text) else f"{text} is geen e-mailadres."
