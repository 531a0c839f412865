import { stopwords as dutch } from '@orama/stopwords/dutch';
import { stopwords as french } from '@orama/stopwords/french';
import { stopwords as german } from '@orama/stopwords/german';
import { stopwords as italian } from '@orama/stopwords/italian';
import { stopwords as portuguese } from '@orama/stopwords/portuguese';
import { stopwords as spanish } from '@orama/stopwords/spanish';
import { stopwords as swedish } from '@orama/stopwords/swedish';
import { isRecord, isStage } from '../corpus/kinds.ts';
import type { Facet } from '../domain.ts';
import { anyOf } from '../text/patterns.ts';
import {
  commonness,
  FREQUENT,
  fold,
  isEnglishWord,
  isNameOrNumber,
  isStopWord,
  wordsOf,
} from '../text/words.ts';
import { type ListSubject, readList, YEAR } from './list-question.ts';
import { type Mention, type NameIndex, withoutOwner } from './names.ts';
import { readSmallTalk, type SmallTalk } from './small-talk.ts';

/** Which kind of answer a question wants. */
export type Intent =
  | { readonly type: 'small-talk'; readonly topic: SmallTalk }
  | { readonly type: 'list'; readonly of: ListSubject }
  | { readonly type: 'comparison' }
  | { readonly type: 'facets'; readonly facets: readonly Facet[] }
  | { readonly type: 'definition' }
  /** `isOfInterest`: somebody tells what they would like to work on or read about. */
  | { readonly type: 'supervision'; readonly isOfInterest: boolean }
  /** Tells the assistant how to behave, and asks nothing. */
  | { readonly type: 'instruction' }
  | { readonly type: 'open' };

// With the words of some other languages: who asks in German, French or Spanish about a thing by its
// name gets the fact.
const FACETS: readonly [Facet, RegExp][] = [
  [
    'award',
    /\b(awards?|prizes?|honou?r(s|ed)?|won|win|recogni[sz]ed|recognition|distinguished|preise?|auszeichnung(en)?|prix|premios?)\b/i,
  ],
  [
    'code',
    /\b(code|source|sources|repos?|repositor(y|ies)|github|gitlab|implementation|open[- ]?sourced?|download|artifact|quellcode|c[oó]digo)\b/i,
  ],
  [
    'people',
    /\b(who|whom|whose|authors?|authored|co-?authors?|wrote|written by|collaborators?|team|(?<!how many )people|wer|autor(en|es)?|auteurs?|qui(é|e)n(es)?|qui)\b/i,
  ],
  [
    'publication',
    /\b(published?|publication|first|earlier|older|newer|later|venue|conference|journal|proceedings|appear(ed|s)?|presented|came out|come out|when|what year|which year|year|title|full name|acronym|abbreviation|stands? for|university|institution|pages?|wo|wann|ver[öo]ffentlicht|publi[ée]e?|o[uù]|quand|d[oó]nde|cu[aá]ndo|publicado|publicó)\b/i,
  ],
  ['identifier', /\b(doi|arxiv|identifiers?)\b/i],
  [
    'link',
    /\b(read|download|full text|online|recording|youtube|watch|presentation|specification|spec|profile|paper|pdf|links?|url|address|website|page|slides?|video|talk|poster|preprint|documentation|docs|demo|lesen|leer|lire)\b/i,
  ],
];

export const COMPARISON =
  /\b(compar(e|ed|ing|ison)|differ(s|ent|ence|ences|ently)?|versus|vs|relate[sd]?|relation(ship)?|connect(s|ed|ion)?|what links|linked|in common|similar(ity|ities)?|better than|contrast|separates?|distinguish(es)?|as opposed to|unlike|each|both|same|or)\b/i;
/** Words of asking what something is; besides them, a definition is asked of nothing else. */
const ASKING = new Set(
  'tell explain describe define definition introduce meant say overview summary summarise summarize know learn mean means meaning term please briefly quick quickly short details detail information info want like show present give idea concept project paper publication system tool framework thesis book award thing called named number numbers work works used use new here research two three few sentence sentences words paragraph describes explains introduces discusses covers deals deal treats tackles addresses kind kinds type types sort sorts exactly precisely topic subject'.split(
    ' ',
  ),
);
/** Words of asking for a post: the first sentences about a stage of a career tell it. */
const POST = new Set(
  'role position post job title employed employer hold held career long since until'.split(' '),
);
export function isPost(form: string): boolean {
  return POST.has(form);
}

/** Asks whether a stage of a career lasts. */
const STILL = /\b(still|no longer|any ?more)\b/i;
/** "Was ist …", "¿Qué es …", "Qu'est-ce que …": small words of other languages ask for nothing. */
const FOREIGN_SMALL = new Set(
  [...german, ...french, ...spanish, ...italian, ...portuguese, ...dutch, ...swedish, 'cos'].map(
    (word) => fold(word),
  ),
);
/** A word that carries no content, in one of several languages. */
export function isSmallWord(form: string): boolean {
  return isStopWord(form) || FOREIGN_SMALL.has(form);
}

/** A word of asking what something is, or one without content. */
export function isAskingWord(form: string): boolean {
  return isSmallWord(form) || ASKING.has(form);
}

/** Asks what something is, whatever else it may look like. */
const DEFINES =
  /\b(what (is|are|was|were)|what's|mean(s|ing)?|term|definition|define|explain|describe|tell me about|summari[sz]e|summary|overview|introduce|who (is|was)|(was|wer) ist|wat is|wie is|vad [äa]r|qui est|chi [eè]|co to jest|(qu['’]est|cos['’]|qu[eé] es|qui[eé]n es|o que))(?![\p{L}])/iu;
/** In a question that stands alone, the researcher. */
const HE = /\b(he|him|his|she|her)\b/i;
const SUPERVISION = anyOf(
  /\bsupervis\w*/i,
  /\badvis\w*/i,
  /\bmentor\w*/i,
  /\bmy (own )?(thesis|phd|master'?s?|msc|bachelor'?s?|internship|dissertation)/i,
  /\b(phd|doctoral|msc|master'?s?|thesis|internship|open|available) (students?|positions?|openings?|places?|opportunit\w+|projects?|topics?)/i,
  /\b(i am|i'm|as) an? ([\w']+ ){0,3}student/i,
  /\b(possible|potential|prospective) (thesis|phd|internship|supervision)/i,
  /\bjoin (his|her|the|your) (group|lab|team)/i,
  /\b(do|doing|pursue|start|write) (a|an|my) ([\w']+ )?(phd|doctorate|master'?s?|thesis|internship|postdoc) (with|under)/i,
  /\bapply/i,
  /\badmission/i,
  /\badmit(ted)?/i,
  /\b(?<!\bwe('re| are) )hiring/i,
  /\baccept(s|ing)? (\w+ )?students?/i,
  // "My student" is somebody else's.
  /(?<!\b(?:my|our) (?:\w+ )?)\bstudents?/i,
  /\bwork with (him|her|you)/i,
  /\binterns?\b/i,
  /\binternships?/i,
);
/** Tells of one's own interest, or asks what to read: a list would not do. */
const STUDIES = anyOf(
  /\bi(['’]m| am) (into|interested in|keen on|curious about|new to|fascinated by)\b/i,
  /\bmy interests?\b/i,
  /\b(should|do|shall|must|could) i (read|start|begin|study)\b/i,
  /\b(read first|reading list)\b/i,
  /\b(open|unanswered|unsolved) (research )?(questions?|problems?|directions?|challenges?)\b/i,
  /\b(questions?|problems?|directions?|challenges?)\b.*\b(open|unanswered|unsolved)\b/i,
);
const ASKER =
  /\b(?:as|i am|i['’]m|being) an? (?:[\w'’-]+ ){0,3}student\b(?: (?:who|and|that))?(?: (?:(?:am|is) )?(?:likes?|loves?|interested in|(?:getting|looking) into|working on|looking for|wants? to))?\s*/gi;

/** A question without what students say of themselves, which is near to all that tells of students. */
export function withoutAsker(question: string): string {
  const rest = question.replace(ASKER, '');
  return wordsOf(rest).some(({ form }) => !isStopWord(form)) ? rest : question;
}

/** The researcher as the one who was supervised. */
const WAS_SUPERVISED =
  /\b(supervised|advised|mentored|taught) (him|his|her)\b|\b(his|her|'s|phd|doctoral) (advis[oe]r|supervisor|mentor)s?\b|\b(advis[oe]r|supervisor|mentor) (of|for|was|during)\b/i;

/** The words by which a question asks for a facet. */
export function facetWords(question: string, facet: Facet): string[] {
  return FACETS.filter(([name]) => name === facet).flatMap(([, pattern]) =>
    [...question.matchAll(new RegExp(pattern, 'gi'))].map(([word]) => word),
  );
}

/** Asks for a text that the corpus has not. */
const COMPOSES =
  /^\W*(?:please |kindly |(?:can|could|would) you )*(?:write|compose|draft)\b(?!.*\b(?:summary|overview|abstract|paragraph|description|bio|biography|introduction)\b)/i;

/** A question that a yes or no would answer. */
const CHECKS =
  /^\W*(?:(?:so|and|but|or)\W+)?(?:is|are|was|were|do|does|did|has|have|had|isn['’]t|wasn['’]t|didn['’]t|doesn['’]t)\b|\b(?:right|correct|isn['’]t it|wasn['’]t it|didn['’]t it)\s*\?\s*$/i;
const WHERE_TO_FIND =
  /\bwhere (?:can|could|do|may|should) (?:i|we|one|you) (?:find|get|read|see|download|buy|order|obtain|fetch)\b/i;

export function asksWhether(question: string): boolean {
  return CHECKS.test(question);
}

/** What the words ask for of that which every publication has: authors, venue, code, … */
export function askedFacets(question: string): Facet[] {
  return FACETS.filter(([, pattern]) => pattern.test(question)).map(([facet]) => facet);
}

/** Reads the kind of answer off the words of a question that stands alone. */
export function readIntent(
  question: string,
  mentions: readonly Mention[],
  { isKnown, kinds }: Pick<NameIndex, 'isKnown' | 'kinds'>,
): Intent {
  if (COMPOSES.test(question)) return { type: 'instruction' };
  // "Are you A?", where A is the researcher.
  const isOfNothing = mentions.every(({ type }) => type === 'owner') && /\byou\b/i.test(question);
  const topic = mentions.length === 0 || isOfNothing ? readSmallTalk(question) : null;
  if (topic) return { type: 'small-talk', topic };
  const subjects = new Set(mentions.filter(isSubject).map((mention) => mention.name));
  const things = mentions.filter((mention) => isRecord(mention.kind));
  const others = otherWords(question, mentions, isKnown);
  const isSought = WHERE_TO_FIND.test(question);
  const asked = FACETS.filter(
    ([facet, pattern]) => pattern.test(question) || (isSought && facet === 'link'),
  );
  const isOfCareer = mentions.some(({ kind }) => isStage(kind));
  if (subjects.size >= 2 && COMPARISON.test(question)) return { type: 'comparison' };
  const isAboutOne = subjects.size > 0 || mentions.some(({ type }) => type === 'owner');
  const isDefined = DEFINES.test(question) && (isAboutOne || HE.test(question));
  if (isDefined && others.length === 0) return { type: 'definition' };
  const isSupervision =
    SUPERVISION.test(question) && !WAS_SUPERVISED.test(withoutOwner(question, mentions));
  const list = things.length === 0 ? readList(question, mentions, kinds) : null;
  // "A reading list of 2022" is a list, whoever asks for it.
  if (STUDIES.test(question) && !(list && YEAR.test(question)))
    return { type: 'supervision', isOfInterest: !isSupervision };
  if (list && !(asksWhether(question) && SUPERVISION.test(question))) {
    return { type: 'list', of: list };
  }
  if (isSupervision) return { type: 'supervision', isOfInterest: false };
  if (isOfCareer && (STILL.test(question) || others.every(({ form }) => isPost(form))))
    return { type: 'definition' };
  if (isAboutOne && others.length === 0 && asked.length === 0) return { type: 'definition' };
  // To "Was A published at B in 2020?" and "Where is C's page of A?" the fact is the answer, whatever B and C are.
  const isCheck = asksWhether(question) || isSought;
  const isAllAsked = others.every(
    ({ form, isPointed }) =>
      (isCheck && isPointed) ||
      commonness(form) >= FREQUENT ||
      asked.some(
        ([, pattern]) =>
          pattern.exec(question)?.[0].toLowerCase().includes(form) || pattern.test(form),
      ),
  );
  // A page is no thing, but it has an address.
  const isPage =
    asked.some(([facet]) => facet === 'link') && mentions.some(({ kind }) => kind === 'page');
  if ((things.length > 0 || isPage) && asked.length > 0 && isAllAsked) {
    return { type: 'facets', facets: asked.map(([facet]) => facet) };
  }
  if (subjects.size > 0 && others.length === 0) return { type: 'definition' };
  return { type: 'open' };
}

/** Whether a name can be what a question is about. */
export function isSubject({ type, kind }: Mention): boolean {
  // "Students", "advising" name what the corpus tells about supervision, and nothing one returns to.
  return (type === 'source' && kind !== 'supervision') || type === 'topic' || type === 'person';
}

/**
 * The content words besides names and the words of asking what something is. Small letters that
 * neither English nor the corpus has as a word say nothing here: they may be typing errors or
 * another language.
 */
function otherWords(
  question: string,
  mentions: readonly Mention[],
  isKnown: (stem: string) => boolean,
): { form: string; isPointed: boolean }[] {
  return wordsOf(question)
    .map((word, i) => ({ ...word, isPointed: isNameOrNumber(question, word, i) }))
    .filter((word) => !mentions.some((m) => word.start >= m.start && word.end <= m.end))
    .filter(({ form }) => !isAskingWord(form))
    .filter(
      (word) =>
        isKnown(word.stem) ||
        isEnglishWord(word.form) ||
        (word.start > 0 && /\p{Lu}/u.test(question.slice(word.start, word.end))),
    );
}
