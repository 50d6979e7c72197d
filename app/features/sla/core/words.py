"""The closed lists of the room: what is measured, and what moves a clock.

The values are the words of the wire. States of a clock stand in `reading`, units of a target in `targets`.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Metric(StrEnum):
    """What a norm promises and a clock measures (domain §8)."""

    RESPONSE = "reactie"
    INTAKE = "intake"
    DELIVERY = "oplevering"
    LEAD_TIME = "doorlooptijd"
    STATUTORY = "wettelijk"
    COUNT = "aantal"


CLOCKED: Final = (
    Metric.RESPONSE, Metric.INTAKE, Metric.DELIVERY, Metric.LEAD_TIME, Metric.STATUTORY,
)  # fmt: skip
"""What has a clock; counts per period are only counted."""

METRIC_LABELS: MappingProxyType[Metric, str] = MappingProxyType(
    {
        Metric.RESPONSE: "Eerste reactie",
        Metric.INTAKE: "Intake",
        Metric.DELIVERY: "Oplevering",
        Metric.LEAD_TIME: "Doorlooptijd",
        Metric.STATUTORY: "Wettelijke termijn",
        Metric.COUNT: "Aantal per periode",
    }
)
"""How a metric is called on screen and paper."""


class MarkKind(StrEnum):
    """What moves a clock. `VOID` ends it without outcome: the subject was withdrawn or rejected."""

    START = "begin"
    PAUSE = "stil"
    RESUME = "verder"
    STOP = "einde"
    VOID = "vervallen"


DEFAULT_WARNINGS: Final = (50, 75, 90)
"""Percentages of the target at which is warned, when a norm says no others."""
