"""Received versions as they are kept: zstd with a dictionary of what every dossier repeats, its field names above all.

The dictionary is part of the format of the store: it never changes; a better one gets the next mark. It holds nobody's
data, so that a dossier that is removed is gone.
"""

from collections.abc import Callable

import zstandard

# A tenth larger than with level 1, in two thirds of the time; every byte saved also saves encrypting it.
_LEVEL = -1

_MARK = b"\x01"
"""The first byte of what is kept: which dictionary it needs."""

_ADDRESS = (
    b'{"straat":"straat","huisNummer":"1","huisNummerBus":null,"postCode":"2340","gemeente":"Beerse",'
    b'"gemeenteNisCode":"13017","landNisCode":"150"}'
)

_DICTIONARY_1 = (
    b'"handicap":66,"arbeidsongeschikt":false,"mantelzorg":{"soort":"GEEFT","gemeenteNisCode":"13017"},"NIET_GEKEND",'
    b'"VRIJGESTELD","HOGER","NIET_BEVESTIGD","GEHUWD","WETTELIJK_SAMENWONEND","FEITELIJK_SAMENWONEND","KLEINKIND",'
    b'"OUDER","BROER_ZUS","ANDER_FAMILIELID","GEEN_FAMILIE","MEDEBEWONER","X",'
    b'{"voorNaam":"","geslacht":"V","geboorteDatum":"2015-01-01","regeling":"COOUDERSCHAP"},"WEEKEND","GEPLAATST",'
    b'{"partijCode":"","hoogsteVerdieping":2,"traptreden":null,"kamerOpOverschot":true,"lift":true,"terras":null,'
    b'"douche":false,"wasmachineAansluiting":null},{"soort":"OCMW","email":null,"informeren":true},'
    b'{"code":"","datum":"2024-01-01"},{"datum":"2024-01-01","tekst":""},'
    b'{"partijCode":"","datum":"2024-01-01","antwoord":"GEWEIGERD","datumAntwoord":"2024-01-01","gegrond":true},'
    b'"AANVAARD","GEEN_ANTWOORD","INGETROKKEN",{"datum":"2024-01-01","verklaring":"","bijlagen":[""],'
    b'"antwoorden":[{"partijCode":"","status":"IN_ONDERZOEK","evaluaties":[{"bijlageIdentificatie":"","evaluatie":""}],'
    b'"conclusie":null,"toegekendeVoorrang":null,"datumAntwoord":null}]},"GEACCEPTEERD","EHOME",'
    b'{"partijCode":"","rangLijstType":"PLR1","beperkteRegioKeuze":false,"lokaleBinding":"UNK",'
    b'"gemeenteNisCode":"13017","wijk":null,"criterium1":null},{"bijlageIdentificatie":"","naam":"","datum":'
    b'"2024-01-01","grootte":100000},{"maand":"2024-01","bedrag":1500.00},'
    b'"NIET_GEVONDEN","NIET_GECONTROLEERD","VOLDOET_NIET","CHKS","INFOS","WAITS","RJCT","OFFER",'
    b'{"dossierNummer":"2024.01.01.0001","dossierType":"RFH","versieNummer":1,"status":"REG",'
    b'"dossierStatusHistoriek":[{"statusCodeVan":null,"statusCodeNaar":"REG","datum":"2024-01-01T09:00:00Z",'
    b'"actie":null,"partijCode":null,"correlationId":null}],"ontvangstDatum":"2024-01-01T09:00:00Z",'
    b'"creatieDatum":"2024-01-01T09:00:00Z","updateDatum":"2024-01-01T09:00:00Z","inschrijvingsDatum":"2024-01-01",'
    b'"behandelendePartijCode":"","onderzoeksRedenen":[],"personen":[{"rol":"HUURDER","referentiepersoon":true,'
    b'"verhuistMee":true,"relatie":"REFERENTIEPERSOON","huurdersCategorie":"ALLEENSTAANDE","geslacht":"M",'
    b'"bewindvoerder":null,"rijksregisternummer":"","voorNaam":"","naam":"","geboorteDatum":"1990-01-01",'
    b'"domicilieAdres":' + _ADDRESS + b',"verblijfAdres":null,"postAdres":null,"email":"@example.be",'
    b'"telefoon1":"+32 4","telefoon2":null,"handicap":null,"arbeidsongeschikt":null,"mantelzorg":null,'
    b'"taalkennis":"A2","bevestigingsStatus":"BEVESTIGD","partnerMagWijzigen":true},{"rol":"HUURDER",'
    b'"referentiepersoon":false,"verhuistMee":true,"relatie":"PARTNER","huurdersCategorie":null,"geslacht":"V",'
    b'"relatie":"KIND","huurdersCategorie":null,"bevestigingsStatus":"NIET_NODIG","partnerMagWijzigen":null}],'
    b'"kinderenNietVoltijds":[],"inkomsten":{"belastbaarInkomen":15000.00,"inkomstenJaar":2024,"leefloon":null,'
    b'"ivt":null,"vrijgesteldBuitenland":null,"vrijgesteldEU":null,"loonfiches":[],"schuldbegeleiding":false,'
    b'"onderhoudsgeld":null,"controle":"VOLDOET"},"eigendom":{"gevonden":false,"verklaardGeen":true,'
    b'"toelichting":null,"controle":"VOLDOET"},"voorkeuren":{"maxHuur":500.00,"minSlaapkamers":1,'
    b'"maxSlaapkamers":2,"types":["A","H"],"aangepasteWoning":false},"regioKeuzes":[{"gemeenteNisCode":"13017",'
    b'"wijken":[]},{"gemeenteNisCode":"13040","wijken":["Centrum"]}],"optioneleVoorkeuren":[],'
    b'"inschrijvingshulp":null,"verklaringen":[],"meldingen":[],"aanbiedingen":[],"woonnoodVerzoeken":[],'
    b'"rangschikkingen":[],"toewijzingen":[],"verhalen":[],"bijlagen":[]}'
)

_dictionary = zstandard.ZstdCompressionDict(_DICTIONARY_1, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
_dictionary.precompute_compress(level=_LEVEL)


def packer() -> Callable[[bytes], bytearray]:
    """A function that packs; for one thread, to be used for many versions."""
    compress = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary, write_checksum=False).compress

    def pack(raw: bytes) -> bytearray:
        # The driver binds a bytearray several times faster than bytes.
        kept = bytearray(_MARK)
        kept += compress(raw)
        return kept

    return pack


def unpack(kept: bytes) -> bytes:
    """What was packed. Raises ValueError for a mark of a newer program."""
    if kept[:1] != _MARK:
        raise ValueError("packed in a way that is not known here")
    return zstandard.ZstdDecompressor(dict_data=_dictionary).decompress(kept[1:])
