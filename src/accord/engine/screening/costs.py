"""What it costs to read one letter as another, or to leave it out; by linguistic argument.

A cost is 0 for the same sound and 1 for sounds that have nothing to do with one another. Every
letter of every script is read as Latin ones; between two other scripts the Latin readings
meet. So a new script needs a table of readings and nothing else.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from accord.engine.screening.letters import ALPHABET, ARABIC, CYRILLIC, LATIN, NUMBER, Script

Costs = npt.NDArray[np.float32]
_VOWELS: Final = "aeiouyYE"
_VOWEL: Final = 0.35  # one vowel for another
# Sounds that people and romanisations write for one another.
_NEAR: Final = (
    "kq.1 kc.1 cs.25 kK.25 Kh.2 KH.2 kG.45 gG.1 gk.55 qG.2 qg.4 gq.4 KG.4 Kq.4 gh.45 Gh.45 bp.5 "
    "dt.5 tT.15 dD.1 zD.15 TD.4 sT.25 sz.35 zZ.35 sS.35 SC.3 ST.6 jJ.05 jZ.2 JZ.2 jg.4 Jg.4 "
    "jy.25 ji.35 JC.5 Us.3 Uc.15 Uz.3 Ut.4 UC.35 zc.3 zd.55 vw.1 vf.4 fp.5 vb.5 wu.15 wo.3 wE.2 "
    "vu.4 vE.3 mn.6 lr.8 hH.0 Gr.6 cC.3 kC.4 cU.15 yi.1 Yi.15 Ye.15 Ya.2 yY.15 ye.3 Ea.2 Eo.1 "
    "Eu.15 ou.2 ei.2 ae.25 ao.25 qK.4 SK.7 Sj.5 SZ.4 wf.5 wb.6 rG.6"
)
_CYRILLIC: Final = (
    "аa аo.15 аe.25 бb вv вw.1 вf.2 вu.3 гg гh.1 гG.2 дd еe еi.2 еo.25 еy.2 еY.2 еa.25 жZ жj.1 "
    "жg.3 жz.25 жS.4 зz иi иy.05 иY.15 йy йi.05 йj.1 йY.1 кk кc.05 кq.1 лl мm нn оo оa.15 "
    "пp рr сs сc.15 тt тU.3 уu уo.2 уw.2 уv.3 уy.25 фf хK хh.1 хH.1 хk.25 хC.25 цU цc.1 "
    "цs.25 цz.25 цt.4 чC чS.3 чU.4 шS шC.25 щS щC.2 ыy ыi.05 эe эa.2 іi іy.05 ґg "
    "ўw ўu ўv.05 ўE.1 әa әe.1 ғG ғg.05 қq қk.05 ңn өo өu.1 ұu ұo.1 үu үy.15 һh һK.1 ҳh ҳK.05 "
    "ҷj ҷJ ҷC.3 јj јy.05"
)
_ARABIC: Final = (
    "آa آo.15 آe.2 آE.2 اa اe.15 اo.15 اi.3 اu.3 اY.2 اE.15 أa أe.05 أi.05 أo.05 أu.05 أy.1 أE.1 "
    "أY.1 بb بp.3 بv.5 پp پb.3 پf.5 تt تT.2 تd.5 ثT ثs.05 ثt.2 ثz.4 جj جJ جZ.1 جg.15 جG.25 جC.4 "
    "جy.4 چC چS.3 چU.4 چJ.4 حh حH حK.25 خK خk.2 خh.15 خH.2 خC.3 دd دt.5 دD.2 ذD ذz.05 ذd.15 "
    "ذT.3 رr زz زs.35 زU.4 زZ.3 ژZ ژj.1 ژJ.1 ژz.3 سs سc.1 سz.35 سS.4 شS شC.15 شs.45 صs صc.1 صS.3 "
    "صz.35 ضz.05 ضd ضD.05 ضT.3 طt طT.15 طd.5 ظz ظD.05 ظd.2 ظT.2 عa.05 عe.05 عi.1 عo.1 عu.1 "
    "عy.2 عY.1 عE.1 غG غg.1 غq.2 غk.35 غr.5 غh.4 فf فv.4 فp.5 قq قG.1 قk.1 قg.15 قc.1 قK.4 "
    "کk کc.05 کq.1 کC.4 کK.4 گg گG.1 گj.3 گk.45 لl مm نn نm.6 وw وv وu وo.05 وE.05 وf.4 وy.4 هh "
    "هH ةH ةh.05 ةa ةe ةt.1 یi یy یY یe.1 یa.25 یj.3 یI.1 ٹt ڈd ړr ړd.3 ږg ږZ.1 "
    "ښK ښS.1 ځz ځU ځd.2 ڼn"
)
_UNTOLD: Final = 1.0
# What leaving a letter out costs, by the script of the other word: Latin, Cyrillic, Arabic.
_LEFT_OUT: Final = {
    **dict.fromkeys("aeiou", (0.45, 0.3, 0.06)),
    "y": (0.35, 0.15, 0.2),
    "Y": (0.5, 0.35, 0.25),
    "E": (0.5, 0.4, 0.25),
    "h": (0.5, 0.4, 0.5),
    "H": (0.15, 0.2, 0.05),
    "w": (0.6, 0.6, 0.6),
    "j": (1.0, 0.3, 0.8),
    **dict.fromkeys("аеиоуыэіәөұү", (0.3, 0.45, 0.06)),
    "й": (0.15, 0.25, 0.15),
    "آ": (0.3, 0.3, 0.4),
    "ا": (0.25, 0.25, 0.35),
    "أ": (0.1, 0.1, 0.3),
    "ع": (0.1, 0.1, 0.4),
    "و": (0.45, 0.45, 0.5),
    "ی": (0.4, 0.4, 0.4),
    "ح": (0.6, 0.6, 0.8),
    "ه": (0.4, 0.4, 0.5),
    "ة": (0.05, 0.05, 0.2),
}
_SAME_SCRIPT: Final = 0.2  # two letters of one script that can be read alike still differ


def readings() -> Costs:
    """Return what each letter costs beside each other: square, symmetric, 0 to 1."""
    latin = _latin()
    read = np.full((len(ALPHABET), len(ALPHABET)), _UNTOLD, dtype=np.float32)
    read[: len(LATIN), : len(LATIN)] = np.eye(len(LATIN), dtype=np.float32) * -1 + 1
    for letter, sound, cost in _told(f"{_CYRILLIC} {_ARABIC}"):
        read[NUMBER[letter], NUMBER[sound]] = cost
    to_latin = read[:, : len(LATIN)]
    to_latin = np.minimum(to_latin, (to_latin[:, :, None] + latin[None]).min(axis=1))
    whole = np.minimum((to_latin[:, None, :] + to_latin[None]).min(axis=2), _UNTOLD)
    whole[: len(LATIN), : len(LATIN)] = latin
    for letters in (CYRILLIC, ARABIC):
        rows = [NUMBER[letter] for letter in letters]
        own = np.ix_(rows, rows)
        whole[own] = np.minimum(whole[own] + _SAME_SCRIPT, _UNTOLD)
    np.fill_diagonal(whole, 0)
    return np.ascontiguousarray(whole, dtype=np.float32)


def gaps() -> Costs:
    """Return what leaving a letter out costs, for each script of the other word."""
    table = np.full((len(ALPHABET), len(Script)), _UNTOLD, dtype=np.float32)
    for letter, costs in _LEFT_OUT.items():
        table[NUMBER[letter], : len(costs)] = costs
    return table


def _latin() -> Costs:
    table = np.full((len(LATIN), len(LATIN)), _UNTOLD, dtype=np.float32)
    for one in _VOWELS:
        for other in _VOWELS:
            table[NUMBER[one], NUMBER[other]] = _VOWEL
    for one, other, cost in _told(_NEAR):
        table[NUMBER[one], NUMBER[other]] = table[NUMBER[other], NUMBER[one]] = cost
    np.fill_diagonal(table, 0)
    return table


def _told(table: str) -> list[tuple[str, str, float]]:
    return [
        (entry[0], entry[1], float(entry[2:] or 0))
        for entry in table.split()
        if entry[1] in NUMBER
    ]
