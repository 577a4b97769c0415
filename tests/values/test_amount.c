#include "unit.h"

#include "values/reading.h"

static void test_amounts_have_their_span_number_and_unit(void **state) {
    (void)state;
    static const reading_case cases[] = {
        {"Quelque 2 000 soldats sont partis.", "QTY[2 000 soldats]~2000 soldat"},
        {"Environ 800 Tchadiens vivent ici.", "QTY[800 Tchadiens]~800 Tchadien"},
        {"Ils étaient 12 Égyptiennes et 5 voisins.", "QTY[12 Égyptiennes]=12 Égyptien QTY[5 voisins]=5 voisin"},
        {"Une vingtaine de kilomètres les séparent.", "QTY[vingtaine de kilomètres]~20 kilomètre"},
        {"Des dizaines de milliers de réfugiés ont fui.", "QTY[dizaines de milliers de réfugiés]~? réfugié"},
        {"Plus de 41,5 millions de francs ont été versés en Suisse.", "MONEY[41,5 millions de francs]>41500000 franc"},
        {"Le chômage a baissé de 3,2 %, puis de 5 pour cent.", "PCT[3,2 %]=3.2 PCT[5 pour cent]=5"},
        {"Le titre a perdu (- 33 %), puis repris +9,5%.", "PCT[- 33 %]=-33 PCT[+9,5%]=9.5"},
        {"Il coûte 25'000 francs suisses, 1.234.567 dollars et 12,50 euros.",
         "MONEY[25'000 francs suisses]=25000 CHF MONEY[1.234.567 dollars]=1234567 USD MONEY[12,50 euros]=12.5 EUR"},
        {"Il coûte 2,5 M€, 5€, $ 50 et 3 milliards d'euros.",
         "MONEY[2,5 M€]=2500000 EUR MONEY[5€]=5 EUR MONEY[$ 50]=50 USD MONEY[3 milliards d'euros]=3000000000 EUR"},
        {"Il coûte 9 francs 20 et vingt centimes d'euro.",
         "MONEY[9 francs 20]=9.2 franc MONEY[vingt centimes d'euro]=0.2 EUR"},
        {"Entre 800 et 1 200 dollars.", "MONEY[800]=800 USD MONEY[1 200 dollars]=1200 USD"},
        {"Il a fait de 12 à 15 °C.", "QTY[12]=12 degré QTY[15 °C]=15 degré"},
        {"Il mesure 2 m 10 et pèse 91 kg.", "QTY[2 m 10]=2.1 mètre QTY[91 kg]=91 kilo"},
        {"Il a 72 ans, sa fille deux ans et demi.", "QTY[72 ans]=P72Y QTY[deux ans et demi]=P2Y6M"},
        {"Il a couru 2 h 30 min.", "QTY[2 h 30 min]=PT2H30M"},
        {"Contre vingt-six un an plus tôt.", ""},
        {"Il a vendu 9,2 millions un an plus tôt.", ""},
        {"Cent vingt élèves et deux mille trois cents vingt francs.",
         "QTY[Cent vingt élèves]=120 élève MONEY[deux mille trois cents vingt francs]=2320 franc"},
        {"Il est à 1 min 10 s.", "QTY[1 min 10 s]=PT1M10S"},
        {"Il a couru en 9 s 81.", "QTY[9 s 81]=PT9.81S"},
        {"Il a dormi pendant six heures.", "QTY[six heures]=PT6H"},
        {"La grève a duré trois semaines et dix jours.", "QTY[trois semaines]=P3W QTY[dix jours]=P10D"},
        {"Ils ont gagné 3-0, puis 6-4 6-2.", "QTY[3-0]=3:0 QTY[6-4 6-2]=6:4"},
        {"Deux tiers des élus ont voté.", "QTY[Deux tiers]=0.6666666667"},
        {"Trois quarts d'heure plus tard.", "QTY[Trois quarts d'heure]=PT45M"},
        {"Vingt et un mille trois cent douze élèves.", "QTY[Vingt et un mille trois cent douze élèves]=21312 élève"},
        {"Les quatre cent cinquante occupants.", "QTY[quatre cent cinquante occupants]=450 occupant"},
        {"Quatre-vingt-dix-sept personnes et septante-deux chevaux.",
         "QTY[Quatre-vingt-dix-sept personnes]=97 personne QTY[septante-deux chevaux]=72 cheval"},
        {"Deux mille cinq cents ouvriers.", "QTY[Deux mille cinq cents ouvriers]=2500 ouvrier"},
        {"Les dix premières nuits et trois autres villes.",
         "QTY[dix premières nuits]=10 nuit QTY[trois autres villes]=3 ville"},
        {"Au moins 12 personnes, 10 agents au plus.", "QTY[12 personnes]>12 personne QTY[10 agents]<10 agent"},
        {"Près de trois millions et demi d'habitants.", "QTY[trois millions et demi d'habitants]~3500000 habitant"},
        {"Il roulait à 120 km/h sur 3,5 kilomètres.",
         "QTY[120 km/h]=120 kilomètre par heure QTY[3,5 kilomètres]=3.5 kilomètre"},
        {"Un million de personnes et un milliard d'euros.",
         "QTY[Un million de personnes]=1000000 personne MONEY[un milliard d'euros]=1000000000 EUR"},
        {"Il y a 1 mort et un blessé.", ""},
        {"Un millier de «gilets jaunes» et 500 Gilets jaunes.",
         "QTY[millier de «gilets jaunes»]~1000 gilet jaune QTY[500 Gilets jaunes]=500 gilet jaune"},
        {"Les cinq « garants » et 12 \"casseurs d'hier\".",
         "QTY[cinq « garants »]=5 garant QTY[12 \"casseurs d'hier\"]=12 casseur"},
        {"Ils étaient « 300 » élus « pacifiques ».", ""},
        {"Il a posé 5 «mais, non» et 7 véhicules blindés.", "QTY[7 véhicules]=7 véhicule"},
        {"Trois personnes de 18, 24 et 26 ans.",
         "QTY[Trois personnes]=3 personne QTY[18]=P18Y QTY[24]=P24Y QTY[26 ans]=P26Y"},
        {"L'article 49 est cité.", ""},
        {"Ils ont parcouru 1,33 km.", "QTY[1,33 km]=1.33 kilomètre"},
        {"Il a vendu 300 000 barils et 20.000 litres.",
         "QTY[300 000 barils]=300000 baril QTY[20.000 litres]=20000 litre"},
        {"Ils étaient quelque deux mille cinq cents.", ""},
        {"Il a perdu deux à trois kilos.", "QTY[deux]=2 kilo QTY[trois kilos]=3 kilo"},
        {"Moins de 5 % des 1 200 élèves.", "PCT[5 %]<5 QTY[1 200 élèves]=1200 élève"},
        {"Un séisme de magnitude 6,4 a secoué la ville en 2016 sous terre.", "DATE[2016]=2016"},
        {"Il a perdu 640 000 couronnes.", "MONEY[640 000 couronnes]=640000 couronne"},
        {"En Algérie, il coûte 200 dinars ; au Canada, 20 dollars.",
         "MONEY[200 dinars]=200 dinar MONEY[20 dollars]=20 USD"},
        {"Il a vendu 24 avions et 0,9 point de PIB.", "QTY[24 avions]=24 avion QTY[0,9 point]=0.9 point"},
        {"Une amende de 1500 à 3000 euros.", "MONEY[1500]=1500 EUR MONEY[3000 euros]=3000 EUR"},
        {"Un million de signatures.", "QTY[Un million de signatures]=1000000 signature"},
        {"Il fait moins 22 degrés, puis -24 °C et au moins 12 degrés.",
         "QTY[moins 22 degrés]=-22 degré QTY[-24 °C]=-24 degré QTY[12 degrés]>12 degré"},
    };
    assert_cases(cases);
}

static void test_hostile_amounts_are_read_without_harm(void **state) {
    (void)state;
    static const reading_case cases[] = {
        {"9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
         "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
         "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
         "9999999999999999999999999999999999999999999999999999999999999999999999999 personnes sont venues.",
         ""},
        {"Il y a 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 "
         "1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 "
         "1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 1 000 "
         "1 000 1 000 1 000 1 000 1 000 1 000 1 000 personnes.",
         "QTY[1 000 personnes]=1000 personne"},
        {"99999999999999999999999 euros et 9999999999999999999999999999999999999999 ans.",
         "MONEY[99999999999999999999999 euros]=1e+23 EUR"},
        {"0 personne, 0,0 euro et 1 an.", "MONEY[0,0 euro]=0 EUR"},
        {"Mille mille mille millions milliards de cents.", ""},
        {"-1 °C, --3 kg et (-4).", "QTY[3 kg]=3 kilo"},
        {"1-2-3-4-5 et 0800-12-34.", ""},
        {"12 à , 15 et .", ""},
        {"€ % $ ° 12", ""},
        {"3-", ""},
    };
    assert_cases(cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amounts_have_their_span_number_and_unit),
        cmocka_unit_test(test_hostile_amounts_are_read_without_harm),
    };
    return cmocka_run_group_tests_name("values: amount", tests, reading_open, reading_close);
}
