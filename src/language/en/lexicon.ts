/** Small words of English that the understanding of a message reads one by one. */

/** Words that a question turns on. */
export const WH_WORDS: ReadonlySet<string> = new Set(
  'what whats who whos whom whose which when where why how'.split(' '),
);

/** Before a question word, they begin a question too: "and in which year". */
export const PREPOSITIONS: ReadonlySet<string> = new Set(
  'in on at for from to by with of about since until during under after before'.split(' '),
);

export const CONJUNCTIONS: ReadonlySet<string> = new Set('and but or also plus then so'.split(' '));

/** They stand for a thing that was named before. */
export const THING_PRONOUNS: ReadonlySet<string> = new Set('it its itself'.split(' '));

/** They stand for a thing unless a noun follows: "this works", but "this paper". */
export const DEMONSTRATIVES: ReadonlySet<string> = new Set('this that these those'.split(' '));

/** "These days" and "that year" point to a time, and to nothing that was said. */
export const TIMES: ReadonlySet<string> = new Set(
  'day days week weeks month months year years time times'.split(' '),
);

/** They stand for several. */
export const PLURAL_PRONOUNS: ReadonlySet<string> = new Set(
  'they them their theirs both these those'.split(' '),
);

/** They stand for a person, the researcher unless another was named. */
export const PERSON_PRONOUNS: ReadonlySet<string> = new Set(
  'he him his she her hers himself herself'.split(' '),
);

/** Nouns for somebody who was named: "that person". */
export const PERSON_NOUNS: ReadonlySet<string> = new Set(
  'person guy man woman author coauthor student colleague'.split(' '),
);

/** They stand for a place. */
export const PLACE_PRONOUNS: ReadonlySet<string> = new Set(['there']);

export const POSSESSIVES: ReadonlySet<string> = new Set('its their theirs his her hers'.split(' '));

/** From zero. */
export const NUMBERS: readonly string[] = [
  ...'zero one two three four five six seven eight nine ten eleven twelve'.split(' '),
  ...'thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(' '),
];

export const ORDINALS: readonly string[] = 'first second third fourth fifth sixth'.split(' ');

/** Nouns for publications of any kind. */
export const PUBLICATION_NOUNS: readonly string[] = [
  ...['publications', 'publication', 'papers', 'paper', 'articles', 'article', 'works'],
  ...['entries', 'preprints', 'anything', 'something', 'everything'],
];

export const NEWEST: ReadonlySet<string> = new Set('newest latest recent current last'.split(' '));
export const OLDEST: ReadonlySet<string> = new Set('first earliest oldest'.split(' '));

/** They ask for what is the case now. */
export const PRESENT: ReadonlySet<string> = new Set(
  'now today current currently nowadays present presently ongoing moment'.split(' '),
);
/** They ask for what came before something, or before now. */
export const EARLIER: ReadonlySet<string> = new Set(
  'before previous previously formerly earlier prior'.split(' '),
);
/** They ask for what came behind something. */
export const LATER: ReadonlySet<string> = new Set(
  'after afterwards since next later then'.split(' '),
);

export const FIRST_AUTHOR: readonly string[] = ['first', 'author'];
