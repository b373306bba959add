"""The sentence of every broken rule of `tests/core`, by the name of its case."""

from __future__ import annotations

BROKEN = {
    "H00 instance": "H00 the plan is for other, not for small",
    "H00 duplicate": "H00 event a (2024-02-08, Hall) occurs 2 times",
    "H00 unknown_district": "H00 event d (2024-02-03, Far) names district 99, which the problem "
    "does not know",
    "H01 too few": "H01 district 5 (Oak): 1 instead of 2 events",
    "H01 too many": "H01 district 5 (Oak): 3 instead of 2 events",
    "H01 none": "H01 district 3 (Elm): 0 instead of 1 events",
    "H02 not_allowed": "H02 event b (2024-02-08, Hall): no event may be held on day 7 (2024-02-08)",
    "H02 after the season": "H02 event b (2024-02-13, Hall): day 12 (2024-02-13) lies outside the "
    "season",
    "H02 before the season": "H02 event b (2024-01-31, Hall): day -1 (2024-01-31) lies outside the "
    "season",
    "H03 unknown": "H03 event b (2024-02-08): venue 99 is not known",
    "H03 other_district": "H03 event b (2024-02-08, Centre): venue 22 (Centre) belongs to another "
    "district",
    "H03 not_available": "H03 event b (2024-02-08, Hall): venue 20 (Hall) is not available on "
    "day 7 (2024-02-08)",
    "H04 not_wanted": "H04 event b (2024-02-08, Hall): venue 20 (Hall) is indoors and needs no "
    "fallback",
    "H04 missing": "H04 event a (2024-02-02, Park): venue 21 (Park) is outdoors and needs a "
    "fallback",
    "H04 not_listed": "H04 event a (2024-02-02, Park): fallback 22 (Centre) is no fallback of "
    "venue 21 (Park)",
    "H04 not_available": "H04 event a (2024-02-02, Park): fallback 20 (Hall) is not available "
    "on day 1 (2024-02-02)",
    "H05": "H05 district 5 (Oak): event a (2024-02-06, Park) and event b (2024-02-08, Hall) "
    "lie 2 days apart, not 3",
    "H06 last_season": "H06 zone 10 (Oak north): event a (2024-02-02, Hall) follows the last "
    "season by 4 days, not 5",
    "H06 visits": "H06 zone 10 (Oak north): event a (2024-02-03, Hall) and event b (2024-02-08, "
    "Hall) lie 5 days apart, not 6",
    "H07 too_few": "H07 zone 11 (Oak south): visits 1, at least 2 are needed",
    "H07 too_many": "H07 zone 10 (Oak north): visits 1, at most 0 are allowed",
    "H08 none allowed": "H08 district 5 (Oak): more than 0 at weekends: event a (2024-02-03, Park)",
    "H08 one allowed": "H08 district 5 (Oak): more than 1 at weekends: event a (2024-02-03, "
    "Park) and event b (2024-02-10, Hall)",
    "H09": "H09 2 equipment kits in use on day 6 (2024-02-07), there are 1: event b "
    "(2024-02-07, Hall) and event c (2024-02-05, Centre)",
    "H10 unknown": "H10 event b (2024-02-08, Hall): agency 99 is not known",
    "H10 not_available": "H10 event c (2024-02-09, Centre): agency 32 (Calm) is not available "
    "on day 8 (2024-02-09)",
    "H10 not_serving": "H10 event c (2024-02-05, Centre): agency 31 (Band) does not serve "
    "district 3 (Elm)",
    "H11 same_event": "H11 event b (2024-02-08, Hall): agency 30 (Aid) is there 2 times",
    "H11 same_event at one booth": "H11 event b (2024-02-08, Hall): agency 30 (Aid) is there 3 "
    "times",
    "H11 same_day": "H11 agency 32 (Calm) is at several events on day 1 (2024-02-02): event a "
    "(2024-02-02, Park) and event c (2024-02-02, Centre)",
    "H12 season": "H12 agency 32 (Calm): 2 events in the season, at most 1 are allowed",
    "H12 week": "H12 agency 30 (Aid): 2 events in the week from day 4 (2024-02-05), at most 1 "
    "are allowed",
    "H12 first week": "H12 agency 32 (Calm): 2 events in the week from day -3 (2024-01-29), at "
    "most 1 are allowed",
    "H13 unknown": "H13 event b (2024-02-08, Hall): agency 30 (Aid) stands at booth 9, which venue "
    "20 (Hall) does not have",
    "H13 shared": "H13 event b (2024-02-08, Hall): agency 30 (Aid) and agency 31 (Band) share "
    "booth 1 of venue 20 (Hall)",
    "H14 one need": "H14 event a (2024-02-02, Park): booth 2 of venue 21 (Park) lacks what "
    "agency 31 (Band) needs: power",
    "H14 all needs": "H14 event b (2024-02-08, Hall): booth 2 of venue 20 (Hall) lacks what "
    "agency 30 (Aid) needs: private, power, water",
    "H15 not_offered": "H15 event b (2024-02-08, Hall): agency 31 (Band) does not offer field 2 "
    "(jobs)",
    "H15 repeated": "H15 event b (2024-02-08, Hall): agency 30 (Aid) serves a field twice",
    "H15 none": "H15 event b (2024-02-08, Hall): agency 30 (Aid) serves no field",
    "H15 staff": "H15 event c (2024-02-05, Centre): agency 33 (Dot) serves 2 fields, but its "
    "counsellors are 1",
    "H16": "H16 event c (2024-02-05, Centre): agency 31 (Band) and agency 33 (Dot) must not "
    "share an event",
    "H16 listed the other way round": "H16 event a (2024-02-02, Park): agency 31 (Band) and "
    "agency 32 (Calm) must not share an event",
    "R01 missing": "R01 event b of the published plan is missing",
    "R01 new": "R01 event z (2024-02-10, Hall) is not in the published plan",
    "R01 district": "R01 event b (2024-02-08, Hall) has changed its district",
    "R02 changed day": "R02 event a (2024-02-03, Park) has already been held and must stay as it "
    "was",
    "R02 moved out of the past": "R02 event a (2024-02-07, Park) has already been held and must "
    "stay as it was",
    "R02 changed venue": "R02 event a (2024-02-02, Hall) has already been held and must stay as it "
    "was",
    "R02 changed fallback": "R02 event a (2024-02-02, Park) has already been held and must stay "
    "as it was",
    "R02 into_past": "R02 event c (2024-02-03, Centre) moves to day 2 (2024-02-03), before day 3 "
    "(2024-02-04)",
    "R03 dropped": "R03 event a (2024-02-02, Park) has already been held: its agencies must "
    "stay as they were",
    "R03 another booth": "R03 event a (2024-02-02, Park) has already been held: its agencies "
    "must stay as they were",
    "R03 other fields": "R03 event a (2024-02-02, Park) has already been held: its agencies "
    "must stay as they were",
    "R04 day": "R04 event b (2024-02-09, Hall) is pinned to day 7 (2024-02-08) at venue 20 "
    "(Hall), not day 8 (2024-02-09) at venue 20 (Hall)",
    "R04 venue": "R04 event b (2024-02-08, Park) is pinned to day 7 (2024-02-08) at venue 20 "
    "(Hall), not day 7 (2024-02-08) at venue 21 (Park)",
    "R05 missing": "R05 event z is forced, but missing",
    "R05 day": "R05 event b (2024-02-08, Hall) must be on day 8 (2024-02-09), not day 7 "
    "(2024-02-08)",
    "R05 venue": "R05 event b (2024-02-08, Hall) must be at venue 21 (Park), not venue 20 (Hall)",
    "R05 day before venue": "R05 event b (2024-02-08, Hall) must be on day 8 (2024-02-09), not "
    "day 7 (2024-02-08)",
}
