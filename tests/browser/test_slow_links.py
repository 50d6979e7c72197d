"""A slow link: what is chosen and typed while a part of the form is being fetched stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.timeout(600)]


def test_what_is_chosen_and_typed_while_a_part_is_fetched_stays(
    log_in: Callable[[str], Page], town: Town
) -> None:
    finance = log_in(town.people["financien"][0])
    finance.goto(town.address + "/k5/doorbelastingen/nieuw")
    held: list[Route] = []
    finance.route("**/proef?deel=kostenplaatsen", lambda route: held.append(route))

    def choose(field: str, value: str) -> None:
        with finance.expect_request("**/proef?deel=kostenplaatsen"):
            finance.select_option(field, value)

    choose("#overheadMethode", "step_down")
    choose("#kostenplaatsen-HV-verdeelmaatstaf", "fte")
    finance.fill("#kostenplaatsen-LD-fte", "1,5")
    held[-1].continue_()
    finance.wait_for_selector("#kostenplaatsen-HV-trede")
    assert finance.input_value("#overheadMethode") == "step_down"
    assert finance.input_value("#kostenplaatsen-HV-verdeelmaatstaf") == "fte"
    assert finance.input_value("#kostenplaatsen-LD-fte") == "1,5"
    assert finance.evaluate("document.activeElement.id") == "kostenplaatsen-LD-fte"
