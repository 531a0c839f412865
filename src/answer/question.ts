import type { Conversation } from '../domain.ts';
import { withoutInstructions } from '../text/instructions.ts';
import { sentenceSpans } from '../text/sentences.ts';
import { COMMON, commonness, isEnglishWord, wordsOf } from '../text/words.ts';
import { boundedQuestion, MAX_QUESTION, rememberNames } from './bounds.ts';
import {
  HE,
  kindPointedTo,
  nthListed,
  type Pointer,
  personNamed,
  plain,
  subjectAndOther,
  subjectOf,
  thesisWriter,
  unique,
} from './conversation.ts';
import {
  askedFacets,
  type Intent,
  isAskingWord,
  isSmallWord,
  isSubject,
  readIntent,
} from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import { readList, YEAR } from './list-question.ts';
import type { Mention, NameIndex } from './names.ts';

/** A question that stands alone, and what it names and wants. */
export interface Understanding {
  readonly question: string;
  readonly mentions: readonly Mention[];
  readonly intent: Intent;
}

const CONTINUES = /^(and|but|or|so|also|then|ok(ay)?|what about|how about)\b[\s,]*/i;
const SHIFTS = /^(and |but |or |so |then |ok(ay)?,? )*((what|how) about|and|or)\b[\s,]*/i;
const ASKS_ON =
  /^(please )?(tell me more|say more|more( details?| info(rmation)?)?|go on|continue|elaborate|why( is that| so)?|how so|((for|since|until|till|with|by|from|to|at|in) )?(how|how (long|many|much|often)|whom?|when|where|which( ones?)?|what year)|for example|examples?|what else|anything else|and)( please)?[\s?.!]*$/i;
const THING =
  '(?:paper|papers|thesis|theses|dissertation|repo|repository|prize|fellowship|project|projects|system|systems|work|works|tool|tools|book|publication|publications|framework|award|benchmark|topic|dataset|study|idea|technique|approach|article|standard)';
const DEMONSTRATIVE = new RegExp(`\\b(?:this|that|these|those)(?: same)? (${THING})\\b`, 'i');
const DEFINITE = new RegExp(`\\b(?:the|its) (?:${THING}|code|authors?|source)\\b`, 'i');
const PLURAL = /\b(they|them|their|theirs|these|those|both|the two)\b/i;
// "that" and "this" stand for something only where no noun or clause follows.
const PRONOUN =
  /\b(it|its|itself|they|them|their|theirs|(?:both|the two)(?: of (?:them|these|those))?)\b|\b(?:this|that|these|those)\b(?=\s*(?:[?.!,]|$|(?:is|was|are|were|do|does|did|has|have|had|work|works|mean|means)\b))/i;
const SINGULAR = /\bit\b/i;
/** "How is that possible?", "Why was this hard?" */
const INVERTED = /\b(is|was|does|did|are|were) (that|this|it)\b/i;
const THERE = /\bthere(?=[\s?.!]*$)/i;
const OF_THOSE = /\b(?:which|what|how many|any|some|one|all) of (?:those|these|them)\b/i;

/**
 * Makes a question stand alone: what it leaves out or points to is taken from the last turns, of
 * both sides. A question that names a subject of its own is left as it is.
 */
export function understand(given: string, history: Conversation, index: NameIndex): Understanding {
  const asked = boundedQuestion(given);
  const names = rememberNames(index);
  const heard = withoutInstructions(asked);
  // Instructions alone ask nothing.
  if (heard === '') return { question: asked, mentions: [], intent: { type: 'instruction' } };
  const question = boundedQuestion(resolveWithin(names.correct(heard), history, names));
  const mentions = names.find(question).map((mention) => thesisOf(mention, question));
  return { question, mentions, intent: readIntent(question, mentions, names) };
}

/**
 * A question that does not stand alone after all, asked of what the conversation is about; null if
 * it names a subject of its own, or the conversation has none that knows the words of the question.
 */
export function askedOfSubject(
  { question, mentions }: Understanding,
  history: Conversation,
  { names, sourceStems }: Pick<Knowledge, 'names' | 'sourceStems'>,
): Understanding | null {
  if (mentions.some((mention) => isSubject(mention) || mention.type === 'venue')) return null;
  const [subject] = subjectOf(history, names, pointerOf(question));
  if (subject === undefined) {
    // "With whom?" is asked of what the last reply says first.
    const reply = history.findLast(({ role }) => role === 'assistant');
    const [first] = reply ? sentenceSpans(reply.content) : [];
    if (!reply || !first || !ASKS_ON.test(question)) return null;
    const told = plain(reply.content.slice(first.start, first.end)).replace(ENDING, '');
    if (told.length + question.length > MAX_QUESTION) return null;
    return understand(`${told}: ${question}`, [], names);
  }
  const known = new Set(
    names.find(subject).flatMap(({ sourceIds }) => sourceIds.flatMap((id) => [...sourceStems(id)])),
  );
  const isKnown = wordsOf(question).every(
    ({ form, stem }) => isAskingWord(form) || commonness(form) >= COMMON || known.has(stem),
  );
  return isKnown ? understand(insert(question, [subject]), [], names) : null;
}

const ENDING = /[\s?.!]+$/;

/**
 * "I came across the name A. What is it?": the last sentence, if it asks for no more than a
 * definition or a fact of what those before it name; else the question as a whole.
 */
function resolveWithin(question: string, history: Conversation, names: NameIndex): string {
  const sentences = sentenceSpans(question).map(({ start, end }) => question.slice(start, end));
  const last = sentences.at(-1) ?? '';
  if (sentences.length > 1 && last.endsWith('?')) {
    const told = { role: 'user', content: sentences.slice(0, -1).join(' ') } as const;
    const asked = resolve(last, [told], names);
    const { type } = readIntent(asked, names.find(asked), names);
    if (asked !== last && (type === 'definition' || type === 'facets')) return asked;
  }
  return resolve(question, history, names);
}

/** Who is named beside "thesis" is named for theirs. */
function thesisOf(mention: Mention, question: string): Mention {
  if (!mention.thesis || !/\b(thes[ie]s|dissertations?)\b/i.test(question)) return mention;
  return { ...mention, type: 'source', kind: 'thesis', sourceIds: [mention.thesis] };
}

function resolve(question: string, history: Conversation, names: NameIndex): string {
  const lastUser = history.findLastIndex((message) => message.role === 'user');
  if (lastUser < 0) return question;
  const own = names.find(question).filter(isSubject);
  const previous = () =>
    resolve(plain(history[lastUser]?.content ?? ''), history.slice(0, lastUser), names);

  if (SHIFTS.test(question)) {
    const body = question.replace(SHIFTS, '');
    const shifted = withoutNames(body, names).length === 0 && shift(previous(), body, names);
    if (shifted) return shifted;
  }
  const counted = ORDINAL.exec(question);
  if (counted && own.length === 0) {
    const nth = nthListed(history, names, counted[1] ?? '');
    if (nth) {
      const body = question.replace(CONTINUES, '').replace(ORDINAL, nth);
      return withoutNames(body, names).length === 0 ? `What is ${nth}?` : body;
    }
  }
  if (HIS_THESIS.test(question) && own.length === 0) {
    const writer = thesisWriter(history, names);
    if (writer) return question.replace(HIS_THESIS, `${writer}'s $1`);
  }
  if (OTHER.test(question) && own.length === 0) {
    const [subject, other] = subjectAndOther(history, names);
    if (subject && other) {
      const body = question.replace(CONTINUES, '').replace(OTHER, other);
      if (withoutNames(body, names).length > 0) return body;
      const asked = previous();
      return asked.includes(subject) ? asked.replace(subject, other) : `What is ${other}?`;
    }
  }
  if (OF_THOSE.test(question)) {
    const body = question.replace(CONTINUES, '');
    const whole = `${previous().replace(ENDING, '')}: ${body}`;
    return whole.length <= MAX_QUESTION ? whole : body;
  }
  // "How does it compare with B?": what stands before the name is not the name.
  const pointer = PRONOUN.exec(question);
  const isBefore = pointer !== null && own.every(({ start }) => pointer.index < start);
  if (own.length > 0 && !isBefore)
    return question.replace(CONTINUES, (lead) => (/about/i.test(lead) ? lead : ''));

  // "Which papers appeared at SOSP?" asks for what it says.
  const namesOwner = names.find(question).some(({ type }) => type === 'owner');
  const isWhole = readList(question, names.find(question), names.kinds) !== null;
  const someone = OF_SOMEONE.test(question) ? personNamed(history, names) : undefined;
  if (someone)
    return question
      .replace(CONTINUES, '')
      .replace(OF_SOMEONE, (word) => (/^(his|her)$/i.test(word) ? `${someone}'s` : someone));
  const pointsBack =
    PRONOUN.test(question) ||
    INVERTED.test(question) ||
    THERE.test(question) ||
    DEMONSTRATIVE.test(question) ||
    (CONTINUES.test(question) && !HE.test(question) && !namesOwner) ||
    ASKS_ON.test(question) ||
    (!HE.test(question) && !isWhole && (DEFINITE.test(question) || asksForFacet(question, names)));
  if (!pointsBack) return question;
  const subject =
    kindPointedTo(question, history, names) ?? subjectOf(history, names, pointerOf(question));
  if (subject.length === 0 || own.some(({ name }) => subject.includes(name))) return question;
  return insert(question, subject);
}

/** Asks for what every publication has, and for nothing that the corpus does not know. */
function asksForFacet(question: string, { isKnown }: NameIndex): boolean {
  return (
    askedFacets(question).length > 0 &&
    wordsOf(question).every(
      ({ form, stem }) =>
        isSmallWord(form) ||
        commonness(form) >= COMMON ||
        askedFacets(form).length > 0 ||
        isKnown(stem) ||
        !isEnglishWord(form),
    )
  );
}

function pointerOf(question: string): Pointer {
  if (THERE.test(question) && !PRONOUN.test(question)) return 'place';
  if (PLURAL.test(question) && !SINGULAR.test(question)) return 'several';
  return /\b(it|its|this|that)\b/i.test(question) ? 'thing' : 'any';
}

/** Puts the subject where the question points to it, or at its end. */
function insert(question: string, subject: readonly string[]): string {
  const name = subject.join(' and ');
  const body = question.replace(CONTINUES, '');
  const start = body === '' ? question : body;
  if (DEMONSTRATIVE.test(start)) return start.replace(DEMONSTRATIVE, `the $1 of ${name}`);
  if (/\b(its|their|theirs)\b/i.test(start)) {
    return start.replace(/\b(its|their|theirs)\b/i, `${name}'s`);
  }
  // "What did they find with it?": people are seldom what is asked about.
  if (SINGULAR.test(start)) return start.replace(SINGULAR, name);
  if (PRONOUN.test(start)) return start.replace(PRONOUN, name);
  if (INVERTED.test(start)) return start.replace(INVERTED, `$1 ${name}`);
  if (THERE.test(start)) return start.replace(THERE, `at ${name}`);
  const end = /[\s?.!]*$/.exec(start)?.[0].trim() ?? '';
  return `${start.replace(/[\s?.!]+$/, '')} (${name})${end}`;
}

/**
 * The previous question, asked of something else of the same sort: "Where was A published?", "And
 * B?"; "Which papers at SOSP?", "And at NSDI?"; "In 2015?", "And 2023?". Null if there is nothing
 * to put in, and a question of its own if there is nothing to replace.
 */
function shift(previous: string, body: string, names: NameIndex): string | null {
  const year = YEAR.exec(body)?.[0];
  if (year) return YEAR.test(previous) ? previous.replace(YEAR, year) : null;
  const own = names.find(body);
  const type = own[0]?.type;
  if (!type) return null;
  const name = unique(own).join(' and ');
  const before = names.find(previous);
  const alike = before.filter((mention) => mention.type === type);
  const replaced = alike.length > 0 || !own.some(isSubject) ? alike : before.filter(isSubject);
  const last = replaced.at(-1);
  if (last) {
    // "A, B and C" is one thing to ask about, "A of B" is not.
    const first = replaced.findLast((mention, i) => {
      const prior = replaced[i - 1];
      return (
        !prior ||
        !/^(?:\s*,|\s*\b(?:and|or|vs\.?|versus)\b)+\s*$/i.test(
          previous.slice(prior.end, mention.start),
        )
      );
    });
    return previous.slice(0, first?.start) + name + previous.slice(last.end);
  }
  return own.some(isSubject) ? `What is ${name}?` : null;
}

const ORDINAL =
  /\bthe (first|second|third|fourth|fifth|last)( one| of (them|those|these))?\b(?! author)/i;

const HIS_THESIS = /\b(?:his|her|their) ((?:\w+ )?(?:thesis|dissertation))\b/i;

const OF_SOMEONE = /\b(he|she|him|his|her)\b/i;

const OTHER = /\bthe other( one)?\b(?! \w)/i;

/** The words of a text besides names, years and small words. */
function withoutNames(text: string, names: NameIndex): string[] {
  const mentions = names.find(text);
  return wordsOf(text)
    .filter((word) => !mentions.some((m) => word.start >= m.start && word.end <= m.end))
    .map((word) => word.form)
    .filter((form) => !SMALL.has(form) && !YEAR.test(form));
}

const SMALL = new Set('the a an please then that of at in on for with by from to'.split(' '));
