"""France in tiles: each region where people expect it, the overseas ones in a column."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.organisations.enums import Region

OVERSEAS = 7
# Row and column of each region on the board's map.
PLACES = {
    Region.HAUTS_DE_FRANCE: (2, 3),
    Region.BRETAGNE: (3, 1),
    Region.NORMANDIE: (3, 2),
    Region.ILE_DE_FRANCE: (3, 3),
    Region.GRAND_EST: (3, 4),
    Region.PAYS_DE_LA_LOIRE: (4, 1),
    Region.CENTRE_VAL_DE_LOIRE: (4, 2),
    Region.BOURGOGNE_FRANCHE_COMTE: (4, 3),
    Region.AUVERGNE_RHONE_ALPES: (4, 4),
    Region.NOUVELLE_AQUITAINE: (5, 2),
    Region.OCCITANIE: (5, 3),
    Region.PROVENCE_ALPES_COTE_D_AZUR: (5, 4),
    Region.CORSE: (6, 5),
    Region.GUADELOUPE: (1, 7),
    Region.MARTINIQUE: (2, 7),
    Region.GUYANE: (3, 7),
    Region.LA_REUNION: (4, 7),
    Region.MAYOTTE: (5, 7),
    Region.NOUVELLE_CALEDONIE: (6, 7),
    Region.POLYNESIE_FRANCAISE: (7, 7),
}
SHORT = {
    Region.HAUTS_DE_FRANCE: "Hauts-de-Fr.",
    Region.PAYS_DE_LA_LOIRE: "Pays de Loire",
    Region.CENTRE_VAL_DE_LOIRE: "Centre",
    Region.BOURGOGNE_FRANCHE_COMTE: "Bourg.-Fr.-C.",
    Region.AUVERGNE_RHONE_ALPES: "Auv.-Rh.-Alpes",
    Region.NOUVELLE_AQUITAINE: "Nlle-Aquit.",
    Region.PROVENCE_ALPES_COTE_D_AZUR: "PACA",
    Region.NOUVELLE_CALEDONIE: "Nlle-Calédonie",
    Region.POLYNESIE_FRANCAISE: "Polynésie",
}


@dataclass(frozen=True, slots=True)
class Tile:
    """A region: its people, and their share of the most any region has, in per cent."""

    region: Region
    people: int
    part: int

    @property
    def name(self) -> str:
        """Return a name short enough for the tile."""
        return SHORT.get(self.region, str(self.region.label))

    @property
    def row(self) -> int:
        """Return its row on the map."""
        return PLACES[self.region][0]

    @property
    def column(self) -> int:
        """Return its column on the map."""
        return PLACES[self.region][1]


def tiles_of(people: Mapping[str, int]) -> list[Tile]:
    """Return the map of a count by region code, in the order the regions are read in."""
    most = max(people.values(), default=0) or 1
    return [
        Tile(region, people.get(region, 0), round(people.get(region, 0) / most * 100))
        for region in sorted(
            PLACES, key=lambda region: (PLACES[region][1] == OVERSEAS, region.label)
        )
    ]
