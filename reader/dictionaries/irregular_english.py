"""The English words whose forms no ending explains (ran, mice, better): a word a line, then its forms."""

from __future__ import annotations

from functools import cache

_FORMS = """
arise arose arisen
awake awoke awoken
be am is are was were been
bear bore borne born
become became
befall befell befallen
begin began begun
behold beheld
bend bent
bind bound
bite bit bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
buy bought
can could
catch caught
choose chose chosen
cling clung
come came
creep crept
deal dealt
dig dug
do did done does
draw drew drawn
dream dreamt
drink drank drunk
drive drove driven
dwell dwelt
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fling flung
fly flew flown
forbid forbade forbidden
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone goes
grind ground
grow grew grown
hang hung
have had has
hear heard
hide hid hidden
hold held
keep kept
kneel knelt
know knew known
lay laid
lead led
lean leant
leap leapt
learn learnt
leave left
lend lent
lie lay lain lying
light lit
lose lost
make made
may might
mean meant
meet met
mistake mistook mistaken
overcome overcame
pay paid
prove proven
ride rode ridden
ring rang rung
rise rose risen
run ran
saw sawn
say said
see saw seen
seek sought
sell sold
send sent
sew sewn
shake shook shaken
shall should
shine shone
shoot shot
show shown
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
slay slew slain
sleep slept
slide slid
sling slung
smell smelt
sow sown
speak spoke spoken
speed sped
spell spelt
spend spent
spill spilt
spin spun
spit spat
spoil spoilt
spring sprang sprung
stand stood
steal stole stolen
stick stuck
sting stung
stink stank stunk
strike struck stricken
strive strove striven
swear swore sworn
sweep swept
swell swollen
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
tread trod trodden
understand understood
undertake undertook undertaken
wake woke woken
wear wore worn
weave wove woven
weep wept
will would
win won
wind wound
withdraw withdrew withdrawn
withstand withstood
wring wrung
write wrote written
analysis analyses
axis axes
basis bases
calf calves
child children
crisis crises
criterion criteria
curriculum curricula
datum data
die dice
elf elves
foot feet
goose geese
half halves
hypothesis hypotheses
index indices
knife knives
leaf leaves
life lives
loaf loaves
louse lice
man men
matrix matrices
medium media
mouse mice
ox oxen
person people
phenomenon phenomena
self selves
shelf shelves
synthesis syntheses
thesis theses
thief thieves
tooth teeth
vertex vertices
wife wives
wolf wolves
woman women
bad worse worst
far farther farthest further furthest
good better best well
little less least
many more most
""".strip()


@cache
def words_by_form() -> dict[str, tuple[str, ...]]:
    """Return the words of each irregular form, in small letters; of some there are two, as of lay."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _FORMS.split("\n"):
        word, *forms = line.split(" ")
        for form in forms:
            found[form] = (*found.get(form, ()), word)
    return found
