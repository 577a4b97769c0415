#include "unit.h"

#include "values/reading.h"

static void test_dates_have_their_span_and_their_day(void **state) {
    (void)state;
    static const reading_case cases[] = {
        {"Il l'a dit jeudi.", "DATE[jeudi]=2025-09-04"},
        {"Il l'a dit mercredi.", "DATE[mercredi]=2025-09-03"},
        {"Il l'a dit vendredi.", "DATE[vendredi]=2025-08-29"},
        {"Il le dira lundi.", "DATE[lundi]=2025-09-08"},
        {"Il va partir mardi.", "DATE[mardi]=2025-09-09"},
        {"Le texte est attendu samedi.", "DATE[samedi]=2025-09-06"},
        {"Il est venu mercredi soir.", "DATE[mercredi soir]=2025-09-03"},
        {"Il est venu jeudi matin et vendredi après-midi.",
         "DATE[jeudi matin]=2025-09-04 DATE[vendredi après-midi]=2025-08-29"},
        {"Il est parti lundi dernier et revient vendredi prochain.",
         "DATE[lundi dernier]=2025-09-01 DATE[vendredi prochain]=2025-09-05"},
        {"Il est né le 3 septembre 2025.", "DATE[3 septembre 2025]=2025-09-03"},
        {"Il est né le 1er mai 1968.", "DATE[1er mai 1968]=1968-05-01"},
        {"Il est venu mercredi 3 septembre.", "DATE[mercredi 3 septembre]=2025-09-03"},
        {"Il est venu le mercredi 3 septembre 2025 au soir.", "DATE[mercredi 3 septembre 2025 au soir]=2025-09-03"},
        {"Les 16 et 17 juin, il a plu.", "DATE[16 et 17 juin]=2025-06-16/2025-06-17"},
        {"Il a plu les 3, 5 et 9 août.", "DATE[3, 5 et 9 août]=2025-08-03/2025-08-09"},
        {"Il a plu du 3 au 7 juin.", "DATE[3]=2025-06-03 DATE[7 juin]=2025-06-07"},
        {"Il pleuvra du 3 au 7 juin.", "DATE[3]=2026-06-03 DATE[7 juin]=2026-06-07"},
        {"Il a plu entre le 30 juin et le 2 juillet 2024.", "DATE[30 juin]=2025-06-30 DATE[2 juillet 2024]=2024-07-02"},
        {"Ils sont morts dans la nuit de lundi à mardi.", "DATE[nuit de lundi à mardi]=2025-09-01/2025-09-02"},
        {"Ils sont morts dans la nuit du 3 au 4 mai 2012.", "DATE[nuit du 3 au 4 mai 2012]=2012-05-03/2012-05-04"},
        {"Il a démissionné en mars.", "DATE[mars]=2025-03"},
        {"Il démissionnera en mars.", "DATE[mars]=2026-03"},
        {"Il a démissionné en décembre dernier, début juin ou mi-juillet.",
         "DATE[décembre dernier]=2024-12 DATE[début juin]=2025-06-01/2025-06-10 "
         "DATE[mi-juillet]=2025-07-10/2025-07-20"},
        {"Il a démissionné fin 2019, puis mi-2021.", "DATE[fin 2019]=2019-10/2019-12 DATE[mi-2021]=2021-05/2021-08"},
        {"C'était en avril 2011.", "DATE[avril 2011]=2011-04"},
        {"C'était dans les années 1970, puis dans les années 60.",
         "DATE[années 1970]=1970/1979 DATE[années 60]=1960/1969"},
        {"C'était au XIXe siècle.", "DATE[XIXe siècle]=1801/1900"},
        {"La saison 2018-2019 est finie.", "DATE[2018-2019]=2018/2019"},
        {"La loi de 1905 et celle de 2004 demeurent.", "DATE[1905]=1905 DATE[2004]=2004"},
        {"Il l'a dit hier, avant-hier, et le dira demain.",
         "DATE[hier]=2025-09-03 DATE[avant-hier]=2025-09-02 DATE[demain]=2025-09-05"},
        {"Il l'a dit l'an dernier.", "DATE[an dernier]=2024"},
        {"Il le dira la semaine prochaine.", "DATE[semaine prochaine]=2025-09-08/2025-09-14"},
        {"Cette année, ce mois-ci et cette semaine.",
         "DATE[Cette année]=2025 DATE[ce mois-ci]=2025-09 DATE[cette semaine]=2025-09-01/2025-09-07"},
        {"C'était le mois dernier, l'année dernière.", "DATE[mois dernier]=2025-08 DATE[année dernière]=2024"},
        {"Il l'a vendu au printemps 2024, puis l'été dernier.",
         "DATE[printemps 2024]=2024-03-20/2024-06-20 DATE[été dernier]=2024-06-21/2024-09-21"},
        {"Il le vendra cet hiver.", "DATE[cet hiver]=2025-12-21/2026-03-19"},
        {"C'était au premier trimestre 2024, puis au second semestre 2023.",
         "DATE[premier trimestre 2024]=2024-01/2024-03 DATE[second semestre 2023]=2023-07/2023-12"},
        {"Le 12/05/2013, le 2013-05-12 et le 12.05.2013.",
         "DATE[12/05/2013]=2013-05-12 DATE[2013-05-12]=2013-05-12 DATE[12.05.2013]=2013-05-12"},
        {"Il est mort le lundi de Pâques.", "DATE[lundi de Pâques]=2025-04-21"},
        {"Le 14 juillet, ils ont défilé.", "DATE[14 juillet]=2025-07-14"},
        {"Le 29 février 2023 n'existe pas.", "DATE[29 février 2023]=?"},
        {"Ces derniers jours, il a plu.", "DATE[Ces derniers jours]=?"},
        {"Le dimanche, il dort.", ""},
        {"PEKIN, 16 sept 2015 (AFP) - Il est venu.", "DATE[16 sept 2015]=2015-09-16"},
        {"RABAT, 9 sept (MAP) - Il est venu.", "DATE[9 sept]=2024-09-09"},
        {"Il a plu le 16 sept fois.", "QTY[sept fois]=7 fois"},
        {"Au cours du seul mois de septembre, il a plu.", "DATE[septembre]=2025-09"},
        {"Il a plu depuis la fin du mois d'août 2018.", "DATE[fin du mois d'août 2018]=2018-08-20/2018-08-31"},
        {"L'année écoulée fut bonne.", "DATE[année écoulée]=2024"},
        {"Il est venu jeudi passé.", "DATE[jeudi passé]=2025-08-28"},
        {"C'était à la fin du XIXe siècle, puis au début des années 1980.",
         "DATE[fin du XIXe siècle]=1890/1900 DATE[début des années 1980]=1980/1982"},
        {"Il date du IIe siècle avant notre ère.", "DATE[IIe siècle avant notre ère]=-0199/-0100"},
        {"Il est parti à la veille du vote et revenu au lendemain de la fête.", ""},
        {"Il dort huit heures par jour, de 9 heures à 17 heures.",
         "QTY[huit heures]=PT8H DATE[9 heures]=T09:00 DATE[17 heures]=T17:00"},
        {"Chaque lundi, il dort.", ""},
        {"Il a été élu.", ""},
        {"Le 31 juin.", "DATE[31 juin]=?"},
        {"Le 3 septembre, il pleuvait. La veille, il avait plu. Le lendemain soir, il a plu.",
         "DATE[3 septembre]=2025-09-03 DATE[veille]=2025-09-02 DATE[lendemain soir]=2025-09-03"},
        {"ALGER, 13 déc 2022 (APS) - Il pleut.", "DATE[13 déc 2022]=2022-12-13"},
        {"Le bilan de l'année 2018 et la fin d'année 2019, à la fin de l'année 2017.",
         "DATE[2018]=2018 DATE[fin d'année 2019]=2019-10/2019-12 DATE[fin de l'année 2017]=2017-10/2017-12"},
        {"Au dernier trimestre 2018, il a perdu 1455$CAN.",
         "DATE[dernier trimestre 2018]=2018-10/2018-12 MONEY[1455$CAN]=1455 CAD"},
        {"Demain mardi, il partira. Il est venu samedi 12, puis le vendredi 13 et le jeudi 14 juin.",
         "DATE[Demain mardi]=2025-09-05 DATE[samedi 12]=2025-07-12 DATE[vendredi 13]=2025-06-13 DATE[jeudi 14 "
         "juin]=2025-06-14"},
        {"Depuis 8h30, la campagne 2017/2018 de la fin du XVIIIe siècle.",
         "DATE[8h30]=T08:30 DATE[2017/2018]=2017/2018 DATE[fin du XVIIIe siècle]=1768/1800"},
        {"Samedi 12 personnes sont mortes. Lundi 3 heures. Vendredi 5 en a vu.",
         "DATE[Samedi]=2025-08-30 QTY[12 personnes]=12 personne DATE[Lundi]=2025-09-01 QTY[3 heures]=PT3H "
         "DATE[Vendredi 5]=2025-09-05"},
        {"Il verse 10 milliards de mesures.", "QTY[10 milliards de mesures]=1e+10 mesure"},
        {"Il recevra les syndicats de police mardi, a fait savoir Beauvau.", "DATE[mardi]=2025-09-09"},
        {"Il a été battu, lundi, et il partira vendredi.", "DATE[lundi]=2025-09-01 DATE[vendredi]=2025-09-05"},
        {"Du jeudi 3 octobre au mercredi 13 novembre 2024.",
         "DATE[jeudi 3 octobre]=2024-10-03 DATE[mercredi 13 novembre 2024]=2024-11-13"},
        {"Il a plu samedi 12 octobre.", "DATE[samedi 12 octobre]=2024-10-12"},
        {"Il partira fin décembre.", "DATE[fin décembre]=2025-12-20/2025-12-31"},
        {"Il est venu lundi en début d'après-midi.", "DATE[lundi]=2025-09-01 DATE[début d'après-midi]=2025-09-01"},
        {"Le ministre, qui sera lundi à Alger, a rencontré son homologue.", "DATE[lundi]=2025-09-08"},
        {"Avant Noël, à Pâques, après la Toussaint.", "DATE[Noël]=2025-12-25 DATE[Pâques]=2025-04-20"},
        {"Il est allé à Saint-Denis et à Saint-Michel.", ""},
    };
    assert_cases(cases);
}

static void test_times_are_told_by_a_length_back_from_the_day(void **state) {
    (void)state;
    static const reading_case cases[] = {
        {"Il est parti il y a deux mois.", "DATE[il y a deux mois]=2025-07"},
        {"Il y a dix ans, il est parti il y a un an.", "DATE[Il y a dix ans]=2015 DATE[il y a un an]=2024"},
        {"Il est parti il y a 3 jours, il y a quelques jours, il y a cinq minutes.",
         "DATE[il y a 3 jours]=2025-09-01 DATE[il y a quelques jours]=? DATE[il y a cinq minutes]=?"},
        {"Il est mort il y a deux ans d'un cancer.", "DATE[il y a deux ans]=2023"},
        {"Il vivait là il y a environ dix ans, il y a plus d'un an, il y a une dizaine d'années.",
         "DATE[il y a environ dix ans]=? DATE[il y a plus d'un an]=? DATE[il y a une dizaine d'années]=?"},
        {"Il est parti il y a un an et demi, il y a deux ans et demi, il y a deux siècles.",
         "DATE[il y a un an et demi]=? DATE[il y a deux ans et demi]=? DATE[il y a deux siècles]=?"},
    };
    assert_cases(cases);
}

static void test_a_length_that_there_is_tells_no_time(void **state) {
    (void)state;
    static const reading_case cases[] = {
        {"Il y a dix ans de travaux.", "QTY[dix ans]=P10Y"},
        {"Il y a sept jours dans une semaine.", "QTY[sept jours]=P7D"},
        {"Il y a deux jours fériés en mai.", "QTY[deux jours fériés]=P2D DATE[mai]=2025-05"},
        {"Il y a deux ponts et une semaine.", "QTY[deux ponts]=2 pont"},
        {"Il y a une seconde chance, une soirée et une journée pour tous.", ""},
        {"Il n'y a plus que trois semaines avant.", "QTY[trois semaines]>P3W"},
        {"Elle y a deux jours à passer.", "QTY[deux jours]=P2D"},
    };
    assert_cases(cases);
}

static void test_parts_of_one_day_and_stretches_are_dates(void **state) {
    (void)state;
    static const reading_case cases[] = {
        {"Elle est venue durant la nuit.", "DATE[nuit]=2025-09-04"},
        {"Il dort la nuit, dans la nuit des temps.", ""},
        {"Les magasins ferment pendant la nuit.", ""},
        {"Il a marché dans la nuit noire.", ""},
        {"Ses derniers jours furent tristes, comme les derniers jours de la guerre.", ""},
        {"Le refuge est à 1900-2000 m.", "QTY[1900]=1900 mètre QTY[2000 m]=2000 mètre"},
        {"Il partira dans les prochains jours.", "DATE[prochains jours]=?"},
        {"Il fut maire (2007-2012).", "DATE[2007-2012]=2007/2012"},
        {"Il y eut 1900-2100 soldats.", "QTY[1900]=1900 soldat QTY[2100 soldats]=2100 soldat"},
    };
    assert_cases(cases);
}

static void test_without_a_publication_day_relative_dates_stay_open(void **state) {
    (void)state;
    assert_values_on(NULL, "Il est venu jeudi, en mars et l'an dernier.",
                     "DATE[jeudi]=? DATE[mars]=? DATE[an dernier]=?");
    assert_values_on(NULL, "Il est né le 3 septembre 2025, fin 2019.",
                     "DATE[3 septembre 2025]=2025-09-03 DATE[fin 2019]=2019-10/2019-12");
}

static void test_dates_turn_with_the_year(void **state) {
    (void)state;
    assert_values_on("2024-01-02", "Il a gagné en décembre.", "DATE[décembre]=2023-12");
    assert_values_on("2024-01-02", "Il est venu dimanche.", "DATE[dimanche]=2023-12-31");
    assert_values_on("2024-02-29", "Il l'a dit l'an dernier.", "DATE[an dernier]=2023");
    assert_values_on("2023-12-31", "Il partira demain.", "DATE[demain]=2024-01-01");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates_have_their_span_and_their_day),
        cmocka_unit_test(test_times_are_told_by_a_length_back_from_the_day),
        cmocka_unit_test(test_a_length_that_there_is_tells_no_time),
        cmocka_unit_test(test_parts_of_one_day_and_stretches_are_dates),
        cmocka_unit_test(test_without_a_publication_day_relative_dates_stay_open),
        cmocka_unit_test(test_dates_turn_with_the_year),
    };
    return cmocka_run_group_tests_name("values: moment", tests, reading_open, reading_close);
}
