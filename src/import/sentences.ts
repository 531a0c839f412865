/** Sentences in the files that an import writes, where their source has facts and no text. */

import type { Source, SourceKind } from '../domain.ts';
import {
  agree,
  atDate,
  behind,
  count,
  dateInWords,
  inBrackets,
  joinNames,
  phrases,
} from '../language/en/grammar.ts';
import { whereAndWhen } from '../language/en/templates/facts.ts';

type Facts = Partial<Source> & { readonly kind: SourceKind; readonly title: string };

const WORKS: Partial<Record<SourceKind, string>> = {
  paper: 'a paper',
  book: 'a book',
  'edited-volume': 'an edited volume',
  chapter: 'a book chapter',
  review: 'a review',
  report: 'a report',
  software: 'software',
  dataset: 'a data set',
  standard: 'a standard',
  poster: 'a poster',
};
const SUBTYPES = {
  journal: 'a journal article',
  conference: 'a conference paper',
  workshop: 'a workshop paper',
  preprint: 'a preprint',
} as const;

/** One serves as a chair, but on a committee. */
const COMMITTEE = /^(?:\w+ )?(?:committee|board|jury|panel|council)\b/i;

/**
 * What a record is, as a sentence that stands on its own.
 * @param owner the name of the person the corpus is about
 * @param detail for a student, what kind of student; for a position, with whom
 */
export function introduced(facts: Facts, owner: string, detail: string | undefined): string {
  const { kind, title, role, amount, degree, event, publisher } = facts;
  const organization = withThe(facts.organization);
  const funder = withThe(facts.funder);
  // "University of Lund in Lund" says it twice.
  const place = facts.place && organization?.includes(facts.place) ? undefined : facts.place;
  const when = period(facts);
  switch (kind) {
    case 'person':
      return role === undefined && organization === undefined
        ? `This is the profile of ${owner}.`
        : `${owner} is${phrases(role === undefined ? undefined : named(role), behind('at', organization), behind('in', place))}.`;
    case 'position': {
      const verb = isOver(facts) ? 'was' : facts.start === undefined ? 'is' : 'has been';
      const whom = detail === undefined ? '' : `, ${detail}`;
      return `${owner} ${verb}${phrases(named(role ?? title), behind('at', organization), behind('in', place), when)}${whom}.`;
    }
    case 'education':
      return studied({ ...facts, organization, place }, owner);
    case 'student':
      return `${title} ${isOver(facts) ? 'was' : 'is'} a ${detail ?? 'student'} of ${owner}${inBrackets(years(facts))}.`;
    case 'grant':
      return [
        `“${facts.fullTitle ?? title}” is a grant${phrases(behind('from', funder), `to ${owner}`)}${inBrackets(years(facts))}.`,
        amount === undefined ? '' : ` The grant ${title} pays ${amount}.`,
      ].join('');
    case 'award':
      if (/\b(?:fellow|member|scholar)$/i.test(title)) {
        return `${owner} was ${title}${phrases(behind('at', funder ?? organization), when)}.`;
      }
      return `${owner} received ${withArticle(title)}${phrases(behind('from', funder ?? organization), when)}.`;
    case 'talk':
      return `${owner} gave the talk “${title}”${phrases(behind('as', role && named(role.toLowerCase())), behind('at', event), behind('in', place), when)}.`;
    case 'tutorial':
    case 'course':
      return `${owner} ${isOver(facts) || /^\d/.test(facts.term ?? '') ? 'taught' : 'teaches'} the course “${title}”${phrases(behind('at', organization), when)}.`;
    case 'service':
      if (COMMITTEE.test(role ?? title)) {
        const on = (role ?? title).replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
        return `${owner} ${isOver(facts) || facts.start === undefined ? 'served' : 'serves'} on the ${on}${phrases(behind('of', withThe(facts.organization, true)), when)}.`;
      }
      return `${owner} ${isOver(facts) || facts.start === undefined ? 'served' : 'serves'} as${phrases(role ?? title, behind(facts.role === undefined ? 'at' : 'of', withThe(facts.organization, true)), when)}.`;
    case 'media':
      return `“${title}” appeared${phrases(behind('in', publisher ?? event), when)}.`;
    case 'patent':
      return `“${title}” is a patent of ${joinNames(facts.people?.length ? facts.people : [owner])}${inBrackets([facts.number, facts.status].filter(Boolean).join(', '))}.`;
    case 'thesis':
      return `“${facts.fullTitle ?? title}” is the${phrases(degree)} thesis of ${joinNames(facts.people ?? [])}${phrases(behind('at', organization), when)}${facts.advisors?.includes(owner) ? `, advised by ${joinNames(facts.advisors)}` : ''}.`;
    case 'theme':
      return `${owner} works on ${title}.`;
    default:
      return introducedWork(facts, owner);
  }
}

/** "Ada Quill did a PhD in Light at the University of Tarn from 2005 to 2009, advised by Bruno Rook." */
function studied(facts: Facts, owner: string): string {
  const { title, degree = title, organization, place, start, end, advisors = [] } = facts;
  const isDone = end !== undefined && end !== 'present';
  const isReceived = isDone && start === undefined;
  const when = isReceived ? atDate(end) : period(facts);
  const at = behind(isReceived ? 'from' : 'at', organization);
  const where = phrases(at, behind('in', place), when);
  const by = advisors.length === 0 ? '' : `, advised by ${joinNames(advisors)}`;
  const verb = isReceived ? 'received' : isDone ? 'did' : 'is doing';
  const first = `${owner} ${verb} ${withIndefinite(degree)}${where}${by}.`;
  if (!isDoctorate(degree) || advisors.length === 0) return first;
  return `${first} The doctoral advisor of ${owner} was ${joinNames(advisors)}.`;
}

/** Ways to ask for a post or a degree, which its record has no other words for. */
export function asksFor({ kind, degree = '', role = '', end, start }: Facts): string[] {
  if (kind === 'education' && isDoctorate(degree)) {
    return ['where was the PhD done and who supervised it', 'doctoral advisor'];
  }
  if (kind === 'education' && /^m|master|magister|diplom/i.test(degree)) {
    return ["where was the master's degree done"];
  }
  if (kind !== 'position') return [];
  if (/post-?doc/i.test(role)) return ['with whom and where was the postdoc done'];
  const isCurrent = start !== undefined && (end === undefined || end === 'present');
  return isCurrent ? ['job title', 'current employer'] : [];
}

function isDoctorate(degree: string): boolean {
  return /ph\.?\s?d|doctor|doktor|promotion|dr\./i.test(degree);
}

/** "“Lanterns” is a journal article by A. Quill (Journal of Light 2024, pages 1–12)." */
function introducedWork(facts: Facts, owner: string): string {
  const { kind, title, fullTitle, subtype, people = [], editors = [] } = facts;
  const what = subtype === undefined ? (WORKS[kind] ?? `a ${kind} of ${owner}`) : SUBTYPES[subtype];
  const by =
    people.length > 0
      ? `by ${joinNames(people)}`
      : editors.length > 0
        ? `edited by ${joinNames(editors)}`
        : undefined;
  const where = whereAndWhen(facts);
  return `“${fullTitle ?? title}” is${phrases(what, by)}${inBrackets(where)}.`;
}

/** "a doctoral student", "an Associate Professor"; offices that one person holds have no article. */
function named(role: string): string {
  const isPlain = /^\p{Lu}\p{Ll}+(?: [\p{Ll}-]+)*$/u.test(role);
  const words = isPlain ? role.charAt(0).toLowerCase() + role.slice(1) : role;
  if (
    /^(?:head|director|chair|dean|president|co-chair|deputy|member|editor-in-chief|the|a|an)\b/i.test(
      words,
    )
  ) {
    return words;
  }
  return withIndefinite(words);
}

/** Before a letter that is read as one: "an M.Sc.", "an NLP engineer". */
function withIndefinite(words: string): string {
  const isVowel = /^[aeio]|^u(?!ni)/i.test(words) || /^[FHLMNRSX](?:\.|\p{Lu})/u.test(words);
  return `${isVowel ? 'an' : 'a'} ${words}`;
}

function withArticle(award: string): string {
  return /^(?:the|a|an)\s/i.test(award) ? award : `the ${award}`;
}

function isOver({ end, start, date }: Facts): boolean {
  return (end !== undefined && end !== 'present') || (start === undefined && date !== undefined);
}

/** "the University of Tarn", but "Harrow Bay University" */
function withThe(name: string | undefined, always = false): string | undefined {
  if (name === undefined || /^the\s/i.test(name)) return name;
  const isOf =
    /^(?:University|Institute|Museum|Society|Academy|Ministry|School|College|Department|Faculty|Cent(?:er|re)|Port|Bank|Royal)\s(?:of|for)\s/.test(
      name,
    );
  return isOf || always ? `the ${name}` : name;
}

/** "from 2014 to 2019", "since April 2021", "in June 2024" */
function period({ start, end, date, term }: Facts): string | undefined {
  const last = end === 'present' ? undefined : end;
  if (start !== undefined && last !== undefined) {
    return start === last ? atDate(start) : `from ${dateInWords(start)} to ${dateInWords(last)}`;
  }
  if (start !== undefined) return `since ${dateInWords(start)}`;
  if (last !== undefined) return `until ${dateInWords(last)}`;
  if (date !== undefined) return atDate(date);
  if (term === undefined) return undefined;
  return /^\d/.test(term) ? `in ${joinNames(term.split(/,\s*/))}` : `(${term})`;
}

function years({ start, end, date }: Facts): string {
  const year = (time: string | undefined) => time?.slice(0, 4) ?? '';
  if (start === undefined) return year(date ?? end);
  if (year(start) === year(end)) return year(start);
  return end === undefined || end === 'present'
    ? `since ${year(start)}`
    : `${year(start)}–${year(end)}`;
}

/** "Ada Quill has supervised 2 doctoral students: Bruno Rook (2015–2019) and Cora Finch (since 2021)." */
export function supervised(
  owner: string,
  nouns: readonly [string, string],
  students: readonly Facts[],
): string {
  const names = students.map((student) => `${student.title}${inBrackets(years(student))}`);
  return `${owner} has supervised ${count(students.length, ...nouns)}: ${joinNames(names)}.`;
}

/** "Ada Quill has advised 2 MSc theses: those of Bruno Rook (2019) and Cora Finch (2021)." */
export function advisedTheses(
  owner: string,
  degree: string | undefined,
  theses: readonly Facts[],
): string {
  const names = theses.map(
    (thesis) =>
      `${joinNames(thesis.people ?? [])}${inBrackets(years({ ...thesis, date: thesis.date ?? thesis.year?.toString() }))}`,
  );
  const what = [degree, agree(theses.length, 'thesis', 'theses')].filter(Boolean).join(' ');
  return `${owner} has advised ${theses.length} ${what}: ${agree(theses.length, 'that', 'those')} of ${joinNames(names)}.`;
}

export const SUPERVISION = 'Supervision';

/** A remark in a record whose sources disagree. */
export function differing(field: string, values: readonly string[]): string {
  return `Sources differ about ${field}: ${joinNames(values.map(inWords), ' or ')}.`;
}

const DIFFERING = /\bSources differ about [^:]+: .+?\.(?=\s|$)/g;

/** The sentences of that form in a text. */
export function differencesIn(text: string): string[] {
  return [...text.matchAll(DIFFERING)].map(([sentence]) => sentence);
}

function inWords(value: string): string {
  return /^\d{4}-\d\d(?:-\d\d)?$/.test(value) ? dateInWords(value) : value;
}
