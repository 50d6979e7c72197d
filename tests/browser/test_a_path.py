"""The multi-year path in the browser: read, explained, followed by a next version, confirmed; axe on every page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.timeout(600)]
LogIn = Callable[[str], Page]
Look = Callable[[Page], None]


def test_a_path_is_read_explained_and_followed_by_a_version_that_a_partner_confirms(
    log_in: LogIn, look: Look, town: Town
) -> None:
    finance = log_in(town.people["financien"][0])
    finance.goto(town.address + "/k5/meerjarenpad")
    look(finance)
    finance.click("main a:has-text('Heel de samenwerking')")
    look(finance)
    assert "Begroot" in finance.inner_text("main")
    finance.goto(town.address + "/k5/meerjarenpad/geheel/uitleg/2025/bespaard")
    look(finance)
    finance.goto(town.address + "/k5/meerjarenpad/geheel/cijfers")
    look(finance)
    finance.goto(town.address + "/k5/meerjarenpad/nieuw?na=geheel")
    look(finance)
    finance.fill("#jaren-2028-geplandCenten", "1.950.000,00")
    finance.click("main button:has-text('Controleren')")
    assert "Schrijf waarom de vorige versie niet meer klopt" in finance.inner_text("main")
    finance.fill("#reden", "Besluit van het overlegorgaan: het doel gaat omlaag.")
    finance.click("main button:has-text('Controleren')")
    look(finance)
    assert "Dit komt na versie 1" in finance.inner_text("main")
    finance.click("main button:has-text('Vaststellen')")
    assert "De versie is vastgesteld." in finance.inner_text("main")
    assert "het doel gaat omlaag" in finance.inner_text("#versies")
    office = log_in(town.people["bestuursbureau"][0])
    office.goto(town.address + "/k5/meerjarenpad/geheel")
    look(office)
    office.click("main button:has-text('Bevestigen')")
    assert "Uw bedrag is bevestigd." in office.inner_text("main")
