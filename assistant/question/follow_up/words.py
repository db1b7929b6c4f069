"""The English word lists that the rules on questions share.

Plain sets of general vocabulary. Knows no rule, and no word because one article uses it.
"""

from assistant.words import MONTHS, WEEKDAYS

AUXILIARIES = frozenset(
    "am is are was were be been being do does did have has had can could will would shall should may might must".split()
)
QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
PREPOSITIONS = frozenset(
    "about above across after against along among around as at before behind below beside besides between"
    " beyond by despite during except for from in inside into like near of off on onto out outside over"
    " per since than through till to toward towards under until up upon via with within without".split()
)
DETERMINERS = frozenset(
    "a an the this that these those my your his her its our their some any each every no all both many"
    " much few more most several other another such".split()
)
PRONOUNS = frozenset(
    "i me you he him she her it we us they them mine yours hers theirs himself herself itself themselves"
    " one ones someone anyone everyone something anything everything nothing nobody here there".split()
)
OTHER_FUNCTION_WORDS = frozenset(
    "and or but so nor if because although though while that whether not then too also just only even"
    " still yet ever never again already now soon next else really actually please ok okay yes thanks hi"
    " hello very well quite rather almost about how's what's who's it's that's there's didn't don't"
    " doesn't isn't wasn't weren't aren't can't won't first-ever exactly anyway instead further later"
    " earlier ago o'clock etc".split()
)
STOP = frozenset().union(AUXILIARIES, QUESTION_WORDS, PREPOSITIONS, DETERMINERS, PRONOUNS, OTHER_FUNCTION_WORDS)

VERBS = frozenset(
    "accept accuse achieve act add admit affect agree allow announce answer appear apply approve argue"
    " arrest arrive ask attack attend avoid ban become begin believe belong bring broadcast build buy call"
    " cancel capture carry cause celebrate challenge change choose claim close collapse collect come"
    " confirm consider contain continue contribute cost create criticise criticize cut decide declare"
    " defeat defend delay deliver demand deny describe destroy die differ disappear discover do drop earn"
    " eat elect emerge end enjoy enter escape exchange exist expect explain fail fall feel fight find"
    " finish fly follow force free gain get give go grow guarantee happen have hear help hit hold hope"
    " hurt identify include increase injure insist invade invest invite involve join keep kill know land"
    " last launch lead learn leave let like live look lose love make manage marry mean meet mention move"
    " need negotiate occur offer open oppose order own pass pay perform plan play praise predict prefer"
    " prepare prevent produce promise pronounce propose protect protest prove provide publish put raise"
    " reach react read receive recognise recognize record reduce refuse reject release rely remain"
    " remember remove replace reply report require resign respond result resume return reveal rise run say"
    " seek see seem sell send serve set share shoot show sign sing sleep speak spend stand start state"
    " stay steal stop strike struggle succeed suffer suggest support survive take talk target tell think"
    " threaten try turn use visit vote wait want warn watch win wish withdraw work write came went said"
    " told made took got gave began became brought held led left lost met paid ran rose sang saw sent"
    " spoke stood struck thought told went withdrew won wrote fell found fought felt flew grew knew kept"
    " built bought".split()
)
SPEAKING = frozenset(
    "said says told wrote writes posted announced claimed claims confirmed denied added warned argued explained"
    " insisted suggested stated called promised refused agreed offered accused described blamed visited met".split()
)
"""What people do in news: a capital before one of these is a name."""
PEOPLE = frozenset(
    "prisoners people civilians soldiers servicemen servicewomen troops men women children persons"
    " citizens officials members players actors singers writers workers employees refugees students"
    " protesters voters victims detainees hostages survivors leaders ministers residents passengers"
    " migrants doctors officers journalists critics parents siblings brothers sisters friends fans"
    " teachers scientists researchers experts lawyers judges patients".split()
)
GROUPS = frozenset(
    "army band club committee commission company council crew family firm government group military"
    " ministry party police parliament squad staff team union agency organisation organization association"
    " court delegation".split()
)
ROLES = frozenset(
    "mr mrs ms miss dr sir lord lady dame king queen prince princess pope president chancellor premier"
    " senator governor mayor minister secretary general colonel captain major admiral sergeant commander"
    " judge justice professor spokesman spokeswoman spokesperson chairman chairwoman chair chief director"
    " ceo leader representative congressman congresswoman ambassador prime vice deputy former acting"
    " foreign defence defense finance interior director-general ex-president actor actress singer author"
    " writer coach officer official envoy analyst us u.s uk u.k".split()
)
ORGANISATIONS = frozenset(
    "ministry headquarters union bank inc corp ltd party committee commission agency university college"
    " institute times post press council court department association organisation organization government"
    " army force forces nations group company service office board parliament senate congress house club"
    " fc united city staff administration kremlin pentagon nato nasa fbi cia eu un opec bbc cnn reuters"
    " fed".split()
)
FEMALE = frozenset(
    "mrs ms miss lady dame queen princess spokeswoman chairwoman congresswoman actress woman girl mother"
    " sister wife daughter aunt mary elizabeth jennifer susan margaret sarah karen nancy betty helen"
    " hillary kate anne ann alice jane joan janet ruth sharon michelle nicole jill liz beyonce taylor"
    " billie meghan charlotte emily grace rachel megan catherine katherine christine caroline diane judith"
    " marie rose claire ellen heather kathleen brigitte agnes ines isabel carmen mercedes dolores pilar beatriz"
    " françoise sylvie nathalie céline monique ingrid astrid kirsten heike ulrike elke sabine birgit ursel irene"
    " mei yuki keiko naomi akiko maryam zeynep leyla fatma yasmin esther miriam oksana lyubov".split()
)
"""Titles, nouns and first names of women; a first name before a second one that ends in "a" is taken for one too."""
MALE = frozenset(
    "mr sir lord king prince pope spokesman chairman congressman actor man boy father brother husband son"
    " uncle donald john james robert michael william david richard joseph thomas charles daniel matthew"
    " anthony mark paul steven andrew george edward brian ronald kevin jason jeffrey gary eric stephen"
    " scott peter henry frank jack walter joe alexander benjamin emmanuel martin simon philip adam samuel"
    " hans klaus jürgen wolfgang pierre jacques philippe françois marco paolo giovanni antonio jose josé"
    " juan carlos luis pedro javier miguel jorge joão paulo ahmed mohammed muhammad ali hassan hussein omar"
    " ibrahim yusuf mehmet recep emre barack elon rishi narendra raj amit hiroshi kenji ivan vladimir"
    " dmitry sergei andrei boris mikhail igor oleg pavel piotr jan andrzej volodymyr oleksandr petro mykola"
    " joshua luca nikita ilya mustafa noah elijah ezra".split()
)
"""The same of men, with those that end in "a"."""
PLACES = frozenset(
    "afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh"
    " belarus belgium bolivia bosnia brazil britain bulgaria cambodia cameroon canada chad chile china"
    " colombia congo croatia cuba cyprus czechia denmark ecuador egypt england eritrea estonia ethiopia"
    " finland france gaza georgia germany ghana greece guatemala haiti honduras hungary iceland india"
    " indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait laos"
    " latvia lebanon libya lithuania luxembourg malaysia mali malta mexico moldova mongolia montenegro"
    " morocco mozambique myanmar nepal netherlands nicaragua niger nigeria norway oman pakistan palestine"
    " panama paraguay peru philippines poland portugal qatar romania russia rwanda scotland senegal serbia"
    " singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tanzania thailand"
    " tunisia turkey türkiye uganda ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia"
    " zimbabwe america europe africa asia us usa uk london paris berlin moscow kyiv kiev beijing"
    " washington tokyo brussels istanbul ankara delhi cairo jerusalem tehran madrid rome vienna geneva"
    " baghdad kabul".split()
)
"""Countries, continents, and capitals whose name stands for a government."""
TIME_NAMES = frozenset(WEEKDAYS + MONTHS)
TIME_NOUNS = frozenset(
    "time times day days week weeks month months year years season summer winter spring autumn morning"
    " evening night period decade century today yesterday tomorrow tonight weekend".split()
)
ADJECTIVES = frozenset(
    "able active available aware bad best better big biggest black certain clear common current dead"
    " different difficult easy effective exact expensive famous far fast few first free full good great"
    " greater happy hard high higher highest important interesting large larger largest last late later"
    " latest less little long longest low lower lowest main major married minor more most much necessary"
    " new notable old oldest only open original own planned poor popular possible previous public ready"
    " real recent responsible right rich safe same second severe short significant similar small smallest"
    " special strong successful such sure third true unusual useful usual various well worse worst wrong"
    " young youngest called named known born".split()
)
TALK = frozenset(
    "aspect aspects fact facts thing things detail details information article articles example examples"
    " reason reasons question questions point points topic answer idea kind kinds type types sort way ways"
    " part lot name names number numbers amount anything something one ones rest case difference"
    " differences source sources place".split()
)
"""Nouns of the talk about a matter; no pronoun means them."""
FOREIGN = frozenset(
    "dove è de la le les el los las der die das und ist nicht wie viele wer wann warum wo était est et que qui"
    " quand pourquoi combien où une un y por qué quién cuándo cuántos cómo dónde il gli che perché quando"
    " chi como onde os om och är hur varför når hvor hvem ile kto kiedy dlaczego gdzie w z het een van"
    " waarom wanneer wat hoeveel su sa ses leur ils elle du des di e o em não ve bir neden".split()
)
