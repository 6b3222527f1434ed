// Written by scripts/encode.mjs.
import type { EncodedTable } from './decimal-columns.ts';

/** 150 rows of 4 measurements and a class id. */
export const irisText: EncodedTable = {
  rows: 150,
  columns: '1111111101',
  digits:
    '^[YX]aX]V[aZZUeda^d^a^X^Z]]__YZa_b[]b[V^]WV]^Z^X`]qkpbldj[m_]fghcnceicfhjhkmongdbbegagnjcbbhe]cddi^djerjlw[tnslkodeklxxgpcxjnsihksuzkjhxjkgpnpeonnjlifMHJINQLLGIOLHHRVQMPPLONKLHLMLJILSTIJMNHLMAJMPHPJOKJJIAFFKBGE>H@GGIHE@CJFCFGHFHGDBBEEHLIAHCDHDAEHGGCFKEHGHHCGCNJEHCFJHPD@JFFEKJFHFHFPFFDHLIHIIIEJKHCHLH88798;89899:856978;9;94;=::98::998967879777:=8:898YW[RXWYKXQMTRYNVWSWQZR[YUVZ]WMPOQ^WWYVSRVXRKTTTUHSg^fcemWjeh^`b]^`bnp]d[n[dgZ[cehkc^chcbZac^^fd_]_a^,,,,,.-,,+,,++,..---,.,/,,.,,,,.+,,,,+,,--,0.-,,,,899797:4784948789495<796788;94546:9:97776864767757C=?<@?;<<C>=?>BA<@A9A>><?<<<?:=>@98AB<<?BA=ACA=>A<**************************************************++++++++++++++++++++++++++++++++++++++++++++++++++,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,',
};
