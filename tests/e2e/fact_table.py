"""What the 48 facts of tests/data/seed_facts.csv must come out as: one query each.

(fact, scope, indicator, period, computed, unit, stated, verdict, coverage). `computed` and `stated` are amounts with
their marks; None is no value. "source" facts give which statement is meant. An empty indicator: the amount itself is
read, by the measure and item that stand in `period`'s place, because only the sum over items is an indicator.
"""

from dataclasses import dataclass

KAIPING, BANAN = "divisions/440783", "divisions/500113"
MATRIX = f"{KAIPING}/clusters/kaiping-youpin-matrix"
MAGANG, TEA = f"{KAIPING}/clusters/magang-youpin", f"{KAIPING}/clusters/dasha-tea"
CHISHUI, XIANGANG = "divisions/440783116", "divisions/440783111"
JINLUO, WANGQIN = f"{KAIPING}/projects/jinluo-rice", f"{KAIPING}/projects/wangqin-hatchery"
DELIVERY, HALL = f"{KAIPING}/projects/gangling-vegetables", f"{KAIPING}/projects/qiaoxin-hall"
HONGFENG, GANGLING = f"{KAIPING}/villages/440783107236", f"{KAIPING}/villages/440783108232"
PARK, CHAIN = f"{BANAN}/clusters/bio-city", f"{BANAN}/clusters/biopharma-chain"
LICENSING, REGISTRATION = f"{BANAN}/projects/gr1803-licensing", f"{BANAN}/projects/gr1803-export-registration"
BAIYA, TIANFU = f"{BANAN}/projects/baiya-upgrade", f"{BANAN}/projects/tianfu-cola-aseptic-line"
LIVER = f"{BANAN}/projects/quanqian-artificial-liver"


@dataclass(frozen=True)
class Figure:
    """A fact that is a figure's answer."""
    fact: str
    scope: str
    indicator: str
    period: str
    computed: str | None
    unit: str
    stated: str | None = None
    verdict: str | None = None
    coverage: str | None = None
    source: str = ""
    conflict: bool = False


@dataclass(frozen=True)
class Item:
    """A fact that is one item of a figure."""
    fact: str
    subject: str
    measure: str
    period: str
    item: str
    value: str


FIGURES = [
    Figure("K01", MATRIX, "county-brands", "2025-06", "= 1", "个", "= 1", "AGREES", "1/1"),
    Figure("K02", MATRIX, "town-brands", "2025-06", "= 3", "个", "= 8", "UNKNOWN", "3/8"),
    Figure("K03", KAIPING, "cluster-party-committees", "2025-06", None, "个", "= 9", "UNKNOWN"),
    Figure("K04", MATRIX, "committee-covered-enterprises", "2025-06", "= 0", "家", "= 84", "UNKNOWN", "0/84"),
    Figure("K05", MATRIX, "enterprise-party-organisations", "2025-06", "= 0", "个", "= 25", "UNKNOWN", "0/84",
           source="body", conflict=True),
    Figure("K05b", MATRIX, "enterprise-party-organisations", "2025-06", "= 0", "个", "= 84", "UNKNOWN", "0/84",
           source="opening", conflict=True),
    Figure("K06", KAIPING, "industry-clusters", "2025-06", "= 8", "个", "= 8", "AGREES", "8/8"),
    Figure("K07", KAIPING, "committee-member-origins", "2025-06", None, "种", "= 3", "UNKNOWN"),
    Figure("K08", MAGANG, "sales", "2024", None, "元", "> 50000000", "UNKNOWN"),
    Figure("K09", TEA, "output-value", "2024", None, "元", "= 1300000000", "UNKNOWN"),
    Figure("K10", MATRIX, "brand-value", "2025-06", None, "元", "= 10000000000", "UNKNOWN"),
    Figure("K11", MATRIX, "brand-operator-sales", "2025-H1", None, "元", "= 180000000", "UNKNOWN", "0/9"),
    Figure("K12", MATRIX, "brand-operator-tax", "2025-H1", None, "元", "> 1000000", "UNKNOWN", "0/9"),
    Figure("K13", MATRIX, "brand-operators", "2025-06", "= 0", "家", "= 9", "UNKNOWN", "0/9"),
    Figure("K14", MATRIX, "investment-projects", "2025-06", "= 2", "个", "= 135", "UNKNOWN", "2/135"),
    Figure("K15", MATRIX, "total-investment", "2025-06", "= 140000000", "元", "= 6945000000", "UNKNOWN", "2/135"),
    Figure("K16", JINLUO, "total-investment", "2025-06", "= 115000000", "元", coverage="1/1"),
    Figure("K17", JINLUO, "land-area", "2025-06", "≈ 29.55", "亩", coverage="1/1"),
    Figure("K18", WANGQIN, "total-investment", "2025-06", "= 25000000", "元", coverage="1/1"),
    Figure("K19", WANGQIN, "hatching-capacity", "2025-06", "= 20000000", "羽", coverage="1/1"),
    Figure("K20", CHISHUI, "supported-enterprises", "2025-06", "= 2", "家", "≥ 2", "AGREES", "≤ 2/2"),
    Figure("K21", MATRIX, "farming-households", "2025-06", None, "户", "≥ 5120", "UNKNOWN"),
    Figure("K22", MATRIX, "jobs", "2025-06", None, "个", "≥ 3500", "UNKNOWN"),
    Figure("K25", HONGFENG, "idle-land-transferred", "2024", "= 70", "亩", coverage="1/1"),
    Figure("K26", HONGFENG, "villager-wages", "2024", "= 60000", "元", coverage="1/1"),
    Figure("K28", DELIVERY, "channel-sales", "2024", "= 2500000", "元", coverage="1/1"),
    Figure("K29", GANGLING, "collective-income-growth-over-two-years", "2024", None, "%", "> 200", "UNKNOWN"),
    Figure("K30", XIANGANG, "projects", "2025-06", "= 1", "个", coverage="1/1"),
    Figure("B01", PARK, "enterprises", "2025-06", "= 0", "家", "≥ 130", "UNKNOWN", "≤ 0/130"),
    Figure("B02", PARK, "agreed-output-value", "2025-06", None, "元", "> 100000000000", "UNKNOWN"),
    Figure("B03", LICENSING, "licensing-value-usd", "2025-06", "= 712000000", "美元", coverage="1/1"),
    Figure("B04", REGISTRATION, "processing-days", "2025-06", "= 5", "天", coverage="1/1"),
    Figure("B05", REGISTRATION, "in-person-visits", "2025-06", "= 2", "次", coverage="1/1"),
    Figure("B06", REGISTRATION, "processing-time-cut", "2025-06", None, "%", "≥ 60", "UNKNOWN"),
    Figure("B07", PARK, "policy-funded-enterprises", "2025-06", "= 0", "家", "≥ 20", "UNKNOWN", "≤ 0/20"),
    Figure("B08", BAIYA, "special-treasury-bond-funding", "2025", "= 25000000", "元", coverage="1/1"),
    Figure("B09", TIANFU, "special-treasury-bond-funding", "2025", "= 7500000", "元", coverage="1/1"),
    Figure("B10", CHAIN, "patent-auctions", "2025", None, "场", "= 2", "UNKNOWN", "0/1"),
    Figure("B11", CHAIN, "patents-sold", "2025", None, "件", "= 41", "UNKNOWN", "0/1"),
    Figure("B12", CHAIN, "patent-sales-value", "2025", None, "元", "= 32980000", "UNKNOWN", "0/1"),
    Figure("B13", BANAN, "environmental-commissioners", "2025", None, "名", "= 20", "UNKNOWN"),
    Figure("B14", LIVER, "preparation-days", "2025", "= 1", "天", coverage="1/1"),
    Figure("B15", LIVER, "fees-saved", "2025", "≥ 200000", "元", coverage="1/1"),
    Figure("B16", LIVER, "construction-months-cut", "2025", "= 3", "月", coverage="1/1"),
    Figure("B17", CHAIN, "environmental-approval-exemptions", "2025", "= 4", "个", coverage="1/1"),
]

ITEMS = [
    Item("K23", HONGFENG, "collective-net-income", "2024", "granary-brand-store", "90000"),
    Item("K24", HONGFENG, "collective-net-income", "2024", "idle-land-sweet-potato", "70000"),
    Item("K27", HONGFENG, "collective-net-income", "2024", "farm-machinery", "120000"),
]
