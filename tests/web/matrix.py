"""What every role gets at every route, as data: the status of the answer.

A page is asked as each role with an empty form where it is a post, so 400 says "you may, but fill it
in". `{key}` is a submitted, confidential assignment of Vlist, whose office is in the first column.
Under `API` the columns are keys: of Vlist, of Ouderkerk, of another collaboration, and no key at all.
A route that is not here fails the test.
"""

PAGES = """
#                                                     off  mand board mngr empl fin  contr counc
GET  /{code}                                          303  303  303  303  303  303  303  303
POST /{code}/uitloggen                                303  303  303  303  303  303  303  303
GET  /{code}/wachtwoord                               200  200  200  200  200  200  200  200
POST /{code}/wachtwoord                               400  400  400  400  400  400  400  400
GET  /{code}/mensen                                   403  403  403  200  403  403  200  403
GET  /{code}/mensen/uitnodigen                        403  403  403  200  403  403  403  403
POST /{code}/mensen/uitnodigen                        403  403  403  400  403  403  403  403
POST /{code}/mensen/{account_id}/uitnodigen           403  403  403  200  403  403  403  403
GET  /{code}/mensen/rollen/{grant_id}/beeindigen      403  403  403  200  403  403  403  403
POST /{code}/mensen/rollen/{grant_id}/beeindigen      403  403  403  400  403  403  403  403
GET  /{code}/toepassingen                             403  403  403  200  403  403  200  403
POST /{code}/toepassingen                             403  403  403  400  403  403  403  403
POST /{code}/toepassingen/{application_id}/sleutels   403  403  403  200  403  403  403  403
POST /{code}/toepassingen/sleutels/{key_id}/intrekken 403  403  403  303  403  403  403  403
GET  /{code}/logboek                                  403  403  403  403  403  200  200  403
GET  /{code}/werkvoorraad                             403  403  200  200  403  200  200  403
GET  /{code}/deelnemers                               200  200  200  200  200  200  200  200
GET  /{code}/jaarcijfers                              200  200  200  200  200  200  200  200
POST /{code}/jaarcijfers                              403  403  403  400  403  400  403  403
GET  /{code}/kengetallen                              200  200  200  200  200  200  200  200
POST /{code}/kengetallen                              403  403  403  400  403  400  403  403
GET  /{code}/soorten-kengetallen                      200  200  200  200  200  200  200  200
GET  /{code}/soorten-kengetallen/nieuw                403  403  403  200  403  200  403  403
POST /{code}/soorten-kengetallen/nieuw                403  403  403  400  403  400  403  403
GET  /{code}/soorten-kengetallen/{kind_id}            200  200  200  200  200  200  200  200
POST /{code}/soorten-kengetallen/{kind_id}            403  403  403  412  403  412  403  403
GET  /{code}/tarieven                                 200  200  200  200  200  200  200  200
GET  /{code}/tarieven/nieuw                           403  403  403  200  403  200  403  403
POST /{code}/tarieven/nieuw                           403  403  403  400  403  400  403  403
GET  /{code}/tarieven/{tariff_id}                     200  200  200  200  200  200  200  200
POST /{code}/tarieven/{tariff_id}                     403  403  403  412  403  412  403  403
GET  /{code}/deelnames                                200  200  200  200  200  200  200  200
GET  /{code}/deelnames/nieuw                          403  403  403  200  403  200  403  403
POST /{code}/deelnames/nieuw                          403  403  403  400  403  400  403  403
GET  /{code}/deelnames/{participation_id}             200  200  200  200  200  200  200  200
POST /{code}/deelnames/{participation_id}             403  403  403  412  403  412  403  403
GET  /{code}/termijnen/berekenen                      200  200  200  200  200  200  200  200
GET  /{code}/verdeelafspraken/nieuw                   403  403  403  200  403  200  403  403
POST /{code}/verdeelafspraken/nieuw                   403  403  403  400  403  400  403  403
POST /{code}/verdeelafspraken/proef                   403  403  403  200  403  200  403  403
POST /{code}/verdeelafspraken/{policy_id}             403  403  403  412  403  412  403  403
GET  /{code}/verdeelafspraken/{policy_id}             200  200  200  200  200  200  200  200
GET  /{code}/agenda                                   200  200  200  200  200  200  200  403
POST /{code}/agenda                                   200  200  403  403  403  403  403  403
POST /{code}/agenda/intrekken                         404  404  403  403  403  403  403  403
GET  /{code}/opdrachten                               200  200  200  200  200  200  200  403
GET  /{code}/opdrachten/op-ons-wacht                  200  200  200  200  200  200  200  403
GET  /{code}/opdrachten/nieuw                         200  403  403  403  403  403  403  403
POST /{code}/opdrachten/nieuw                         303  403  403  403  403  403  403  403
POST /{code}/opdrachten/volledigheid                  200  403  403  403  403  403  403  403
GET  /{code}/opdrachten/{key}                         200  200  200  200  200  200  200  403
GET  /{code}/opdrachten/{key}/bewerken                409  403  403  403  403  403  403  403
POST /{code}/opdrachten/{key}/bewerken                409  403  403  403  403  403  403  403
POST /{code}/opdrachten/{key}/stappen                 403  403  403  400  403  403  403  403
GET  /{code}/opdrachten/{key}/stappen/{seq}/corrigeren 403 403  403  200  403  403  403  403
POST /{code}/opdrachten/{key}/stappen/{seq}/corrigeren 403 403  403  400  403  403  403  403
GET  /{code}/opdrachten/{key}/termijnwijzigingen/{kind} 403 403 403 409  403  403  403  403
POST /{code}/opdrachten/{key}/termijnwijzigingen/{kind} 403 403 403 409  403  403  403  403
GET  /{code}/termijnen                                200  200  200  200  200  200  200  403
GET  /{code}/termijnen.xlsx                           200  200  200  200  200  200  200  403
GET  /{code}/normen                                   200  200  200  200  200  200  200  200
GET  /{code}/normen/nieuw                             403  403  403  200  403  200  403  403
POST /{code}/normen                                   403  403  403  400  403  400  403  403
GET  /{code}/normen/{norm_id}                         403  403  403  200  403  200  403  403
POST /{code}/normen/{norm_id}                         403  403  403  400  403  400  403  403
GET  /{code}/kalenders                                200  200  200  200  200  200  200  200
GET  /{code}/nieuwe-kalender                          403  403  403  200  403  200  403  403
POST /{code}/nieuwe-kalender                          403  403  403  400  403  400  403  403
GET  /{code}/kalenders/{calendar}                     200  200  200  200  200  200  200  200
POST /{code}/kalenders/{calendar}                     403  403  403  400  403  400  403  403
POST /{code}/kalenders/{calendar}/naam                403  403  403  412  403  412  403  403
GET  /{code}/meldingen                                200  200  200  200  200  200  200  403
POST /{code}/meldingen/gelezen                        303  303  303  303  303  303  303  403
POST /{code}/meldingen/overzicht                      400  403  403  403  403  403  403  403
GET  /{code}/postbus                                  200  200  200  200  200  200  200  200
GET  /{code}/mijn-week                                404  404  404  404  303  404  404  404
GET  /{code}/mijn-week/{week}                         404  404  404  404  200  404  404  404
POST /{code}/mijn-week/{week}                         404  404  404  404  303  404  404  404
POST /{code}/mijn-week/{week}/correctie               404  404  404  404  400  404  404  404
GET  /{code}/uren-goedkeuren                          403  403  403  303  403  403  403  403
GET  /{code}/uren-goedkeuren/{week}                   403  403  403  200  403  403  403  403
POST /{code}/uren-goedkeuren/{week}                   403  403  403  400  403  403  403  403
GET  /{code}/maand-sluiten                            403  403  403  403  403  303  403  403
GET  /{code}/maand-sluiten/{month}                    403  403  403  403  403  200  403  403
POST /{code}/maand-sluiten/{month}                    403  403  403  403  403  303  403  403
GET  /{code}/kosten                                   403  403  403  200  403  200  200  403
POST /{code}/kosten                                   403  403  403  403  403  404  403  403
GET  /{code}/kosten/toevoegen                         403  403  403  403  403  200  403  403
POST /{code}/kosten/toevoegen                         403  403  403  403  403  400  403  403
GET  /{code}/kosten/{entry_id}/terugboeken            403  403  403  403  403  404  403  403
POST /{code}/kosten/{entry_id}/terugboeken            403  403  403  403  403  404  403  403
GET  /{code}/kostenplaatsen                           403  403  403  200  403  200  200  403
GET  /{code}/kostenplaatsen/nieuw                     403  403  403  403  403  200  403  403
POST /{code}/kostenplaatsen/nieuw                     403  403  403  403  403  400  403  403
GET  /{code}/kostenplaatsen/{pool_id}                 403  403  403  200  403  200  200  403
POST /{code}/kostenplaatsen/{pool_id}                 403  403  403  403  403  412  403  403
GET  /{code}/doorbelastingen/nieuw                    403  403  403  403  403  200  403  403
POST /{code}/doorbelastingen/nieuw                    403  403  403  403  403  400  403  403
POST /{code}/doorbelastingen/proef                    403  403  403  403  403  200  403  403
GET  /{code}/doorbelastingen/{cascade_id}             403  403  403  200  403  200  200  403
POST /{code}/doorbelastingen/{cascade_id}             403  403  403  403  403  412  403  403
GET  /{code}/begroting                                403  403  403  200  403  200  200  403
POST /{code}/begroting                                403  403  403  403  403  400  403  403
GET  /{code}/begroting/{line_id}                      403  403  403  403  403  404  403  403
POST /{code}/begroting/{line_id}                      403  403  403  403  403  404  403  403
GET  /{code}/tariefresultaten                         200  403  200  200  403  200  200  403
GET  /{code}/toelichtingsgrenzen                      200  403  200  200  403  200  200  403
POST /{code}/toelichtingsgrenzen                      403  403  403  400  403  400  403  403
GET  /{code}/afrekeningen                             200  403  200  200  403  200  200  403
POST /{code}/afrekeningen                             403  403  403  403  403  400  403  403
GET  /{code}/afrekeningen/{run_id}                    404  403  404  404  403  404  404  403
POST /{code}/afrekeningen/{run_id}/stappen            403  403  403  403  403  404  403  403
POST /{code}/afrekeningen/{run_id}/bevestigingen      404  403  403  403  403  403  403  403
POST /{code}/afrekeningen/{run_id}/toelichtingen      403  403  403  403  403  404  403  403
POST /{code}/afrekeningen/{run_id}/datum              403  403  403  403  403  404  403  403
GET  /{code}/afrekeningen/{run_id}/werkmap            404  403  404  404  403  404  404  403
POST /{code}/afrekeningen/voorschotten                403  403  403  403  403  400  403  403
POST /{code}/afrekeningen/correcties                  403  403  403  403  403  400  403  403
GET  /{code}/wat-als                                  403  403  403  200  403  200  403  403
POST /{code}/wat-als                                  403  403  403  400  403  400  403  403
GET  /{code}/wat-als/naast-elkaar                     403  403  403  404  403  404  403  403
GET  /{code}/wat-als/uittreden                        403  403  403  200  403  200  403  403
GET  /{code}/wat-als/{scenario_id}                    403  403  403  404  403  404  403  403
GET  /{code}/meerjarenpad                             200  403  200  200  403  200  200  403
GET  /{code}/meerjarenpad/nieuw                       403  403  403  200  403  200  403  403
POST /{code}/meerjarenpad/nieuw                       403  403  403  400  403  400  403  403
GET  /{code}/meerjarenpad/{baseline}                  404  403  404  404  403  404  404  403
POST /{code}/meerjarenpad/{baseline}/bevestigen       404  403  403  403  403  403  403  403
GET  /{code}/meerjarenpad/{baseline}/werkmap          404  403  404  404  403  404  404  403
GET  /{code}/meerjarenpad/{baseline}/cijfers          403  403  403  404  403  404  403  403
POST /{code}/meerjarenpad/{baseline}/cijfers          403  403  403  404  403  404  403  403
GET  /{code}/meerjarenpad/{baseline}/uitleg/{year}/{figure} 404 403 404 404 403 404 404 403
GET  /{code}/gegevens-bevestigen                      200  403  403  403  403  403  403  403
GET  /{code}/afrekeningen/{run_id}/uitleg/{area}/{organisation} 404 403 404 404 403 404 404 403
GET  /{code}/afrekeningen/{run_id}/uitleg/{area}      404  403  404  404  403  404  404  403
GET  /{code}/afrekeningen/{run_id}/regels/{number}/uitleg 404 403 404  404  403  404  404  403
GET  /{code}/facturen                                 200  403  403  200  403  200  200  403
GET  /{code}/facturen.zip                             200  403  403  200  403  200  200  403
GET  /{code}/facturen/{number}                        404  403  403  404  403  404  404  403
GET  /{code}/facturen/{number}/pdf                    404  403  403  404  403  404  404  403
GET  /{code}/afrekeningen/{run_id}/uitleg.pdf         400  403  400  400  403  400  400  403
GET  /{code}/afrekeningen/{run_id}/rapport            404  403  404  404  403  404  404  403
POST /{code}/afrekeningen/{run_id}/definitief         403  403  403  403  403  404  403  403
GET  /{code}/hulp                                     200  200  200  200  200  200  200  200
GET  /{code}/toetsen                                  200  200  200  200  200  200  200  200
GET  /{code}/toegankelijkheid                         200  200  200  200  200  200  200  200
"""

OPEN = """
GET  /                     200
GET  /documentatie         200
GET  /hulp                 200
GET  /toetsen              200
GET  /toegankelijkheid     200
GET  /agenda/{secret}.ics  404
GET  /inloggen             200
POST /inloggen             400
POST /uitloggen            303
GET  /samenwerkingen       303
GET  /uitnodiging/{link}   404
POST /uitnodiging/{link}   404
"""
"""Pages before log-in, asked by a stranger."""

API = """
#                                     VLI  OUD  REI  none
GET   /openapi.json                   200  200  200  200
GET   /sleutels                       200  200  200  401
GET   /opdrachten/{opdracht}/termijnen   200  404  404  401
GET   /rapportages/termijnen             200  200  200  401
GET   /rapportages/termijnen/werkmap     200  200  200  401
GET   /organisaties                    200  200  200  401
GET   /deelnemers                      200  200  200  401
GET   /taakgebieden                    200  200  200  401
GET   /deelnames                       200  200  200  401
GET   /producten                       200  200  200  401
GET   /tarieven                        200  200  200  401
GET   /kengetallen                     200  200  200  401
GET   /jaarcijfers                     200  200  200  401
POST  /jaarcijfers                     403  403  403  401
GET   /jaarcijfers/{jaarcijfer}        404  404  404  401
POST  /kengetallen                     403  403  403  401
GET   /kengetallen/{kengetal}          404  404  404  401
GET   /soorten-kengetallen             200  200  200  401
POST  /soorten-kengetallen             403  403  403  401
GET   /soorten-kengetallen/{soort}     200  200  404  401
PATCH /soorten-kengetallen/{soort}     403  403  403  401
POST  /soorten-kengetallen/{soort}/stappen 403 403 403 401
POST  /tarieven                        403  403  403  401
GET   /tarieven/{tarief}               200  200  404  401
PATCH /tarieven/{tarief}               403  403  403  401
POST  /tarieven/{tarief}/stappen       403  403  403  401
GET   /tarieven/{tarief}/correcties    200  200  404  401
POST  /tarieven/{tarief}/correcties    403  403  403  401
POST  /verdeelafspraken                403  403  403  401
GET   /verdeelafspraken/{afspraak}     200  200  404  401
PATCH /verdeelafspraken/{afspraak}     403  403  403  401
POST  /verdeelafspraken/{afspraak}/stappen 403 403 403 401
POST  /deelnames                       403  403  403  401
GET   /deelnames/{deelname}            200  200  404  401
PATCH /deelnames/{deelname}            403  403  403  401
POST  /deelnames/{deelname}/stappen    403  403  403  401
GET   /dienstverleningsovereenkomsten  200  200  200  401
GET   /jaarcontracten                  200  200  200  401
GET   /verdeelafspraken                200  200  200  401
GET   /verdeelafspraken/{afspraak}/in-woorden 200  200  404  401
GET   /maanden/{maand}                 200  200  200  401
POST  /termijnberekeningen            200  200  200  401
GET   /kalenders                       200  200  200  401
POST  /kalenders                       403  403  403  401
GET   /kalenders/{kalender}            200  200  200  401
PATCH /kalenders/{kalender}            403  403  403  401
GET   /normen                          200  200  200  401
POST  /normen                          403  403  403  401
GET   /normen/{norm}                   200  200  404  401
PATCH /normen/{norm}                   403  403  404  401
GET   /opdrachten                     200  200  200  401
POST  /opdrachten                     201  201  201  401
GET   /opdrachten/{opdracht}          200  404  404  401
PATCH /opdrachten/{opdracht}          409  404  404  401
GET   /opdrachten/{opdracht}/stappen  200  404  404  401
POST  /opdrachten/{opdracht}/stappen  403  404  404  401
POST  /opdrachten/{opdracht}/stappen/{volgnummer}/correcties 403 403 403 401
GET   /opdrachten/{opdracht}/termijnwijzigingen 404 404 404 401
POST  /opdrachten/{opdracht}/termijnwijzigingen 403 403 403 401
GET   /medewerkers                    403  403  403  401
GET   /weekstaten/{medewerker}/{week} 404  404  404  401
PUT   /weekstaten/{medewerker}/{week} 403  403  403  401
POST  /weekstaten/{medewerker}/{week}/stappen 403  403  403  401
GET   /urenregels                     403  403  403  401
POST  /urenregels                     403  403  400  401
POST  /maanden/{maand}/stappen        403  403  403  401
GET   /kostenplaatsen                 403  403  403  401
POST  /kostenplaatsen                 403  403  403  401
GET   /kostenplaatsen/{kostenplaats}  403  403  403  401
PATCH /kostenplaatsen/{kostenplaats}  403  403  403  401
POST  /kostenplaatsen/{kostenplaats}/stappen 403 403 403 401
GET   /doorbelastingen                403  403  403  401
POST  /doorbelastingen                403  403  403  401
GET   /doorbelastingen/{doorbelasting} 403 403  403  401
PATCH /doorbelastingen/{doorbelasting} 403 403  403  401
POST  /doorbelastingen/{doorbelasting}/stappen 403 403 403 401
GET   /kostenregels                   403  403  403  401
POST  /kostenregels                   403  403  403  401
GET   /kostenregels/{regel}           403  403  403  401
POST  /kostenregels/{regel}/stappen   403  403  403  401
GET   /begrotingsregels               403  403  403  401
POST  /begrotingsregels               403  403  403  401
GET   /begrotingsregels/{regel}       403  403  403  401
POST  /begrotingsregels/{regel}/stappen 403 403 403 401
GET   /afrekenruns                    200  200  200  401
POST  /afrekenruns                    403  403  403  401
GET   /afrekenruns/{run}              404  404  404  401
GET   /afrekenruns/{run}/stappen      404  404  404  401
POST  /afrekenruns/{run}/stappen      403  403  403  401
GET   /afrekenruns/{run}/regels       404  404  404  401
GET   /afrekenruns/{run}/regels/{nummer}/uitleg 400 400 400 401
GET   /afrekenruns/{run}/uitleg/{taakgebied} 400 400 400 401
GET   /afrekenruns/{run}/uitleg/{taakgebied}/{organisatie} 400 400 400 401
GET   /afrekenruns/{run}/vastlegging  404  404  404  401
GET   /afrekenruns/{run}/documenten/werkmap 404 404 404 401
GET   /afrekenruns/{run}/bevestigingen 404 404  404  401
POST  /afrekenruns/{run}/bevestigingen 404 404  404  401
GET   /afrekenruns/{run}/vergelijking 404  404  404  401
GET   /afrekenruns/{run}/verschillen  404  404  404  401
GET   /scenario-berekeningen          403  403  403  401
POST  /scenario-berekeningen          403  403  403  401
GET   /scenario-berekeningen/{scenario} 403 403 403  401
GET   /tariefresultaten               200  200  200  401
GET   /nagekomen-gegevens             200  200  200  401
GET   /toelichtingsgrenzen            200  200  200  401
POST  /toelichtingsgrenzen            403  403  403  401
POST  /uittreedsommen                 403  403  403  401
GET   /nulmetingen                    200  200  200  401
POST  /nulmetingen                    403  403  403  401
GET   /nulmetingen/{nulmeting}        404  404  404  401
GET   /nulmetingen/{nulmeting}/werkmap 404 404  404  401
GET   /nulmetingen/{nulmeting}/versies 404 404  404  401
GET   /nulmetingen/{nulmeting}/uitleg 404  404  404  401
GET   /nulmetingen/{nulmeting}/cijfers 404 404  404  401
POST  /nulmetingen/{nulmeting}/cijfers 403 403  403  401
POST  /nulmetingen/{nulmeting}/bevestigingen 404 404 404 401
GET   /afrekenruns/{run}/toelichtingen 404 404  404  401
POST  /afrekenruns/{run}/toelichtingen 403 403  403  401
GET   /facturen                       200  200  200  401
GET   /facturen.zip                   200  200  200  401
GET   /facturen/{nummer}              404  404  404  401
GET   /facturen/{nummer}/pdf          404  404  404  401
GET   /afrekenruns/{run}/documenten   404  404  404  401
GET   /afrekenruns/{run}/documenten/uitleg  404  404  404  401
GET   /afrekenruns/{run}/documenten/rapport 404  404  404  401
GET   /logboek                        403  403  403  401
"""

PARTS = frozenset({"/{code}/opdrachten/volledigheid", "/{code}/verdeelafspraken/proef"})

PARTS = frozenset(
    {"/{code}/opdrachten/volledigheid", "/{code}/verdeelafspraken/proef", "/{code}/doorbelastingen/proef"}
)
"""Answers that are part of a page, for htmx to put in its place."""

IDS = frozenset(
    {
        "account_id",
        "grant_id",
        "application_id",
        "key_id",
        "key",
        "opdracht",
        "afspraak",
        "policy_id",
        "tariff_id",
        "tarief",
        "participation_id",
        "deelname",
        "norm_id",
        "norm",
        "kind_id",
        "soort",
        "pool_id",
        "kostenplaats",
        "cascade_id",
        "doorbelasting",
    }
)
"""Parts of an address that name a row of one collaboration."""

QUERIES = {
    "/afrekenruns/{run}/documenten/uitleg": "?taakgebied=SZ",
    "/urenregels": "?vanafDatum=2026-03-01&totEnMetDatum=2026-03-31",
    "/rapportages/termijnen": "?periode=2026-Q1",
    "/rapportages/termijnen/werkmap": "?periode=2026-Q1",
    "/nulmetingen/{nulmeting}/uitleg": "?jaar=2025&welkBedrag=gepland",
}
"""What must stand behind an address to read it."""

FILES = frozenset(
    {
        "/{code}/facturen.zip",
        "/{code}/termijnen.xlsx",
        "/rapportages/termijnen/werkmap",
        "/{code}/facturen/{number}/pdf",
        "/{code}/afrekeningen/{run_id}/rapport",
        "/{code}/afrekeningen/{run_id}/werkmap",
        "/{code}/meerjarenpad/{baseline}/werkmap",
        "/{code}/afrekeningen/{run_id}/uitleg.pdf",
    }
)
"""Answers that are a file to keep, where they are given."""
