import { isOneOf, isRecord } from '../corpus/kinds.ts';
import type { Facet, RefusalReason, Source } from '../domain.ts';
import {
  alsoUntold,
  askOne,
  doYouMean,
  elsewhere,
  notTold,
  onlyMentioned,
  outOfScope,
  TOLD,
  untold,
  WANTED,
  WHICH_ONE,
} from '../language/en/templates/answers.ts';
import type { Decided, Decision } from './decide.ts';
import type { Evidence } from './evidence.ts';
import { mostTold } from './follow-ups.ts';
import type { Knowledge } from './knowledge.ts';
import { factsOf } from './makers/say.ts';
import { isAboutOwner } from './resolve/owner.ts';
import { insert, pointersOf } from './resolve/pointers.ts';
import type { Reading, Want } from './types.ts';
import { likeliest } from './understand/classifier.ts';
import { linkTo, researcherName } from './wording.ts';

/** What is said instead of an answer. */
export interface Declined {
  readonly reason: RefusalReason;
  readonly text: string;
  /** What the profile describes that comes close, the closest first. */
  readonly near: readonly Source[];
  /** Questions among which the visitor has to choose; none where nothing is asked back. */
  readonly choices: readonly string[];
}

/** A kind of thing that is asked for with less than this probability is not named. */
const CLEAR = 0.5;
/** A cosine from which a question is taken to be one for this profile. */
const IN_SCOPE = 0.38;
/** Without vectors: the share of a question's words that a sentence has to have. */
const IN_SCOPE_COVERAGE = 0.5;
const MAX_NAMED = 3;

/**
 * What is told of what a message asks about, and that this is not; or a question back. Where something
 * was chosen, it is a model that found that it is no answer.
 */
export function declineOf({ turn, memory, parts }: Decision, knowledge: Knowledge): Declined {
  const name = researcherName(knowledge.names.owner);
  const unclear = parts.find(({ ambiguous }) => ambiguous.length > 0);
  if (unclear) return askBack(unclear);
  const part = parts.find((one) => subjectsOf(one).length > 0) ?? parts[0];
  if (!part && turn.act !== 'instruct') {
    return { reason: 'out_of_scope', text: askOne(name), near: [], choices: [] };
  }
  if (!part || (!part.chosen && !isInScope(part, knowledge))) {
    return { reason: 'out_of_scope', text: outOfScope(name), near: [], choices: [] };
  }
  const { reading } = part.likeliest;
  const isNowhere =
    !part.chosen &&
    reading.isDangling &&
    reading.subjects.length === 0 &&
    part.evidence.length === 1;
  if (isNowhere && !memory.isShown(WHICH_ONE)) return askWhich(part, knowledge);
  const precise = untoldOf(part, knowledge);
  const contact = knowledge.names.owner?.url ? linkTo(knowledge.names.owner) : null;
  if (precise !== null) {
    const text = [precise, ...(contact === null ? [] : [elsewhere(contact)])].join(' ');
    return { reason: 'not_in_corpus', text, near: subjectsOf(part), choices: [] };
  }
  const near = [...new Set([...subjectsOf(part), ...nearest(part.likeliest)])].slice(0, MAX_NAMED);
  const text = untold(name, near.map(linkTo), contact);
  return { reason: 'not_in_corpus', text, near, choices: [] };
}

/** A sentence on a part of a message that has no answer, beside the answers to the others. */
export function noteOf(part: Decided, knowledge: Knowledge): string {
  if (part.ambiguous.length > 0) return askBack(part).text;
  return untoldOf(part, knowledge) ?? alsoUntold(part.request.text);
}

function askBack({ ambiguous }: Decided): Declined {
  const names = ambiguous.map(({ subjects }) => subjects[0]?.title ?? '');
  return {
    reason: 'ambiguous',
    text: doYouMean(names),
    near: ambiguous.flatMap(({ subjects }) => subjects.slice(0, 1)),
    choices: ambiguous.map(({ question }) => question),
  };
}

/** "It" points to nothing that was said: what it could be, with the question asked of each. */
function askWhich({ request }: Decided, knowledge: Knowledge): Declined {
  const near = mostTold(knowledge).slice(0, MAX_NAMED);
  const [pointer] = pointersOf(request.text);
  const choices = near.map(({ title }) => insert(request.text, [title], pointer));
  return { reason: 'ambiguous', text: WHICH_ONE, near, choices };
}

/** What the profile tells of the things and people that a request names; null where it names none. */
function untoldOf(part: Decided, knowledge: Knowledge): string | null {
  const { reading } = part.likeliest;
  const subjects = subjectsOf(part);
  const [subject] = subjects;
  if (!subject) {
    const person = reading.mentions.find(({ type }) => type === 'person');
    const works = (person?.sourceIds ?? [])
      .flatMap((id) => knowledge.source(id) ?? [])
      .filter(({ kind }) => isRecord(kind))
      .slice(0, MAX_NAMED);
    if (!person || works.length === 0) return null;
    return onlyMentioned(person.name, works.map(linkTo), wantedOf(reading, 'they'));
  }
  const facets = new Set(factsOf(knowledge, subject).map(({ facet }) => facet));
  const known = [...TOLD.keys()].filter((facet) => subjects.length === 1 && facets.has(facet));
  const isWritten = isOneOf(subject.kind, 'publication');
  const of = subjects.length > 1 || subject.kind === 'person' ? 'they' : 'it';
  // What the record tells, after all, is not said to be untold.
  if (known.some((facet) => TELLS[facet]?.includes(likeliest(reading.wants)))) return null;
  return notTold(
    subjects.map(linkTo),
    known.slice(0, MAX_NAMED - 1).flatMap((facet) => TOLD.get(facet)?.(isWritten) ?? []),
    wantedOf(reading, of),
  );
}

/** What facets tell of the kinds of things that are asked for. */
const TELLS: Readonly<Partial<Record<Facet, readonly Want[]>>> = {
  people: ['authors', 'list-people', 'person-other'],
  publication: ['venue', 'date'],
  award: ['award', 'list-awards'],
  code: ['code', 'link'],
};

/** What is asked for, if that is clear. */
function wantedOf({ wants }: Reading, of: 'it' | 'they'): string | null {
  const want = likeliest(wants);
  return (wants.get(want) ?? 0) < CLEAR ? null : (WANTED[want]?.(of) ?? null);
}

function subjectsOf({ likeliest: { reading } }: Decided): Source[] {
  return reading.subjects.slice(0, MAX_NAMED);
}

/** Whether a request is about the researcher's field: it names something, or comes near to it. */
function isInScope({ evidence, likeliest: { reading } }: Decided, knowledge: Knowledge): boolean {
  if (reading.mentions.length > 0) return true;
  if (knowledge.names.owner !== null && isAboutOwner(reading)) return true;
  return evidence.some(({ vector, hits, told }) =>
    vector === null
      ? told.some(({ coverage }) => coverage >= IN_SCOPE_COVERAGE)
      : told.some(({ cosine, sentence }) => !sentence.facet && cosine >= IN_SCOPE) ||
        hits.some(({ why }) => (why.cosine ?? 0) >= IN_SCOPE),
  );
}

function nearest({ hits }: Evidence): Source[] {
  const records = hits
    .map(({ source }) => source)
    .filter(({ kind }) => isRecord(kind) || kind === 'theme');
  return [...new Set(records)];
}
