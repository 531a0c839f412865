import { isOneOf, KIND_NAMES, kindOf } from '../corpus/kinds.ts';
import { readYears } from '../corpus/time-span.ts';
import type { SourceKind } from '../domain.ts';
import { wordsOf } from '../text/words.ts';
import type { Mention } from './names.ts';

/** What a list is made of: sources of some kinds, or what sources have. */
export interface ListSubject {
  readonly kinds: readonly SourceKind[];
  /** Only what the researcher published. */
  readonly only?: 'publication' | undefined;
  /** Only those with public code, or with an award. */
  readonly having?: 'code' | 'award' | undefined;
  /** Only what the researcher is the first author of. */
  readonly isFirst?: boolean | undefined;
  /** The noun for it: "publication", "publications". */
  readonly noun: readonly [one: string, many: string];
}

/** One of a list by its date: "the newest paper", "his first project". */
export const SUPERLATIVE = /\b(latest|newest|most recent|first(?! author)|earliest|oldest)\b/i;
const ONE_WORK = /\b(paper|publication|article|project|system|tool|book|work)\b/i;

/** "Which paper is by A?" */
const BY = /\b(?:which|what) (?:[a-z]+ ){0,3}(?:by|written by)\b/i;

export const PUBLICATIONS: ListSubject = {
  kinds: [],
  only: 'publication',
  noun: ['publication', 'publications'],
};

const ANY_PUBLICATION = /\b(papers|publications|articles|works|entries)\b/i;
/** Whose list a word asks for that several kinds go by, and what the rest is asked for by. */
const FIRST: readonly SourceKind[] = ['student', 'thesis', 'award'];
/** Asked for by words that mean much else, or by the words for publications. */
const NEVER: readonly SourceKind[] = ['paper', 'page', 'person', 'supervision'];

interface Collection {
  readonly pattern: RegExp;
  readonly kind: SourceKind | null;
  readonly subject: ListSubject;
}

/** What lists there can be, the words that mean one thing only before those that mean many. */
const COLLECTIONS: readonly Collection[] = [
  ...FIRST.map(collectionOf),
  ...KIND_NAMES.filter(
    (kind) => ![...FIRST, ...NEVER, 'book'].includes(kind) && isOneOf(kind, 'publication', 'event'),
  ).map(collectionOf),
  { pattern: ANY_PUBLICATION, kind: null, subject: PUBLICATIONS },
  ...(['project', 'book'] as const).map(collectionOf),
  ...KIND_NAMES.filter((kind) => isOneOf(kind, 'work')).map(collectionOf),
  collectionOf('theme'),
];

function collectionOf(kind: SourceKind): Collection {
  const { one, many, synonyms = [] } = kindOf(kind);
  // What "PhD students" ask is whom there are places for.
  const words = [many, ...synonyms].map((word) =>
    word === 'students' ? '(?<!phd |doctoral )students' : word,
  );
  const pattern = new RegExp(`\\b(?:${words.join('|')})\\b`, 'i');
  return { pattern, kind, subject: { kinds: [kind], noun: [one, many] } };
}

/** The lists that a corpus with sources of some kinds can have. */
function collectionsOf(kinds: ReadonlySet<SourceKind>): readonly Collection[] {
  return COLLECTIONS.filter(({ kind }) => kind === null || kinds.has(kind));
}

const ASKS_FOR_SEVERAL =
  /\b(which|what|list|name|show|all|enumerate|how many|number of|count|give me|any|are there|his|her|their|other)\b/i;
const PUBLISH =
  /\b(publish(ed)?|write|wrote|written?|released?|appear(ed)?|present(ed)?|c[ao]me out|(co-?)?author(ed)?|collaborat\w+|(he|she|they) (do|done|work on|had|got))\b/i;
/** Works that somebody has in common with the researcher, named by nothing else. */
const SHARES =
  /^\W*(?:what )?(?:(?:co-?)?(?:author|writ|publish)\w*|collaborat\w+|joint\w*) (?:\w+ )?with\b/i;
/** "Did he write anything on A?", "anything about A?": works, limited by what follows. */
const ASKS_FOR_ANYTHING =
  /(?:^\W*(?:and |is there |are there )?|\b(?:write|written|wrote|publish|published|work|worked|papers?|publications?) (?:on )?)(?:anything|something) (?:on|about|regarding|concerning)\b/i;
export const YEAR = /\b(19|20)\d\d\b/;

const OF_ANOTHER = /\bhow many\b.*\b(did|does|do|has|have|had|were|was) (the|this|that|it|they)\b/i;

/**
 * The list that a question asks for, or null.
 * @param kinds the kinds of which the corpus has sources
 */
export function readList(
  question: string,
  mentions: readonly Mention[],
  kinds: ReadonlySet<SourceKind>,
): ListSubject | null {
  const isLimited =
    readYears(question) !== null ||
    mentions.some(({ type }) => type === 'venue' || type === 'person');
  const isOnTopic =
    /\b(published|written)\b/i.test(question) && mentions.some(({ type }) => type === 'topic');
  const isByPerson = mentions.some(({ type }) => type === 'person') && BY.test(question);
  const isOfOne = SUPERLATIVE.test(question) || isByPerson;
  const several = isOfOne ? question.replace(ONE_WORK, '$1s') : question;
  const collection = collectionsOf(kinds).find(({ pattern }) =>
    isAskedFor(pattern, several),
  )?.subject;
  // "How many papers did the survey cover?" counts what the survey did.
  if (OF_ANOTHER.test(question) && !isLimited) return null;
  // What is not there cannot be listed.
  if (/\b(no|not|without|never|none)\b/i.test(question)) return null;
  if (collection && (isLimited || ASKS_FOR_SEVERAL.test(question))) {
    return withFacet(collection, question);
  }
  const isShared = mentions.some(({ type }) => type === 'person') && SHARES.test(question);
  if (isShared || ASKS_FOR_ANYTHING.test(question)) return PUBLICATIONS;
  const isAtVenue = mentions.some(({ type }) => type === 'venue');
  if (isAtVenue && /\b(anything|something)\b/i.test(question)) return PUBLICATIONS;
  if (
    !(isLimited || isOnTopic) ||
    !PUBLISH.test(question) ||
    !/\b(what|which|all|list|everything)\b/i.test(question)
  ) {
    return null;
  }
  return PUBLICATIONS;
}

/** Words of asking for works, theses and awards, besides those that a list is recognised by. */
const OF_LISTS =
  /^(?:(?:co|present|written|author|advis|supervis|student|list|receiv|involv|submit|joint|altogether|profile|homepage|research|doctoral|phd|master|msc|bachelor|undergrad|mentor|universit|professor|former)\w*)$/i;

/** Whether a word asks for a list, and says nothing of what is in it. */
export function isListing(form: string, kinds: ReadonlySet<SourceKind>): boolean {
  const patterns = [ASKS_FOR_SEVERAL, PUBLISH, YEAR, SUPERLATIVE, OF_LISTS];
  const nouns = collectionsOf(kinds).map(({ pattern }) => pattern);
  return [...patterns, ...nouns].some((pattern) => pattern.test(form));
}

/** Words from the one that asks to the noun that it asks for. */
const MAX_BETWEEN = 6;

/** "Which conference is best for systems?" asks for no systems. */
const OF_OTHERS =
  /\b(?:which|what) (?!(?:(?:of|are|is|were|was|else|other)\b|universit|institut|year|venue))(?:[\p{L}-]+ ){1,2}(?:is|are|was|were|did|does|do|has|have|had|can|will)\b/iu;

/** "The impact factor of his papers" asks for no papers, "the number of his papers" does. */
const OF_THEM = /([\p{L}]+) of (?:(?:his|her|their|the|all|these|those)\s+)+$/iu;
const COUNTING =
  /^(?:number|count|list|most|many|all|any|some|each|which|one|ones|few|none|names?|titles?|authors?|venues?|years?|kinds?|types?|overview|share|majority)$/i;

/**
 * Whether a noun stands close behind a word that asks, or near the beginning: what comes later may
 * be told by the way.
 */
function isAskedFor(noun: RegExp, question: string): boolean {
  const at = noun.exec(question)?.index;
  if (at === undefined) return false;
  if (OF_OTHERS.test(question.slice(0, at))) return false;
  const head = OF_THEM.exec(question.slice(0, at))?.[1];
  if (head && !COUNTING.test(head)) return false;
  const words = wordsOf(question.slice(0, at));
  const from = words.at(-MAX_BETWEEN)?.start ?? 0;
  return words.length < MAX_BETWEEN || ASKS_FOR_SEVERAL.test(question.slice(from, at));
}

function withFacet(subject: ListSubject, question: string): ListSubject {
  if (/\b(first|lead) author/i.test(question)) return { ...subject, isFirst: true };
  if (/\b(code|open[- ]?sourced?|github|gitlab|implementation)\b/i.test(question)) {
    return { ...subject, having: 'code' };
  }
  if (/\b(award|prize|won|honou?r)/i.test(question) && !subject.kinds.includes('award')) {
    return { ...subject, having: 'award' };
  }
  return subject;
}
