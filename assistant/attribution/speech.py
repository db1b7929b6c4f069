"""The English words of reported speech.

General vocabulary only. Knows no rule and no article.
"""

from assistant.words import MONTHS, WEEKDAYS

_TELLING = (
    "say tell write post add state note warn argue insist explain stress emphasize emphasise clarify"
    " reply tweet remark comment assert allege maintain contend caution respond recall quip joke concede"
    " conclude declare vow boast lament urge"
)
_DOING = (
    "announce confirm report deny describe acknowledge reveal disclose promise suggest admit indicate"
    " hint accuse pledge repeat reiterate testify propose demand praise call dismiss reject condemn"
    " criticize criticise mention find show share publish tout hail complain ask hope fear echo signal"
    " think believe predict estimate claim point"
)
_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote writing",
    "think": "thinks thought thinking",
    "deny": "denies denied denying",
    "reply": "replies replied replying",
    "testify": "testifies testified testifying",
    "admit": "admits admitted admitting",
    "find": "finds found finding",
    "show": "shows showed showing",
    "quip": "quips quipped quipping",
}


def _forms(verb: str) -> set[str]:
    if verb in _IRREGULAR:
        return {verb, *_IRREGULAR[verb].split()}
    stem = verb.removesuffix("e")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"}
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    return {verb, third, f"{stem}ed", f"{stem}ing"}


def _all_forms(verbs: str) -> frozenset[str]:
    return frozenset().union(*(_forms(verb) for verb in verbs.split()))


TELLING = _all_forms(_TELLING)
"""Verbs whose object is what was said."""
DOING = _all_forms(_DOING)
"""Verbs that may also have a thing as object: only with "that", a quotation, or a place where it was said."""
SPEECH = TELLING | DOING
CLOSING = TELLING | _all_forms(
    "announce claim point confirm report acknowledge reveal disclose promise suggest admit testify repeat show"
)
"""Verbs that may close a sentence they report: "..., the ministry announced"."""
WRITING = frozenset().union(*(_forms(verb) for verb in ("write", "post", "tweet", "share", "publish")))

BE = frozenset("is are was were be been being am".split())
BETWEEN = frozenset(
    "has have had also later earlier previously reportedly recently publicly officially repeatedly"
    " quickly further subsequently then now will would again once already still first himself herself"
    " itself themselves both all immediately initially separately meanwhile both does do did since never"
    " even only simply always often just".split()
)
"""Words that may stand between a subject and its verb."""
PRONOUNS = frozenset("he she they it we i you".split())
DETERMINERS = frozenset(
    "the a an one another some several many two three four most both multiple various numerous other any"
    " every each his her its their our my".split()
)
BREAKS = frozenset(
    "and or but so nor yet while when where who whom whose which that what as if because although though"
    " after before since until unless than then however meanwhile also to by on about into over under"
    " through during between among against without within upon despite per via not is are was were be been"
    " being am has have had do does did will would can could should may might must this these those here"
    " there it he she they we i you him them us me how why whether once still even only just like amid"
    " following including according".split()
)
"""No word of a speaker's noun phrase, read backwards from the verb."""
PEOPLE = frozenset(
    "official officials source sources authorities spokesman spokeswoman spokesperson spokespeople"
    " representative representatives minister ministers president leader leaders officer officers expert"
    " experts analyst analysts lawmaker lawmakers prosecutor prosecutors police researcher researchers"
    " scientist scientists critic critics witness witnesses resident residents lawyer lawyers aide aides"
    " adviser advisers advisor advisors diplomat diplomats person people man woman family organizers"
    " organisers doctors doctor investigators company group agency department ministry government report"
    " statement study newspaper court judge chief director head chairman chairwoman ceo governor mayor"
    " senator commander general secretary coach player players author authors activist activists economist"
    " economists engineers engineer executives executive members member staff workers worker union"
    " military army office observers doctors nurse nurses students student teacher teachers parents mother"
    " father brother sister wife husband son daughter friend friends colleague colleagues survey poll data"
    " figures media outlet network commission committee council board bank firm team administration"
    " campaign agents agent judges democrats republicans firefighters teenager driver fans editor editors"
    " founder director-general deputy professor attorney attorneys suspect victim victims bloc star singer"
    " actor actress rapper comedian quarterback goalkeeper striker pitcher district attorney billionaire"
    " entrepreneur host anchor creator historian veteran".split()
)
"""Lower-case nouns that speak."""
PERSONS = frozenset(
    "official spokesman spokeswoman spokesperson minister president officer lawyer judge mayor governor"
    " senator doctor nurse man woman mother father brother sister wife husband son daughter actor actress"
    " singer coach author writer director chief prosecutor student teacher driver witness expert analyst"
    " researcher scientist professor leader".split()
)
"""Nouns for one person, who can be "he" or "she"."""
REPORTERS = frozenset(
    "reporters journalists lawmakers supporters fans investors police officers investigators us them".split()
)
OUTLET = frozenset(
    "press news times post reuters bloomberg tv radio journal herald guardian today magazine tribune"
    " broadcasting channel network politico axios bbc cnn cnbc abc nbc cbs npr pbs afp ap tass interfax"
    " xinhua agency independent telegraph mail sun star gazette chronicle weekly daily economist variety"
    " deadline insider espn wire standard mirror express globe observer review fox sky msnbc yahoo people"
    " vogue rolling stone forbes fortune wired verge".split()
)
NOUNLIKE = frozenset(
    "post posts state states note notes remark remarks comment comments report reports show shows promise"
    " promises demand demands mention mentions share shares find finds joke boast lament caution cautions"
    " vow vows claim claims estimate estimates point points call calls praise hope hopes fear fears signal"
    " signals quip respond indicates hint hints repeat echo recall warning".split()
)
"""Forms that are nouns as often as verbs: only right before what was said."""
AFTER_CLOSING = frozenset(
    "out on in at to during via through after before last this earlier late early yesterday today tonight"
    " of by when as".split()
).union(WEEKDAYS)
"""What may follow a verb that closes its sentence: a day, a place, a hearer."""
TIMES = frozenset([*WEEKDAYS, *MONTHS, "today", "yesterday", "tomorrow", "tonight"]) - {"may"}
CHANNELS = (
    "Truth Social|X|Twitter|Telegram|Facebook|Instagram|TikTok|YouTube|Threads|LinkedIn|Bluesky|Weibo|WeChat|WhatsApp"
    "|VK|Reddit|Snapchat|Mastodon|Substack|Twitch|Medium|social media|state television|state TV|national television"
    "|live television|television|the radio|state media"
)
