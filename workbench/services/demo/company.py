"""The demo company: a maker of labelling machines near Bologna, its teams, people, products and second workflow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbench.domain.people import Reach, Role
from workbench.services.defaults import StagePlan, WorkflowPlan

NAME = "Corvara Labelling S.p.A."
CURRENCY = "EUR"
SECOND_CURRENCY = "RON"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works for the company; ``weight`` is the share of the team's deals, ``skill`` moves the win rate."""

    login: str
    name: str
    team: str
    role: Role = Role.SALESPERSON
    sees: Reach = Reach.TEAM
    changes: Reach = Reach.OWN
    weight: float = 0.0
    skill: float = 0.0


TEAMS = {
    "italy": ("Italy", ("IT",)),
    "central": ("Central Europe", ("DE", "AT", "CZ", "HU", "PL")),
    "romania": ("Romania", ("RO",)),
    "west": ("Western Europe", ("FR", "ES", "BE", "NL")),
}
HEAD_OFFICE = "sales"

PEOPLE = (
    Person(login="elena.ferri", name="Elena Ferri", team=HEAD_OFFICE, role=Role.MANAGER, sees=Reach.ALL,
           changes=Reach.ALL),
    Person(login="paolo.gatti", name="Paolo Gatti", team=HEAD_OFFICE, role=Role.VIEWER, sees=Reach.ALL),
    Person(login="marco.bianchi", name="Marco Bianchi", team="italy", role=Role.MANAGER, changes=Reach.TEAM,
           weight=1.0, skill=0.25),
    Person(login="giulia.romano", name="Giulia Romano", team="italy", weight=2.6, skill=0.15),
    Person(login="luca.moretti", name="Luca Moretti", team="italy", weight=2.4, skill=-0.15),
    Person(login="sara.conti", name="Sara Conti", team="italy", sees=Reach.OWN, weight=1.6, skill=-0.3),
    Person(login="anna.huber", name="Anna Huber", team="central", role=Role.MANAGER, changes=Reach.TEAM,
           weight=1.0, skill=0.2),
    Person(login="jonas.weber", name="Jonas Weber", team="central", weight=2.5, skill=0.1),
    Person(login="petra.novak", name="Petra Nováková", team="central", weight=1.7, skill=-0.1),
    Person(login="andrei.popescu", name="Andrei Popescu", team="romania", role=Role.MANAGER, changes=Reach.TEAM,
           weight=1.2, skill=0.2),
    Person(login="ioana.marin", name="Ioana Marin", team="romania", weight=2.3, skill=0.05),
    Person(login="mihai.stan", name="Mihai Stan", team="romania", sees=Reach.OWN, weight=1.3, skill=-0.25),
    Person(login="claire.dubois", name="Claire Dubois", team="west", role=Role.MANAGER, changes=Reach.TEAM,
           weight=1.1, skill=0.15),
    Person(login="hugo.vermeer", name="Hugo Vermeer", team="west", weight=2.1, skill=-0.05),
)  # fmt: skip

SERVICE = WorkflowPlan(
    code="service",
    name="Service and retrofit",
    stages=(
        StagePlan(code="request", name="Request", colour="#7c8aa5", probability="25", days=7),
        StagePlan(code="visit", name="Site visit", colour="#3aa5a8", probability="50", days=14),
        StagePlan(code="offer", name="Offer", colour="#8a74d6", probability="75", days=21),
        StagePlan(code="confirmation", name="Order confirmation", colour="#d99a3d", probability="90", days=10),
        StagePlan(code="won", name="Won", colour="#3f9e63", probability="WON", outcome="won"),
        StagePlan(code="lost", name="Lost", colour="#c96464", probability="LOST", outcome="lost"),
    ),
    ways=(
        ("request", "visit"), ("request", "offer"), ("visit", "offer"), ("visit", "request"),
        ("offer", "confirmation"), ("offer", "visit"), ("confirmation", "offer"),
        ("offer", "won"), ("confirmation", "won"),
        ("request", "lost"), ("visit", "lost"), ("offer", "lost"), ("confirmation", "lost"),
        ("won", "confirmation"), ("lost", "offer"),
    ),
)  # fmt: skip

TYPES = (("retrofit", "Retrofit", "service"), ("service_contract", "Service contract", "service"))


@dataclass(frozen=True, kw_only=True)
class Family:
    """What is sold: list price in EUR, usual quantities, discounts and margin, and how it is called in a deal."""

    code: str
    name: str
    price: Decimal
    quantity: tuple[int, int]
    step: int
    margin: tuple[float, float]
    articles: tuple[str, ...]
    main: dict[str, float]
    subjects: tuple[str, ...] = ()


FAMILIES = (
    Family(code="labelling", name="Labelling machines", price=Decimal("43800.00"), quantity=(1, 3), step=1,
           margin=(0.26, 0.38), articles=("LX 200", "LX 400 Duo", "RotoLabel 12", "LX 600 Inline"), main={"sales": 3.2},
           subjects=("Labelling line for {site}", "Rotary labeller for {site}", "Second labelling line, {site}",
                     "Wrap-around labeller, {site}")),
    Family(code="print_apply", name="Print and apply systems", price=Decimal("17900.00"), quantity=(1, 4), step=1,
           margin=(0.28, 0.4), articles=("PA 50", "PA 100 Pallet", "PA 75 Flow"), main={"sales": 2.6},
           subjects=("Pallet labelling for {site}", "Print and apply, {site}", "Carton labelling for {site}")),
    Family(code="inspection", name="Vision inspection", price=Decimal("23400.00"), quantity=(1, 2), step=1,
           margin=(0.34, 0.48), articles=("Veris 3D", "Veris Code", "Veris Cap"), main={"sales": 1.4},
           subjects=("Label inspection for {site}", "Code verification, {site}", "Vision control for {site}")),
    Family(code="conveyors", name="Conveyors", price=Decimal("6900.00"), quantity=(1, 8), step=1, margin=(0.2, 0.3),
           articles=("Belt 2 m", "Belt 4 m", "Buffer table"), main={"sales": 0.5},
           subjects=("Conveyor extension, {site}", "Buffer and infeed for {site}")),
    Family(code="serialisation", name="Serialisation software", price=Decimal("12400.00"), quantity=(1, 3), step=1,
           margin=(0.55, 0.72), articles=("TraceOne Line", "TraceOne Site"), main={"sales": 1.0},
           subjects=("Serialisation project, {site}", "Traceability for {site}")),
    Family(code="labels", name="Labels and ribbons", price=Decimal("34.50"), quantity=(100, 2400), step=50,
           margin=(0.14, 0.24), articles=("Paper roll 100×150", "PP roll 60×40", "Resin ribbon 110"),
           main={"sales": 1.1}, subjects=("Annual label supply for {site}", "Framework order labels, {site}")),
    Family(code="installation", name="Installation and training", price=Decimal("96.00"), quantity=(16, 120), step=8,
           margin=(0.3, 0.45), articles=("Technician hours", "Operator training"), main={}),
    Family(code="spares", name="Spare parts", price=Decimal("215.00"), quantity=(4, 60), step=2, margin=(0.35, 0.5),
           articles=("Wear kit", "Print head 300 dpi", "Peel plate set"), main={"service": 1.5},
           subjects=("Spare parts kit for {site}", "Wear parts and print heads, {site}")),
    Family(code="retrofit", name="Retrofit kits", price=Decimal("8600.00"), quantity=(1, 3), step=1,
           margin=(0.32, 0.44), articles=("Servo retrofit", "Safety upgrade", "HMI upgrade"), main={"service": 2.2},
           subjects=("Servo retrofit of line {line}, {site}", "Safety upgrade, {site}", "New control panel for {site}")),
    Family(code="maintenance_plan", name="Maintenance plans", price=Decimal("4800.00"), quantity=(1, 4), step=1,
           margin=(0.4, 0.55), articles=("Plan Basic", "Plan Plus", "Plan 24/7"), main={"service": 2.0},
           subjects=("Maintenance plan for {site}", "Yearly service contract, {site}")),
)  # fmt: skip
COMPANIONS = {
    "sales": {"conveyors": 2.2, "installation": 3.0, "inspection": 1.2, "serialisation": 0.8, "spares": 1.6,
              "maintenance_plan": 1.3, "labels": 0.8},
    "service": {"installation": 2.5, "spares": 2.5, "retrofit": 0.7, "maintenance_plan": 0.9},
}  # fmt: skip
SITES = ("plant 1", "plant 2", "plant 3", "the new hall", "the logistics centre", "line 4", "the filling hall",
         "the export warehouse", "the bottling line", "the cosmetics line", "the pharma area", "the main site")  # fmt: skip
COMPETITORS = ("Etikon", "Labelwerk", "Marcatec", "Presto Coding", "SIGMA Print", "Vipack", "Novamark")
TAGS = ("vip", "fair", "tender", "urgent", "export", "pilot", "framework", "leasing", "food", "pharma")
CAMPAIGNS = ("Interpack follow-up", "Serialisation webinar", "Spring service check", "Wine and spirits tour")
NOTES = (
    "Decision taken by the plant manager together with purchasing.",
    "Needs delivery before the summer stop.",
    "Budget approved, waits for the investment committee.",
    "Compares with a second supplier; asked for references in the same sector.",
    "Wants a test with own bottles in our showroom.",
    "Leasing requested, offer through the partner bank.",
    "Old machine to be taken back.",
    "Call again after the board meeting.",
)
LOST_NOTES = ("Price gap of about 8 %.", "Kept the machine they have.", "Project moved to next year.",
              "Local supplier was faster.", "New management stopped all investments.")  # fmt: skip
WON_NOTES = ("The test with their own products convinced them.", "Fast service was decisive.",
             "Framework conditions accepted.", "Delivery before the season.")  # fmt: skip
