"""One chart of each kind, with invented figures."""

from datetime import date

from frontend.charts.spec import (
    Bar,
    BarChart,
    Column,
    Door,
    Dot,
    Flag,
    Kind,
    Line,
    Look,
    Range,
    Row,
    Table,
    Tile,
    TileChart,
    TimeChart,
    Tone,
)

FIRST, TODAY, LAST = date(2024, 10, 7), date(2027, 3, 16), date(2028, 10, 6)
REGIONS = Table(
    caption="Agents formés par région",
    columns=(Column("Région", Kind.TEXT), Column("Formés"), Column("Part", Kind.SHARE)),
    rows=(
        Row(("Bretagne", 88, 0.0705), "/pilotage/?region=53&au=2027-03-16"),
        Row(("Guyane <script>", 0, None)),
    ),
    total=Row(("Ensemble", 1248, 1.0)),
)
CURVE = TimeChart(
    key="courbe", title="1 248 agents formés sur 2 000 : en avance de 3 semaines",
    method="Au rythme des douze derniers mois.", first=FIRST, last=LAST,
    lines=(
        Line(Look.DONE, "agents formés", ((FIRST, 0), (date(2026, 1, 1), 610), (TODAY, 1248))),
        Line(Look.TARGET, "objectif : 2 000", ((FIRST, 0), (LAST, 2000))),
        Line(Look.PROJECTED, "rythme tenu", ((TODAY, 1248), (date(2028, 8, 18), 2000))),
        Line(Look.PLANNED, "cohortes planifiées", ()),
    ),
    ranges=(Range("entre juin et novembre", ((TODAY, 1248, 1248), (LAST, 1900, 2000))),),
    dots=(Dot(TODAY, 1248, "1 248 au 16 mars 2027"),),
    flags=(Flag(date(2025, 9, 1), "A", "Ouverture de la saison 2"),),
    doors=(Door(date(2026, 1, 1), date(2026, 1, 31), "/liste/?debut=2026-01-01", "34 en janvier"),),
    table=Table(
        caption="Agents formés et écart à l’objectif",
        columns=(Column("Date", Kind.DAY), Column("Formés"), Column("Écart", Kind.GAP)),
        rows=(Row((TODAY, 1248, 34)), Row((FIRST, 0, -2))),
    ),
)  # fmt: skip
BARS = BarChart(
    key="cohortes", title="Une des deux prochaines cohortes tient dans 35–40", method="",
    highest=45, band="du minimum au nombre de places", pending="places proposées",
    reference="moyenne",
    bars=(
        Bar(label="Paris, mars", value=38, said="38", note="dans la fourchette", url="/c/paris/",
            tone=Tone.GOOD, band=(35, 40), reference=30),
        Bar(label="Montbrune <juin>", value=22, said="22", note="manque 13", url="/c/montbrune/",
            tone=Tone.LOW, band=(35, 40), pending=4),
    ),
    table=REGIONS,
)  # fmt: skip
TILES = TileChart(
    key="regions", title="Occitanie est sous 80 % de son objectif", method="Région de l’employeur.",
    bar="part de l’objectif", reference="objectif à ce jour", low="sous 80 %", empty="personne",
    tiles=(
        Tile(row=1, column=1, code="BRE", name="Bretagne", value=88, said="88 personnes",
             part=0.9, url="/r/53/", tone=Tone.GOOD, reference=0.8),
        Tile(row=2, column=2, code="OCC", name="Occitanie", value=74, said="74 personnes",
             part=0.5, url="/r/76/", tone=Tone.LOW, reference=0.8),
        Tile(row=1, column=3.35, code="GUF", name="Guyane", value=0, said="personne", part=0),
    ),
    table=REGIONS,
)  # fmt: skip
ALL = (CURVE, BARS, TILES)
