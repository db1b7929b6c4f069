"""Past forms of irregular English verbs, and plurals of irregular nouns, each with its plain form.

A word list; no stemmer knows that "heard" is of "hear".
"""

_FORMS = """
    bear bore borne | beat beaten | become became | begin began begun | bend bent | bind bound | bite bit bitten
    bleed bled | blow blew blown | break broke broken | bring brought | build built | burn burnt | buy bought
    catch caught | choose chose chosen | come came | deal dealt | dig dug | draw drew drawn | drink drank drunk
    drive drove driven | eat ate eaten | fall fell fallen | feed fed | feel felt | fight fought | find found
    flee fled | fly flew flown | forbid forbade forbidden | forget forgot forgotten | forgive forgave forgiven
    freeze froze frozen | give gave given | go went gone | grow grew grown | hang hung | hear heard | hide hid hidden
    hold held | keep kept | know knew known | lay laid | lead led | leave left | lend lent | lie lay lain | lose lost
    make made | mean meant | meet met | overcome overcame | pay paid | ride rode ridden | ring rang rung
    rise rose risen | run ran | say said | see saw seen | seek sought | sell sold | send sent | shake shook shaken
    shine shone | shoot shot | show shown | shrink shrank shrunk | sing sang sung | sink sank sunk | sit sat
    sleep slept | speak spoke spoken | spend spent | stand stood | steal stole stolen | stick stuck | strike struck
    swear swore sworn | swim swam swum | take took taken | teach taught | tear tore torn | tell told
    think thought | throw threw thrown | understand understood | wake woke woken | wear wore worn | win won
    withdraw withdrew withdrawn | write wrote written
    man men | woman women | child children | foot feet | person people | wife wives | life lives | half halves
"""
IRREGULAR = {
    form: plain
    for group in _FORMS.replace("\n", "|").split("|")
    if group.strip()
    for plain, *forms in [group.split()]
    for form in forms
}
"""Each irregular form, folded, with its plain form."""
_NOUNS = frozenset("man woman child foot person wife life half".split())


def is_past(word: str) -> bool:
    """Whether a folded word has the form of a verb's past.

    >>> is_past("shot"), is_past("resigned"), is_past("women"), is_past("shoot")
    (True, True, False, False)
    """
    return word.endswith("ed") or (word in IRREGULAR and IRREGULAR[word] not in _NOUNS)
