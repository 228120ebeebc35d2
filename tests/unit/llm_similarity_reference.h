/* SPDX-License-Identifier: MIT */
/* Made by llm_similarity_reference.py. */
static const struct {
	const char *a, *b;
	double ratio, words;
} pairs[] = {
	{ "Hello World", "hello world", 0.8181818181818182, 0.0 },
	{ "brown fox", "red fox", 0.625, 0.3333333333333333 },
	{ "cat dog bird", "dog bird cat", 0.6666666666666666, 1.0 },
	{ "apple", "orange", 0.36363636363636365, 0.0 },
	{ "", "", 1.0, 1.0 },
	{ "", "a", 0.0, 0.0 },
	{ "a", "", 0.0, 0.0 },
	{ "abcd", "bcde", 0.75, 0.0 },
	{ "private Thread currentThread;", "private volatile Thread currentThread;",
	    0.8656716417910447, 0.75 },
	{ "🙂🙃", "🙃🙂", 0.5, 0.0 },
	{ "𝒳=1", "𝒴=1", 0.6666666666666666, 0.0 },
	{ "é", "e\314\201", 0.0, 0.0 },
	{ "日本語のテキスト", "日本語のテスト", 0.9333333333333333, 0.0 },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
	    0.9974937343358395, 0.0 },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    0.6666666666666666, 0.0 },
	{ "baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac",
	    0.0, 0.0 },
	{ "xabababababababababababababababababababababababababababababababababababababababababab"
	  "ababababababababababababababababababababababababababababababababababababababababababa"
	  "babababababababababababababababababababababababababababababababababababababababababab"
	  "ababababababababababababababababababababababab",
	    "ababababababababababababababababababababababababababababababababababababababababababa"
	    "babababababababababababababababababababababababababababababababababababababababababab"
	    "ababababababababababababababababababababababababababababababababababababababababababa"
	    "bababababababababababababababababababababababy",
	    0.0, 0.0 },
	{ "tab\011new\012line", "tab new line", 0.8333333333333334, 1.0 },
	{ "quote \042 \134 back", "quote ' \134 back", 0.9285714285714286, 0.6 },
	{ "words\302\240apart\343\200\200here", "words apart here", 0.875, 1.0 },
	{ "three. 🙂 naïve", "three. 🙂 naïe", 0.9629629629629629, 0.5 },
	{ "that naïve café", "thatnaïve 🙂caafé", 0.9032258064516129, 0.0 },
	{ "France Paris is", " néiFcrésr🙂i", 0.2962962962962963, 0.0 },
	{ "two, to 東京", "and 𝒳𝒴 retry", 0.09090909090909091, 0.0 },
	{ "Paris price it to 3.14 error a cost is Paris",
	    "Paris priceit to 3.14 error a cost is Paris", 0.9885057471264368, 0.7 },
	{ "(one) of to list: three. model the list: café list:",
	    "(one) o🙂f to ree. model tst: caflist: thé lst:e li", 0.7128712871287128, 0.2 },
	{ "answer the of retry 🙂 to of answer that café",
	    "setry bb🙂tahe aan t bt  caweswerrhatb of  r", 0.3218390804597701,
	    0.06666666666666667 },
	{ "that a three. city price 🙂 model city (one) three.",
	    "France list: to of retry token is http://a.b/c 3.14 the", 0.1523809523809524, 0.0 },
	{ "東京 🙂 cost of 3.14 𝒳𝒴 cheap error http://a.b/c answer 東京 the in that model erro"
	  "r two, http://a.b/c to the a is 🙂 is error http://a.b/c city 東京 error of",
	    "東京 🙂 cost of 3.14 𝒳𝒴 cheap error http://a.b/c answer 東京 the in that model erro"
	    "r two, http://a.b/c to the a is 🙂 is error http://a.b/c city 東京 error ocf",
	    0.9966777408637874, 0.95 },
	{ "France a list: café and three. error city three. two, cheap city city that the list: "
	  "𝒳𝒴 3.14 France of retry two, token answer it 𝒳𝒴 is model France three.",
	    "Franc a listb: café antwo, cheap city city that the list: 𝒳b𝒴 3.14 France of retry "
	    "two, tokend three. error city three.  aswer it 𝒳𝒴 is model France three.",
	    0.8129032258064516, 0.6666666666666666 },
	{ "cheap and model 𝒳𝒴 🙂 the and naïve price price cost and the it Paris cost France i"
	  "t 3.14 city city 東京 cheap (one) 東京 3.14 model cost error café",
	    "cheap and model 𝒳𝒴 🙂 iceprice caos京 c3.1dt and the it P aris  and naïve prone é東"
	    " mrcbost F京b cheap heance it 3.14 city city 東ol cst er(tor caé",
	    0.6807017543859649, 0.3125 },
	{ "token token city 東京 two, cost 🙂 naïve to café three. and (one) 東京 model cost che"
	  "ap Paris 3.14 http://a.b/c in France France naïve three. 𝒳𝒴 cost token (one) and",
	    "in is is model to is France city France of two, 𝒳𝒴 two, 𝒳𝒴 model café cheap to li"
	    "st: is 🙂 three. (one) two, is 🙂 model two, is cost",
	    0.3848797250859107, 0.5652173913043478 },
	{ "model Paris two, token to price cost it 🙂 list: in cheap retry price (one) model and"
	  " the answer list: city and model cost 3.14 two, three. 🙂 and cost of in error (one) "
	  "cost cost a to two, that three. Paris retry 3.14 of cheap is error (one) three. naïve"
	  " France France Paris 3.14 東京 a 東京 naïve in (one) in (one) list: to token 東京 err"
	  "or retry 🙂 café model in it http://a.b/c that http://a.b/c it to to cheap 東京 cheap"
	  " retry France Paris answer list: it cheap 🙂 in cost a France of cost the model the t"
	  "hree. that 𝒳𝒴 price that 3.14 model cheap city café 3.14 three. two, 3.14 naïve of "
	  "naïve two, price the",
	    "model Paris two, token to price cost it 🙂 list: in cheap retry e answer list: city a"
	    "nd model cost 3.14 two, three. 🙂 and cost of in error (one) cost cost a to two, that"
	    " three. Paris price (one) model and thretry 3.14 of cheap is error (one) three. naïve"
	    " France France Paris 3.14 東京 a 東京 naïve in (one) in (one) list: to token 東京 err"
	    "or retry 🙂 café model in it http://a.b/c that http://a.b/c it to to cheap 東京 cheap"
	    " retry France Paris answer list: it cheap 🙂 in cost a France of cost the model the t"
	    "hree. that 𝒳𝒴 price that 3.14 model cheap city café 3.14 three. two, 3.14 naïve of "
	    "naïve two, price the",
	    0.9600665557404326, 0.9393939393939394 },
	{ "in it café of 🙂 France Paris (one) a the error 𝒳𝒴 is city cheap 3.14 http://a.b/c "
	  "cheap list: France of model 𝒳𝒴 two, two, France three. 東京 two, naïve 𝒳𝒴 (one) c"
	  "ost model answer to France is and error café to 🙂 a two, price in naïve is in it mod"
	  "el the to a it 3.14 Paris cost café error city naïve that error answer café 𝒳𝒴 erro"
	  "r cheap http://a.b/c and answer three. 3.14 two, a the two, of cost cost cost token i"
	  "n (one) and is cheap (one) price and and three. 𝒳𝒴 model list: to in cheap http://a"
	  ".b/c 3.14 model (one) France is two, of to and the http://a.b/c error and cost 𝒳𝒴 h"
	  "ttp://a.b/c price model price",
	    "in it café of 🙂 France éParais (one) a the error 𝒳𝒴 s city cheap 3.14 http://a.b/c"
	    " cheap list: France of model 𝒳𝒴 two, two, France three. 東京 two, naïve 𝒳𝒴 (one) "
	    "cost model answer to France is and error café to 🙂 a two, price in naïve is in it mo"
	    "del the to a it 3.14 Paris cost café error city naïve that error answer café 𝒳𝒴 éer"
	    "ror cheap http://a.b/c and answer three. 3.14 two, a the two, of cost cost cost token"
	    " in (one) and is cheap (one) price and and three. 𝒳𝒴 model list: toc in cheap http:"
	    "//a.b/c 3.14 model (one) France is two, of to and the http://a.b/c error and cost 𝒳𝒴"
	    " http://a.b/c price model price",
	    0.9958982772764561, 0.8823529411764706 },
	{ "a of the cost two, model Paris that France error 3.14 that of (one) (one) café three."
	  " Paris two, 東京 of the three. city 𝒳𝒴 the that 🙂 the 𝒳𝒴 3.14 naïve cost retry ("
	  "one) of naïve http://a.b/c the (one) answer 🙂 to token Paris to answer cost the 🙂 t"
	  "he naïve to 3.14 retry (one) naïve café a three. error it France it price price cheap"
	  " of 東京 cost (one) to 東京 of it (one) (one) that retry France (one) France token a "
	  "three. a list: two, list: 3.14 list: 𝒳𝒴 café France of in three. in retry cost erro"
	  "r is cheap error list: error http://a.b/c retry it is it model a and 3.14 price http:"
	  "//a.b/c retry (one) 🙂",
	    "a of the cost two, model Paris that France error 3.14 that ob (one) (one) café three."
	    " Paris two, 東京 of the th re. city 𝒳𝒴 the that 🙂 the 𝒳𝒴 3.14 naïve cost retry ("
	    "one) of naïve http://a.b/c the (one) anbswer t:  to token Paris to answer cost the 🙂"
	    " the n aïve to 3.4 retry (one) naïve café a thrcee. error it Fr it price price cheap "
	    "o 東京 cost (one) to 東京 of it (one) (one)ance that retry France (one) France token "
	    "a three. a list: two, lis3.14 list:in three. i 𝒳𝒴 café France of n retry cost error"
	    " is chea erréor list:error http://ba./c retryit is it model a and 3.14 price http://a"
	    ".b/ne) 🙂c retry (o",
	    0.43833333333333335, 0.5555555555555556 },
	{ "France naïve cheap http://a.b/c city of the 𝒳𝒴 and token is retry retry 🙂 cost a t"
	  "oken 東京 that the to cost France a it to naïve list: the and 3.14 three. of 3.14 it "
	  "city cost the cheap answer is that café 🙂 cheap that http://a.b/c answer is 東京 it "
	  "three. Paris a that http://a.b/c café cheap error 🙂 the cost it 東京 France answer P"
	  "aris answer 🙂 price of of error city token in that and of http://a.b/c 東京 and a an"
	  "d 🙂 it to retry http://a.b/c the is of answer it a token it 3.14 and 東京 (one) http"
	  "://a.b/c city to France that list: (one) three. cheap is (one) a answer city of Paris"
	  " France Paris Paris",
	    "cheap to 3.14 café (one) 🙂 it retry (one) 東京 café 🙂 cost two, error 東京 it answe"
	    "r to three. three. three. cheap two, the 3.14 is the three. two, cost (one) a answer "
	    "3.14 in two, list: (one) two, naïve Paris answer a it and that model token naïve erro"
	    "r list: model to answer of it café retry France error cost it 3.14 model the naïve ca"
	    "fé is city (one) cheap to is of (one) France city three. token (one) error cost Paris"
	    " is and of cost http://a.b/c and city token naïve retry three. (one) cost cost cheap "
	    "東京 cheap a retry France it of city answer of three. of error list: price and is a a"
	    " it and",
	    0.07892527287993283, 0.9032258064516129 },
	{ "the to naïve and that token Paris cheap retry that in 𝒳𝒴 two, 𝒳𝒴 France 𝒳𝒴 in 3"
	  ".14 and three. three. a is to 3.14 cost price France http://a.b/c token answer (one) "
	  "🙂 two, a answer answer (one) 𝒳𝒴 city three. to three. list: 3.14 the http://a.b/c "
	  "three. 東京 𝒳𝒴 France http://a.b/c in of café cost 𝒳𝒴 France cheap and is answer "
	  "error 🙂 café naïve Paris error is 🙂 🙂 naïve in price a three. naïve cheap retry an"
	  "d café model 東京 price two, 東京 error that two, of (one) http://a.b/c café cheap it"
	  " city token a error the the naïve three. (one) 東京 東京 token error café list: cost "
	  "cheap price cheap 3.14 naïve it city of 東京 list: cost token answer retry is naïve c"
	  "ost 3.14 France naïve to http://a.b/c city of three. error 東京 to list: two, retry c"
	  "heap two, 𝒳𝒴 in Paris city and 🙂 model and retry retry 東京 🙂 3.14 model list: na"
	  "ïve list: model two, two, price retry café in Paris price answer (one) naïve that two"
	  ", is it answer to the two, model token and answer token 3.14 is retry (one) 🙂 cheap "
	  "price 🙂 retry model it retry answer model",
	    "the to naïve and that token Paris cheap retry that in 𝒳𝒴 two, 𝒳𝒴 France 𝒳𝒴 in 3"
	    ".14 and three. three. a is to 3.14 cost price France http://a.b/c token answer (one) "
	    "🙂 two, a answer answer (one) 𝒳𝒴 city three. to three. list: 3.14 the http://a.b/c "
	    "three. 東京 𝒳𝒴 France http://a.b/c in of café cost 𝒳𝒴 France cheap and is answer "
	    "error 🙂 café naïve Paris error is 🙂 🙂 naïve in price a three. naïve cheap retry an"
	    "d café model 東京 price two, 東京 error that two, of (one) http://a.b/c café cheap it"
	    " city token a error the the naïve three. (one) 東京 東京 token error café list: cost "
	    "cheap price cheap 3.14 naïve it city of 東京 list: cost token answer retrer to the tw"
	    "o, modey is naïve cost 3.14 France naïve to http://a.b/c city of three. error 東京 to"
	    " list: two, retry cheap two, 𝒳𝒴 in Paris city and 🙂 model and retry retry 東京 🙂 "
	    "3.14 model list: naïve list: model two, two, price retry café in Paris price answer ("
	    "one) naïve that two, is it answl token and answer token 3.14 is retry (one) 🙂 cheap "
	    "price 🙂 retry model it retry answer model",
	    0.9814453125, 0.9117647058823529 },
	{ "of and that two, to model is token (one) of 東京 🙂 (one) naïve http://a.b/c http://a"
	  ".b/c http://a.b/c that token and city of 3.14 a a list: error model that and a cost i"
	  "n answer café 3.14 naïve a café (one) that naïve http://a.b/c 3.14 the that Paris naï"
	  "ve token a café 🙂 a and café a cheap http://a.b/c three. and 🙂 naïve list: in 東京 "
	  "3.14 naïve three. (one) http://a.b/c the city that café to it a http://a.b/c 3.14 in "
	  "a to http://a.b/c that model and cost to model error error cheap Paris to it to of in"
	  " two, 🙂 a Paris 東京 東京 (one) city the 東京 a city price city 🙂 http://a.b/c in r"
	  "etry and 𝒳𝒴 naïve the two, list: that http://a.b/c http://a.b/c answer the model to"
	  "ken naïve France 𝒳𝒴 (one) (one) that cheap error 𝒳𝒴 model error it to 🙂 (one) to"
	  " in that of 3.14 it 3.14 that 東京 3.14 France café model naïve model it of that a mo"
	  "del of model retry in retry France 3.14 that two, (one) Paris of of two, naïve price "
	  "list: token it of and http://a.b/c token naïve model price 🙂 🙂 of 東京 that city 3."
	  "14 is France Paris",
	    "of and t🙂hat two, to model is token (one) of 東京 🙂 (one) naïve http://a.b/c http:/"
	    "/a.b/c http://a.b/c that token and city of 3.14 a a list: error model that and a cost"
	    " in answer café 3.14 naïve a café (one) that naïve http://a.b/c 3.14 the that Paris n"
	    "aïve token a café 🙂 a and café a cheap http://a.b/c three. and 🙂 naïve lisit to 🙂 "
	    "(one) to in that t: in 東京 3.14 naïve three. (one) http://a.b/c the city that café t"
	    "o it a http://a.b/c 3.14 in a to http://a.b/c that model and cost tomodel error error"
	    " cheap Paris to it to of in two, 🙂 a Paris 東京 東京 (one) city the 東京 a city pric"
	    "e city 🙂 http://a.b/c in retry and 𝒳𝒴 naïve the two, list: that http://a.b/c http:"
	    "//a.b/c answer the model  token naïve France 𝒳𝒴 (one) (one) that cheap error 𝒳𝒴 m"
	    "odel error🙂 of 3.14 it 3.14 that 東京 3.14 France café model naïve model it of that "
	    "a model of model retry in retry France 3.14 that two, (one) Paris of of two, naïve pr"
	    "ice list: token it of and http://a.b/c token naïve model price 🙂 🙂 of 東京 that cit"
	    "y 3.14 is France Paris",
	    0.9742828882294757, 0.8611111111111112 },
	{ "three. the France France cheap token error retry France France token answer list: pri"
	  "ce 🙂 list: model retry a to list: café retry answer the of token cost café http://a."
	  "b/c 東京 price three. and cheap France in and (one) three. and retry to the token caf"
	  "é that model that café model and and is error token café naïve answer three. naïve ca"
	  "fé cheap in error of (one) token Paris Paris naïve list: list: it Paris the cheap 東京"
	  " a that two, city retry 🙂 naïve cheap price a list: 𝒳𝒴 of France in to France that"
	  " model answer is café list: 𝒳𝒴 a error three. retry 東京 the is two, (one) 🙂 answe"
	  "r of a token answer and two, the http://a.b/c cheap it café France two, token Paris t"
	  "he of 3.14 model France city cost of 🙂 http://a.b/c cost model is two, 東京 answer i"
	  "t list: two, France to model naïve 東京 price model city that 3.14 Paris cheap France"
	  " (one) cheap list: price list: a three. three. http://a.b/c answer of of token city e"
	  "rror error answer in café cost 𝒳𝒴 price Paris model that Paris naïve France 𝒳𝒴 ci"
	  "ty error is two, a 3.14 a Paris list: a 3.14",
	    "three. the Frr three. retry 東京 the is two,ance France cheap token error retry Franc"
	    "e Franc token answer list: price 🙂 list: model r list: café retry answer the oftoken"
	    " cost café http://a.l naïve 東京 price model city b/c c東京 price three. and cheap Fr"
	    "ance in and (one) threefé that mode. and retry to the token cal that café model and a"
	    "nd is erroren café naïve answer three. naïve café cheap in 🙂 error of (one) token Pa"
	    "ris Paris naïve list: list: it Paris the ch eap 東京 a that tw//a.b/o, city retry 🙂 "
	    "naïve cheap price a list: 𝒳𝒴 of France in to France that model answer is café list:"
	    " 𝒳𝒴 a eérro (one) answer of a toke n answer and two, the http://a.b/c cheap it café"
	    " France two, token Paris the of 3.14 model France city cost of 🙂 htt tkp:c cost mode"
	    "l is to, 東京 answer it list: two, France to modethat 3.14 Paris cheap France (one) h"
	    "eap list: price list: aa three. three. ht of of tokenetry a to city error error answt"
	    "p://a.b/c anse Parwrer in café cost 𝒳𝒴 pricis model that Paris naïve France 𝒳𝒴 ci"
	    "ty error is two, a 3.14 a Paris list: a 3.14",
	    0.24364508393285372, 0.5081967213114754 },
	{ "to is 3.14 café list: city in Paris café to that 𝒳𝒴 and that price to naïve it naïv"
	  "e model naïve error two, list: http://a.b/c is cheap café 東京 is cost three. three. "
	  "city café token 東京 error cost token (one) Paris http://a.b/c Paris a in France to a"
	  " two, is it is 東京 retry city café café it 東京 in retry http://a.b/c http://a.b/c n"
	  "aïve 🙂 café cost in it city two, list: of retry café 𝒳𝒴 is model the naïve three. "
	  "it to model café token and answer 🙂 in (one) Paris and a retry 🙂 the answer list: 東"
	  "京 list: 🙂 🙂 error café token price three. in token naïve of Paris 東京 naïve price"
	  " the list: to 𝒳𝒴 (one) naïve 🙂 retry of that cost error cheap to model 3.14 is is "
	  "model a the it in 3.14 it 🙂 cheap model 🙂 two, Paris (one) it cost Paris answer Par"
	  "is http://a.b/c three. and in model to naïve list: of (one) 𝒳𝒴 cheap error 𝒳𝒴 🙂 "
	  "price a 3.14 of two, 東京 to city city model of the cost cheap token http://a.b/c err"
	  "or that city cost and in café in and list: 東京 3.14 🙂 it (one)",
	    "3.14 France France naïve café model 🙂 東京 city two, 🙂 city a token to café 東京 3."
	    "14 東京 city of to cheap cost 東京 東京 a 東京 it (one) it 3.14 it city answer a city"
	    " the it error token answer is three. three. two, model 東京 the price it in model it "
	    "naïve a France price 東京 token (one) Paris cost two, price is three. retry city that"
	    " café error city price to list: model 3.14 (one) 🙂 cost in 東京 that in Paris and of"
	    " three. 3.14 cheap retry error three. error naïve retry 3.14 it 東京 3.14 𝒳𝒴 and ch"
	    "eap that price http://a.b/c café two, café price price the error retry 東京 in 東京 c"
	    "ity France 🙂 and of retry two, and café http://a.b/c list: model Paris 𝒳𝒴 🙂 cheap"
	    " city answer retry cost answer naïve to error http://a.b/c a in price 3.14 price erro"
	    "r 3.14 東京 𝒳𝒴 answer it is two, café 3.14 Paris café 𝒳𝒴 is error cheap is model "
	    "the cost it (one) city to of a city http://a.b/c city http://a.b/c naïve that cheap a"
	    "nd model Paris http://a.b/c (one) to France two, list: 🙂 東京 in city token 𝒳𝒴 Fra"
	    "nce it that 🙂",
	    0.07987711213517665, 1.0 },
	{ "ababb", "aabaa", 0.6, 0.0 },
	{ "acafe", "ajhde", 0.4, 0.0 },
	{ "abbabaaaabaaababaaaababbabaaaaaaababbabb", "babba", 0.2222222222222222, 0.0 },
	{ "abbbb", "cabbbaccaccccbaabacccabcacbacbbbbbcccbbb", 0.2222222222222222, 0.0 },
	{ "bbabaaabbbbaabaaabbbbbaabaaabbbbabaaaaababbaabaaaa",
	    "abbbabbbaaabbabbbaaaabababbaaababbaaaaabaabaaaabab", 0.7, 0.0 },
	{ "ab🙂🙂jbedcga🙂ghdcbaicigcdiefjibabficfjeece🙂ddc🙂jhcg",
	    "ifabijgfe🙃f🙃cdciaceedchjeeg🙃dbfgaaccej🙃cihdfbbgbgh", 0.28, 0.0 },
	{ "bababbabaababbbabbabbbabbabbaabbaaaababa",
	    "ababaccbbbbbacbbabacbbbcccaccbacbaaabacbccacaccaba", 0.5111111111111111, 0.0 },
	{ "baaaaaaababababababbaabbaaaaabbbbabbbbbaababababab",
	    "bccbacbaababcabaabaccaababaabbbacaccaccb", 0.37777777777777777, 0.0 },
	{ "ababbaaababbababaaaabaaabbbbbaaabaabababaababaabbbabbbbaaabbaaaaabaabaaabaabbbabbabbb"
	  "bbababaaaaaaababaabaaaabbaaabbaaabbabbababbbbbbbbbaababaaaabbbbabbbbbbbbaabaababaabab"
	  "aaaabaabbbbaabbbbbaaababaaaaa",
	    "bbaababaabbabaaabbaaabaaaabbbaaaabbabbaabbbbabbbaaaaababbbabaaabaabaaabbbabbabbbaaabb"
	    "baaaaababaaabbbbbbbaaaabbaaabaaabababaabaabaaaababbbabbabbaabaabababaaabbbaababbabbba"
	    "bbbaabbbbbbabbbbabbbaabbabbab",
	    0.37185929648241206, 0.0 },
	{ "cefcf🙂bjeajfbbjhajijghbdgajdigafaecdcdcfjjiagahaiajjjidfcijghidgbgbfeiihjb🙂cjcidfdg"
	  "efd🙂ahhgjfddf🙂afffiiiddajhfg🙂bdj🙂bdbfafccgaghjaahgheaideegfaabaegbgjghggeeh🙂🙂h🙂"
	  "cbabjjigdcedigcifdbbig🙂ff🙂bibjbd🙂ggba",
	    "chgadaahce🙃🙃dgc🙃🙃iiahdjfhchigjgadhhidgjcaa🙃aaagb🙃bejgbjhdddedbdaa🙃bafcbchadeja"
	    "ejiciabfb🙃eeidficbjbdeedagbhiggdhedbggcgghcjbhifebih🙃bjgecccdefedfdcdjage🙃e🙃a🙃fd"
	    "🙃hgd🙃aaaa🙃fbhf🙃hbfhgbjfchbagjjghahhbc🙃c🙃h",
	    0.17587939698492464, 0.0 },
	{ "bbabbbbaaabbbabbababbbbbbbabbbaabaaaaabb",
	    "aaabbacbcbbcbcbcccbacbbcbacabbcccabbbbabbbbbccaacabcbcbbcbabababccccbaacbccaacbaaacbc"
	    "acbbbacbbabcccbbbbbbaacaaccbbbacaacbcbabbcbaabbcbaccacbabaacbbccaccaaabbcaccbacaccbba"
	    "bbcccacbabacaaccacbcaccacccca",
	    0.23430962343096234, 0.0 },
	{ "abbaabbbbaaaababbbaaababababbbaabaabbbbaaaaabaaaabbaabababbabbbaaaabababbabbbaabaaabb"
	  "aababaabbaaaaabbbabbabbaabbbbabbbaabbaaaabbabbabaaabbbbbabaaabaaabbbbabbbabbbbabbbaab"
	  "baaaabaababaabaabbbbaaaaaaaba",
	    "bbbacbbcababbabbacbacabcccaccaccacaccbaa", 0.14225941422594143, 0.0 },
	{ "babbaabaabaaaaabbababbbbbaabaaabaabaaaaaabaabbbbabaaaaabbaabaaaabbaaababbbbbabaabbbbb"
	  "abbbbabbaaabababaabaabbabbaabbabbabaaabaabbabbabbbbabaabbbbbabaabbabbabbabbbbabbaaabb"
	  "bbabaabbaaabbaabaaabbabaaaabbb",
	    "babbbaaaababbbbabbabbabbbbbbaabaabbababaabaababaaaabaaaababbbaaaabbaabababababbbaaaba"
	    "ababbbaaaaaaaabbaaaabbabbbbaaaaaabbbbabaabbbaababaabbbabbbbbbababbabaaabaaaaaabbabbaa"
	    "aaabaaabbbbaaabbabaabbbabbbbbb",
	    0.02, 0.0 },
	{ "d🙂fcgijhdjbchbhighdjb🙂🙂eifjcbg🙂jjgch🙂aahhbgbfijjcdcfbejaccabhb🙂a🙂jgfbiejfgj🙂e"
	  "ebf🙂aaed🙂b🙂bejfacaeehidhdaiejefcfhgjdhihcafbiidjeaficghd🙂aiaajbgfaibbbhd🙂efcehbg"
	  "cdiifj🙂bhejdfcjdeeebeaagfbg🙂bajeebc🙂ehgdh🙂g",
	    "affbecigeadbghbc🙃baach🙃ehihaddbihhhdcigeefgbic🙃cgadi🙃ihdeeh🙃hajafgdbbg🙃iifcibda"
	    "hfgecbibcg🙃jhcefhbhhg🙃gbc🙃hgegbchb🙃eb🙃eegfcbegjjjjfccjfeigffjddijgd🙃edcaa🙃🙃ii"
	    "degefi🙃afjhgddffdcgbi🙃jhch🙃gdcabieiaifc🙃daf🙃",
	    0.0, 0.0 },
	{ "abbabbaaabbbababbabbaabbbbbbbbbaaabaabbb",
	    "bbcabcbbccabcbabbbacabcbcbcacccbccaabbcbbacaacbaccbccbaabccbbabbbbbbaabbababcaaccaaaa"
	    "baaccbbbcbaabcacbbbcabcaccbabaaaccaacacabbaacaaaabccaabbbacacaacabacbbabaabcabccaccbb"
	    "bbcaabcbcbcbcbbabbbbacaabcaaba",
	    0.0, 0.0 },
	{ "aaabbbaaaaabbaabaabaabbbabababaaabbbbabbaaaaabaaabaaabbbbbaaababbbaabbbbaaaabbbbabaaa"
	  "aaaaababaaaababbbaabababbabbabbabbbbabaaaababaabaabbbaaaaaabbbaabbabbbaaabababbbbaaba"
	  "babaabaabbbababbaabaabbbaabaab",
	    "cbcabbcbcbabcacbbacaaccacccbaabbabcabcba", 0.18333333333333332, 0.0 },
	{ "ababbabbbbaaababaabaaabbaaabbbabaabbbbaaababbbabbaababbabbbaabbbaabababbbbbaabbbaaabb"
	  "bbabbbababbbababaaaabaababaaaaaabbaaababaaaabaabbbbabbbbaabbaaabaababbaaaabaabaababaa"
	  "bbbaaabaabbabaabaabbabbaaabaaba",
	    "baababaaaabaabbababbbaaabaaabbaabbaaabbabaaababbabbbabbabaaabbbaabbbaaaaabaabaaababaa"
	    "bbabbabaabaaaabbabaaabaaabbabbababaaabbabbbaaabbabaaaababaabbabbbbbbaabaaabaaaabababa"
	    "abababaabababbaababaababababaab",
	    0.0, 0.0 },
	{ "dagce🙂baidjgf🙂acjdi🙂gi🙂edceafddfgiejfbcfcfddfiffd🙂cijdfbaa🙂ecdcabfggiadbibbj🙂i"
	  "idhjdafidbebb🙂cehcbadchcic🙂ieabichbaejcajiichf🙂gehacddjjdfcdhc🙂cie🙂ibiehbeefihie"
	  "🙂gbhbfhgceeiij🙂abcfeecaejdeeeha🙂g🙂ia🙂idgbf🙂",
	    "id🙃agijcbjdjafadcche🙃ecfacehhaig🙃gbh🙃abjdaccjjgf🙃🙃iidaibgeee🙃ibjhccbde🙃jcjagg"
	    "biagd🙃ghcichibhgjcgh🙃🙃ffjdhehgebageibff🙃cbcgggfcfgad🙃hdjeaeg🙃cbdhbaajajhjfgjgcj"
	    "gii🙃eiccegdbeggbg🙃hihc🙃jjbefaafijafh🙃fgjgdffc",
	    0.0, 0.0 },
	{ "aabbbaaabababbbaabbbabbaaaababbaaaabbbab",
	    "cacccbbccbaaacacccabccbacbbbccacacccbbaaabaabacbbcccbbcabbbcbcabbcbaccacbbcaccbbcccaa"
	    "acbcbcacbacbacaacccabbbccacacabaabbccbbbbcaabbcacbbacabccbaacaaaaaaccbcaaaacbcbbcabac"
	    "ccaccbabcaacacaaabcbbabaabbbaab",
	    0.0, 0.0 },
	{ "babaaaababaaabbaaaababbbabaabababaabbaaababbbabbaaaaabbbaababbbbabbaabbbaababbbababba"
	  "bbbbbabbaababaaaabaaaababbbabbbbbbbabbbabababbbbbbbbabaaabbabbbaabaababbbbbbaabbaaaab"
	  "bbaabbabbbbababbaaabbaaaababbaa",
	    "ccabaabbcbbccbccaaacbbaaacaabaccabcabaac", 0.1991701244813278, 0.0 },
	{ "abaaabbabbbaabaabaaabaabbaaaababbbabbbaababbababbaaabbbbaabaabbaabbabbbbabbbbaaaaaaab"
	  "bbaaaaabbaaaaaaaabababbbbbabbabababaabaaaaaabaabbbabbbabaabbaaaaaaaabbbbababaabbbbaab"
	  "bbaaaaababaaabaaabbbbaaababbababbaaaababaaabbabaabbaabbbbbaababaaabbaaaababaaaaabaaba"
	  "bbabbabababaabbbaababbabbabaaaabbbbaaaabbbbabaaaaabaaaaababbbbabaabbabbbabababaabaaaa"
	  "abbbbbabaaabbbaaaaababbbbaaabaabbbbbbbbbaaaaabaabaaabbbabbba",
	    "babaaabababbbaaaaaaaabbbbaaababababababbbabaabaaababaaabababaabaaabbbaaaaaaabaaaabaaa"
	    "bbaaaabaaabaabbaabbaaaaaabbbabbbbbbaabbaabaaabbbaaaaaabbaabaaabaaaaaabaabaaabbbababba"
	    "abbbaaabaabbbabbbbbaabbbaababbababaabbababbaabbabaabbaababbbaabbaaaabbaaabbaaaaababab"
	    "babaaaaaabbbbababbabbabbabbabbabbbbaabbbbabaabbbaaaabaabaaabbaabababbbaaabaabaaabaabb"
	    "bbaabbaabbaaabbbbbabbaaaabaabaaabaaaaaabaabbbbbbabaaababbbaa",
	    0.0, 0.0 },
	{ "dcb🙂gjdffiicagajgehbhdd🙂edhbe🙂jdafdibhehadeajbb🙂ajfgc🙂jdhjjiahb🙂gccgbaefhhfchce"
	  "cihc🙂fggj🙂adccadaghcgiieihg🙂dfija🙂g🙂ddbabe🙂🙂caj🙂ibj🙂ggeh🙂🙂feb🙂edbf🙂hg🙂h"
	  "djdcgagabghiafibageijjjgcfhbfihdadiichifhcaiigichgiagacd🙂bdcfhiajddeiiaahfeiaghahhjc"
	  "dggbdfcidcbfegdgeijad🙂gdij🙂🙂eiajfghgfdibcheedgbdfj🙂jbhbaiiig🙂hefcdcfeagiagbcbd🙂"
	  "dgbcgj🙂edfddcabdcbacagdehjgccf🙂fcc🙂🙂igijihf🙂h🙂g🙂jjb🙂c🙂jjd🙂hihjddbdecfgd🙂cb"
	  "fhhjcab🙂hecbh",
	    "🙃bi🙃afijgichbiebjdieifgcjeejebgja🙃cgeeijjdc🙃idaieidcgfhfgbhaij🙃ajcjjghjaegbcdehi"
	    "ejaaehagajaadj🙃bceceefbgfjdg🙃hjbheg🙃hfcbajedfjeidajjeagiiidijfc🙃c🙃eadb🙃🙃j🙃igd"
	    "fbbjhdbjfhfhfjaibe🙃ejhh🙃dgdegchhgdcafbjgadhc🙃digec🙃giabihjb🙃fg🙃hgegfeaidbfaggfi"
	    "eafegehejhch🙃🙃gefb🙃aabcdf🙃fjeibaabbidciedigbdifggijgcccj🙃c🙃d🙃hgaff🙃hjiffbbacf"
	    "ij🙃bdjcbffcbjjcddeg🙃abaihcgicggjj🙃ahidjgdabhbd🙃g🙃gdbddaab🙃ehba🙃gdjf🙃aeb🙃jgfc"
	    "jjhh🙃fic🙃ej",
	    0.0, 0.0 },
	{ "babbbbbbbababaababbbabbbaabaabbaaabaaaab",
	    "baaaaaccbabcbabcababbcbcbbcabbacababcaaaaabaccbaabbaaccacaabcbabbbbcbababccaaaabcccab"
	    "cacaacabbbbacabcacaccacaaabbcabcaccaaccccabaaabbcabccbbbcbcbbabbbabaacbccbcccccabaacb"
	    "bbababaacacacbbaaabbcbaccaacccbacbaaabcccaccbccbabacacbcbcacababbcaacccababbacababbcb"
	    "cbbbbabcbaabcabbbababcaaccabcbbaabccaacccbbcccabaabaaacbbaaccbbaaaaaacabcacbcabacacbb"
	    "caccbaccbbcbcbbcbbccaabaaaccaacccabcbcbbcccbabcacacbcabaaaba",
	    0.00909090909090909, 0.0 },
	{ "bbaaaabbbaabbabbbbbbbaabbbbaaabbabbbababaabbbaaabaaabbaabbaabaabaabaaaababaabbaaabaab"
	  "aaaaaaaaaaaaabbbabbbaaabbbababbbababababbaabaababaaaabbbababaaaaaaaababbbbbaaabbaabba"
	  "aaabaaaabbbababaaababbaabaabbabaaabababbaaaaaaababaaaaabbababbbbbbbaabbbbbabaaabbbbaa"
	  "aaabbabbaaabbbaabbaaaabbbaaababbbbaababbabbababbbbabaaaabaaabaaabbabaababaabaabbbabab"
	  "abbaaababaaabaabbabaababaaabaabaaabbaabababaabbbabbbabaabbba",
	    "cbbacccbaabccbbabacabcaacaccabbbcaacbccb", 0.1, 0.0 },
	{ "众伥件仑介乡亣伫他不亷亅件伤乥予伃仮串乺件伜丂产丫亁仧伝乂伦伓亿丁伜今仞亳仼串亨乘乃仏"
	  "仹业乯丁亹伟仡亲介休乫予仈们京份伙伂乼乴东乯乹伈乷伅为仙乨今介今予之仰乙乻乥伈亨义件仍"
	  "亃仇伈乒五云万乆伓习以乯亥仗伩乭优乼价伍乞仧亨休仧亀仈仓丩什丸亾亃乞乏丄仢亦乆个书今丐"
	  "二伕伛仈仹乹亝不仡伄乄仲中伄伡伉乸们伩予伖乥丛丗临仲主休任亢乊任仇伫仔伆仉乖亩伃両乎乔"
	  "世仈亟亇乗仆上仢乹亣亍仼仔交仜仿伈伄亄上会九亐丝亨乃丨乂二亐串业伀亦乺乶东云伏乫乗仧乐"
	  "丁丩事仍亻乭亟九亵丏丏亟伛亲亹伤乔乍亲井丕乄伛乴乵乌仵份亗仮会伦一乐丌",
	    "众亿丁伜ba乃仏 仹业乯亹伟仡亲伙伂乼乴业伀亦乺乶仇伫仔伆仉二🙂伛仈仹乹不仡伄仧亀仈亢b乊"
	    "乄乖亩両世仈亟亇东乭优价介休乫予仈们京份伍乞乨今介今予c之仧亨丝a亨乃丨乂亃乞乏丄仢亦乆"
	    "予个书今丐仲中伄伡仞他不亷亅二仆上乹亍仼仔东云乫乗仧乐丁丩事仍伛亲亹伤乡亣c件伤乥乔乍"
	    "亲井丕乄伛乴 亐仓丩什丸亾亳仼串亨乘伉乸们伩 伖乥丛丗临仲主休任串乗乵乌仵份亻亵乭亟九丏"
	    "丏亗仮会伦仜仿伈伥 件仑介予c🙂伃仮乺件伜丂产🙂丫亁仧伝乂伦伓伄亄上会九乯乹a伈c乷伅仰乙"
	    "乥伈亨义仍亃伈乒五云万乆伓习以亥仗伩亐一乐丌",
	    0.26369168356997974, 0.0 },
	{ "伤仏亞亼仈丰仍亿仡仞乀丼丒仼乚仫乒乮亿亭丞仈传些与仱伖三仉且价个並乖以亣乳亙业仓丿会丟"
	  "仴且件丑亐伀仨仵乼乫乐仿仞丹乸亥丂丟乇会京亸井亠亂亨丨亡亦个仉乎仑伪仓丌乜仔亅丐伃价仌"
	  "伙仼伛乎个乕两伡乹亭仳亳交乹举份乾仝伖亷丸优五丰严仗产乀丮仚仃伝丰主丫七伣亹伛乨乽伣丼"
	  "仦交乒伓互丽乡乞些乒丵伛上伓乃乹亨井丸乐伎丨伃亠亩伝价丛乸亥丬仪亢乱互乖伄仠份伦伧仝亠"
	  "乁亷乏予仌今伧伩串丞仏亨丁乕仫二他仨丼东両乮仲亼仐了乃丠伐丳亃伌丸亐乸丈乎乹仯丈🙂丯亗"
	  "仉亘仠伦丒丑了亏伀事伟乕亩乧下丿仨丗伂仒乕丵仐亇伐亿乐丛之仺乄乵伆乞丧",
	    "仈丗丛乧丢乏件仂一乷丈伅主亭仱乧亩仦今仢乌丅伦仗乯丠乖伍乧任乘乶仿亳伂乲九九仇二亄丆仐"
	    "份仱伢伋亝丄丐乏亪亗亾仝伣串争乻伞仉乎今乔伎乯些亨乢乎乗仡乩仆乢仯什亙仑令伓丠二伃仅一"
	    "亟上丮伃丹亲乘之亾仏乵乘伧仄仍井一仡五丣乻仇乨传伔亽乄亜书仄价乯乸乢伢亃亂亜仭亗伀乴仲"
	    "业与丯乢乩会丷仹买中休乱丿亿事乽乶仞乏伎亱中仄万亃亿丝临仉下乸伀付亣仪仗乷伕丈乙仛些一"
	    "云于两伤伒亸仲丬乿丵伢伕亯仉亿亊亀丨丟业亿伆书他伛东乿伫乔乴仸份伆仐仝丧乪丒仚亽乶仮二"
	    "乣乍伦乣仲仃丨乧仾🙂以仴于亘亢为事伩亱亀伝伞亞七乤乱亂伩仵亦亇丹上丛伙",
	    0.044, 0.0 },
	{ "丸事亯丕习乼丞乍伏仵且仞乮九亊三伔亡伦么伀乏乎仸仁仅严二丛丏亅丏仝伄仚伄仢代乵乫五亲仏"
	  "丿丫东亗伫乲事传买伀仙乿丮乑伎乬丮乑伐云亾代並乼万亃伄乡丁亅仄了丿仴下丠伣下乒仯伪丙伦"
	  "仸仚乏乾乞丗乁伔両亘丷乺亞仄仅亱严乗乏乁伖亖丒丅仠丐中亪乨仫业伏乛乁丘丝亩乻以乕乑亷乄"
	  "仜乓丿亮乩乛伔习亢乷么仨亭丫乙仰乚亴互乃乑伫乿义丈亣仡𝒳丿仕亐亢丟亶仦仏主仡七亇乘伋乬"
	  "业临一仴乜亓亯乵丟价丨亳仂么乸亹令亴习亠亦仨丆乍丢仰伀乚串亷乴仚仪亦二亥仳🙂亪丏仳仍両"
	  "乀东云乻伜伕亩丵丿亯亞亦仸伄伒亜伛亹仰万五丕享乎仏世亳伌丧乆与上于仛亁仺产伥亞亚乷乯乇"
	  "乀丣丑令亹亮什仄乮乩伢他五企乤亙仳乄乱伢仰亱书主亾伔亴仒乕乮仺丨丅伂仗亰丌丄乇乍亘乳亲"
	  "以亪乲仉伪丱亿九互乳丧他乂仟伦五丗习仕伌伤乼乎亳仟伂乑什什们乼伧仆乻亖亳乏丨丸亀乀亴乓"
	  "仱亢乿仇享仨伩于伪伃乐丰伡乵仹伩仂临亡丬丣仠亥任並乤件乙亴伤仌丆乐以乁亣亪丮乂仵亷乽仨"
	  "亏习仵伥乒丅伒井件乼仙仾乺伍乏仐仦仡众仮人亦亂为也丷伣乼乲令丫丘乵为予亃丿丸亅仙亗上丆"
	  "仴们丩仯乱争乫令乫𝒳会乮井乂仁丫伓仂伅乯份伅乫仿丟乕亍企今仂亓乜亱伫伐亅仱不仌以亰众丱"
	  "们亱伌乗乤主乃仸伥乃伡伂亲丈乺亲仂仑丬仡亊代伅亻乵乭伈",
	    "丸事亯丕习乼丞乍伏仵且仞乮九亊é三亡伦么伀乏乎仸仁仅二丛乐丰乵仹伩仂临亡丬丣仠亥任丏亅"
	    "丏仝仚伄仢代伫乲事传买伀仙乿丮乑伎乬丮乑伐云亾代並了丿仴下丠伣下乒仯伪c丙仸仚乏乾乞丗"
	    "乁伔両仰乚亴互乃乑乿义丈亣仡𝒳丿仕亐亢丟亶仦仏主仡七亇乘伋乬业临一乜亓亯乵丟价丨亳仂么"
	    "乸亹令亴习亠亦仨丆乍丢仰伀乚串亷乴仚仪亦二亥仳🙂亪丏仳仍両乀东云乻伜伕亩丵丿亯亞亦仸伄"
	    "伒亜伛亹仰万五丕享乎仏世伌丧乆与上于仛亁仺产伥亞亚a仨亭丫乫𝒳会乮井乂仁丫伓伅乯乁亣亪"
	    "丮乂仵乼万伄乷乯乇乀丣丑令亹亮什仄乩丱们亱乗乤主乃亞仄c仅é亱严乗乏伢他五企乤亙仳乄乱伢"
	    "仰亱亴仒乕乮仺丨丅伂仗亰丌乲仉伪丱亿九互乳丧他乂伦五丗习仕伌伤乼乎亳仟乑éa什什们乼伧书"
	    "🙂主亾伔仆亖乏丨丸亀伥乃伡亲丈乺亲仂仑乀亴仱亢乿仇享仨伩于伪伃並乤件乙亴伤仌丆乐以乽仨"
	    "乒丅亏习仵伥伒井件乼🙂仙仾乺伍乏仐仦仡众仮人亦亂为丷伣乼丫丘乵为 予亃丿丸亅仙亗上丆仴"
	    "们丩仯乱丄乇乍亘乳亲以亪争乫亘丷乺乑亷乄仜乓丿份 伅乫仿丟亍企今仂亓乵乫五亲仏丿东乜亱"
	    "伫伐仌é以亰a乁伖亖b丒丅仠丐中亪亮乩乛伔习亢乷么乡丁亅亷乨仫业伏乛乁丘亅仱é不丝亩乻以乕"
	    "丬仡亊代伅亻乵乻乭伈",
	    0.7031408308004052, 0.0 },
	{ "丧付亗乛仢丼亟仉互京伫乆仐丙七乱丂亴什仍亇亃伒亖仍乐伇乼么丒仨亠也亭七乵乹仁丨丬乂专伎"
	  "丢亣仈仳乐丈並中严乤亾乾个仹乒乆亴且丫交为伧亮仦亃亁乶乨丫买乚仞仨仴伀乫亍丙亝仏临亰乁"
	  "伄伇仑互严仗乥仭亄仪亀代伆仈乯仇亶伞仰乧以仿伣乞丈亢乤之𝒳伍东伝与仼丩丨仠亗仏付两伙临"
	  "丫临乞乐亶乍亓仔伖仐乽亀伔乑众乛亙伓件且人丈交云传不且伨亟京両丷仈伙休产乸互两亥个仁亹"
	  "亿亴乤亹互丆亍乿仞丣仙仈伙伖仠仂丽仒乎仉仒仍仯九休亊仌亿丑乿他丞伞付乞临乛亂仂乁仗🙂亲"
	  "丽乇伊久丸伐伣仰伖上丫仕亠亹乥亖亹丼乊专予仵丟亐亜书丱乒伋丑举井伇亩伜仐亄乞乿仾伈介九"
	  "亯严乓乻伦两亡伟仡亥介亁也𝒳丷万乭仨丂乇乻乓予代丽亽丘亴乶丕伟介丈仅伉乪伍丌代丈亁乴乨"
	  "伤乍互仔乗仇仅也伖乓仇乯乎亢价丝举丧业且二丒丌亚丒个丑伇伐亘之不任仝仠乕乄乺仺乪乎云仰"
	  "乌乁伪乿五仏伍亻仢乢亡𝒳亚世乔丑久乍仅乻乌亙丄伇丘世仑伓仸仪伃乫乽乒云乡伝众串乗上乡丕"
	  "伣企亜些乻伋乫仔丣仐🙂乸仿习互亳伞仌万仫伌仕以伙乿両亙仅丶仄丑伇与乌乒亸乵亍传丈丰丵仨"
	  "丁仛仱伜乄上乤乳亼乹伡临丢伃丛习仟享与份什仹乚三与乃乘丿乢仴伅伦仗伐丮仇丹🙂乂中严丘企"
	  "乢乜伞五七亵亗乹伖亿严丿伇乖亹丐会亸仪亏乂仁会丑亍产众",
	    "下伐伋丰丈伕仐亇丼乱乎丶亄仔丷丕伥伔伀令亟价乣乭专乭仙亢亜书仁乐仔亠仪丯仍丰伐亪井丙丆"
	    "伟争之亮京伝亘伏丠丁乞企两亴互仅亙仆丑伣伩从三丰产亳伪両伕伆三乗丗乀両仞丸仝丯三丿从乾"
	    "亍伏伝上仹伐亜乏两井今九伥亘们乽亡伏乞伨乍以丿伓亽仐乇份伪丐乹丈亚丣伡乒丈上伅乿伖伊丐"
	    "亵东伩伇乞丣亁丨举伓乯丹亃介乤伉仸乷丽仕五亝亱亽也传丩书亝乘且伐仿亨乡丛万仗乃代伥中乁"
	    "🙂乼乾七专仺亞亴伤产主亥🙂仱仒丄仐亁丯丠乇丫主乫仲义亮伎乮亰争乀並亴亙亂亡不京伇仆亝丢"
	    "伨丷亀主亿亄优乾伡伕任仝丁介云乆亯亢乊伉予丼亴🙂仐亊乲会仲亸伉仺争仛丰传亃书乗争丐丰伋"
	    "亹仍仯伓仃伢乾众亢並亼仰乯临丙亏丮亃伉丷伢仌东交乥亇乿与不休仑亲丗丆仡代伍乊乼乗么亼习"
	    "乯乳亃亭乲仨乻伥仩乬三仢上丣乮为亙伊互业亅亲业乽亸丄乿乆伢亨主乾仧乬亦乖七伎什亩仕丸乌"
	    "丝伩仏与亡令乲二丈七互乣乺主伣伦丑伃乬仚乷仉伐丈仸伩丑久伦伊之仏亹丐丝仡仵仂丁乶亍伤仩"
	    "丫丝乸仙企乫众两丫仌亥丫也众乵代仧丷亖交丟丑乤丒乼亚乂乧乄交伤丑乍乖乓丨伟丸仕仵伛云上"
	    "两乲仦亖伡亁令仅人件丈仱乧亿亩仝仍亾乞且会伤乜丐亲买上仾亓京么严乷仂亮仅仉乧仴亠乐亡伐"
	    "仹代亗乔优令丿仰一丌乪串乿丑丰丏丳乮乊乗亝九仈伄丧伎乕",
	    0.042, 0.0 },
};
