import { isOneOf } from '../corpus/kinds.ts';
import { parsePersonName } from '../corpus/people.ts';
import type { SourceKind } from '../domain.ts';
import { type Finding, letters, RANK } from './finding.ts';
import { degreeOfHeading } from './sections.ts';

/** Titles with fewer letters are not enough to tell that two works are one. */
const SHORT = 12;
/** Titles that many works have: "Master’s Thesis", "Final report". */
const GENERIC =
  /^(?:(?:the|my|ph\.?\s?d\.?|doctoral|masters?|master['’]s|bachelors?|bachelor['’]s|diploma|senior|honou?rs|undergraduate|technical|annual|final|thesis|dissertation|report|introduction|preface|foreword|editorial|series|editors?|editors?['’]s?|slides?|poster)(?:\s+|$))+$/i;
/** A preprint appears at most so many years before the article. */
const YEARS_APART = 3;

/** Things that are few, and told apart by other fields than their titles. */
const COMPARED_WHOLE: ReadonlySet<SourceKind> = new Set([
  'person',
  'position',
  'education',
  'grant',
  'award',
  'service',
]);

/** Whether two findings are of the same thing. */
function isSame(a: Finding, b: Finding): boolean {
  if (a.kind === 'person' || b.kind === 'person') return a.kind === b.kind;
  if (isWork(a.kind) && isWork(b.kind)) return isSameWork(a, b);
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'position':
      return (
        isAlike(a.fields.organization, b.fields.organization) &&
        isAlike(a.fields.role, b.fields.role) &&
        overlaps(a, b)
      );
    case 'education':
      return isAlike(a.fields.organization, b.fields.organization) && levelOf(a) === levelOf(b);
    case 'grant':
      return (
        isSameNumber(a, b) ??
        (isAlike(a.title, b.title) ||
          (isAlike(a.fields.funder, b.fields.funder) &&
            a.fields.start !== undefined &&
            yearOf(a) === yearOf(b)))
      );
    case 'award':
      return (
        isAlike(a.title, b.title) && Math.abs((yearOf(a) ?? 0) - (yearOf(b) ?? yearOf(a) ?? 0)) <= 1
      );
    case 'course':
      return (isSameNumber(a, b) ?? false) || letters(a.title) === letters(b.title);
    case 'service':
      return (
        isAlike(a.title, b.title) ||
        (isAlike(a.fields.role, b.fields.role) &&
          isAlike(a.fields.organization, b.fields.organization))
      );
    case 'talk':
    case 'news':
    case 'media':
      return (
        letters(a.title) === letters(b.title) &&
        (yearOf(a) ?? yearOf(b)) === (yearOf(b) ?? yearOf(a))
      );
    default:
      return letters(a.title) === letters(b.title);
  }
}

/** Looks up the findings of the same thing without comparing each with all. */
export function sameIn(findings: readonly Finding[]): (finding: Finding) => Finding[] {
  const byKey = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const key of keysOf(finding)) {
      const alike = byKey.get(key) ?? [];
      alike.push(finding);
      byKey.set(key, alike);
    }
  }
  return (finding) =>
    keysOf(finding)
      .flatMap((key) => byKey.get(key) ?? [])
      .filter((other) => isSame(other, finding));
}

/** Two findings of the same thing have one of these in common. */
function keysOf({ kind, title, fields }: Finding): string[] {
  if (COMPARED_WHOLE.has(kind)) return [kind];
  const { doi, arxiv, number } = fields;
  const keys = [title, headOf(title), doi, arxiv, number].flatMap((key) =>
    key === undefined ? [] : [letters(key)],
  );
  return [...new Set(keys)];
}

function isSameWork(a: Finding, b: Finding): boolean {
  const [x, y] = [a.fields, b.fields];
  const isPreprint = x.subtype === 'preprint' || y.subtype === 'preprint';
  if (x.doi !== undefined && y.doi !== undefined && x.doi.toLowerCase() === y.doi.toLowerCase())
    return true;
  if (x.arxiv !== undefined && x.arxiv === y.arxiv) return true;
  if (x.number !== undefined && letters(x.number) === letters(y.number ?? ''))
    return a.kind === b.kind;
  const canBeOne =
    classOf(a.kind) === classOf(b.kind) || a.guessed.includes('kind') || b.guessed.includes('kind');
  if (!canBeOne || !hasSameTitle(a.title, b.title) || !shareAuthor(a, b)) return false;
  const [first, second] = [yearOf(a), yearOf(b)];
  const gap = first === undefined || second === undefined ? 0 : Math.abs(first - second);
  // Two articles of one title in different places are two.
  if (!isPreprint && x.doi !== undefined && y.doi !== undefined) return false;
  if (!isPreprint && gap > 0 && appearedTwice(a, b, gap)) return false;
  const isNamed = a.kind === b.kind && (a.kind === 'software' || a.kind === 'dataset');
  if (isVague(a.title) && !(isNamed && !GENERIC.test(a.title))) {
    if (!isPreprint && gap > 0) return false;
    const isOneYear = first !== undefined && first === second;
    if (!isOneYear && !(hasPeople(a) && hasPeople(b))) return false;
  }
  return gap <= YEARS_APART;
}

/** A paper at a conference and the article that it became have one title, and different places and years. */
function appearedTwice(a: Finding, b: Finding, gap: number): boolean {
  const [x, y] = [a.fields, b.fields];
  if (x.venue === undefined || y.venue === undefined || isAlike(x.venue, y.venue)) return false;
  const isOneList = a.rank === RANK.bibliography && a.origin.file === b.origin.file;
  const areOfTwoKinds =
    x.subtype !== undefined && y.subtype !== undefined && x.subtype !== y.subtype;
  return isOneList || areOfTwoKinds || gap > 1;
}

/** The same, or the same up to a colon: one of them gives the short title. */
function hasSameTitle(one: string, other: string): boolean {
  const [a, b] = [letters(one), letters(other)];
  if (a === b) return true;
  const isHead = (short: string, long: string, whole: string) =>
    short.length >= 6 && short !== long && letters(headOf(whole)) === short;
  return isHead(a, b, other) || isHead(b, a, one);
}

function isVague(title: string): boolean {
  return letters(title).length < SHORT || GENERIC.test(title);
}

function hasPeople({ fields: { people = [], editors = [] }, guessed }: Finding): boolean {
  return people.length + editors.length > 0 && !guessed.includes('people');
}

/** A title up to its colon, dash or question mark. */
function headOf(title: string): string {
  return title.split(/:\s|\s[–—]\s|\?\s/)[0] ?? '';
}

function shareAuthor(a: Finding, b: Finding): boolean {
  const families = ({ fields: { people = [], editors = [] } }: Finding) =>
    [...people, ...editors].flatMap((name) =>
      parsePersonName(name).family.flatMap(({ spellings }) => spellings[0] ?? []),
    );
  const [x, y] = [families(a), families(b)];
  return (
    x.length === 0 ||
    y.length === 0 ||
    x.some((family) => y.includes(family)) ||
    [...x, ...y].some((family) => family.includes('owner'))
  );
}

/** Whether one text contains the other, case and punctuation aside. */
function isAlike(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [a, b] = [letters(one), letters(other)];
  return a === b || (Math.min(a.length, b.length) >= 5 && (a.includes(b) || b.includes(a)));
}

function isSameNumber(a: Finding, b: Finding): boolean | null {
  if (a.fields.number === undefined || b.fields.number === undefined) return null;
  return letters(a.fields.number) === letters(b.fields.number);
}

/** Two positions of one name at one place are one if their times meet, or nearly. */
function overlaps(a: Finding, b: Finding): boolean {
  const [x, y] = [yearOf(a), yearOf(b)];
  return x === undefined || y === undefined || Math.abs(x - y) <= 2;
}

function levelOf({ fields, title }: Finding): string {
  const degree = fields.degree ?? title;
  return (
    degreeOfHeading(degree) ??
    (/^b|bachelor/i.test(degree) ? 'Bachelor' : /^m|master/i.test(degree) ? 'MSc' : letters(degree))
  );
}

export function yearOf({ fields }: Finding): number | undefined {
  const { year, date, start, end } = fields;
  const written = date ?? start ?? (end === 'present' ? undefined : end);
  return year ?? (written === undefined ? undefined : Number(written.slice(0, 4)));
}

function isWork(kind: SourceKind): boolean {
  return isOneOf(kind, 'publication', 'work');
}

/** Kinds that sources confuse: an article may be called a paper, a chapter or a report. */
function classOf(kind: SourceKind): string {
  if (kind === 'book' || kind === 'edited-volume') return 'book';
  return ['paper', 'chapter', 'report', 'review'].includes(kind) ? 'writing' : kind;
}
