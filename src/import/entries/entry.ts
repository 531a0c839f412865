import type { SourceKind } from '../../domain.ts';
import { type Fields, type Finding, filled, type Origin } from '../finding.ts';
import type { Entry } from '../outline.ts';
import { type Parts, partsOf, tidy } from '../parts.ts';

/** An entry of a list, taken apart, and what is known of the list. */
export interface Item extends Parts {
  readonly entry: Entry;
  /** The heading above the list. */
  readonly heading: string;
  readonly origin: Origin;
  readonly rank: number;
}

export function itemOf(
  entry: Entry,
  {
    heading,
    file,
    rank,
  }: { readonly heading: string; readonly file: string; readonly rank: number },
): Item {
  return { ...partsOf(entry), entry, heading, origin: { file, line: entry.line }, rank };
}

/** A finding of a free text: its kind and title are what its place and form suggest. */
export function findingOf(
  item: Pick<Item, 'origin' | 'rank' | 'links' | 'doi'>,
  kind: SourceKind,
  title: string,
  {
    fields = {},
    remarks = [],
    guessed = [],
    body = '',
    detail,
  }: {
    readonly fields?: Fields;
    readonly remarks?: readonly (string | undefined)[];
    readonly guessed?: readonly string[];
    readonly body?: string;
    readonly detail?: string | undefined;
  } = {},
): Finding {
  return {
    kind,
    title: tidy(title),
    fields: filled({ links: item.links, doi: item.doi, ...fields }),
    body,
    ...(detail !== undefined && { detail }),
    remarks: remarks.flatMap((remark) => (remark && WORDS.test(remark) ? [sentence(remark)] : [])),
    origin: item.origin,
    guessed: guessed.filter((field) => field === 'kind' || field === 'title' || field in fields),
    rank: item.rank,
  };
}

/** What is left of a line may be a number or an empty bracket. */
const WORDS = /\p{L}{3}|\p{L}+\s+\p{L}+/u;

/** With a capital and a period. */
export function sentence(text: string): string {
  const bare = tidy(text);
  if (bare === '') return '';
  const first = bare.charAt(0).toUpperCase() + bare.slice(1);
  return /[.!?]["”’)]?$/.test(first) ? first : `${first}.`;
}

/** When something lasted, for kinds with a start and an end. */
export function lasting({ start, end, date }: Pick<Parts, 'start' | 'end' | 'date'>): Fields {
  if (start !== undefined) return { start, ...(end !== undefined && { end }) };
  if (end !== undefined) return { end };
  return date === undefined ? {} : { start: date, end: date };
}

/** When something happened, for kinds with a date. */
export function happening({ start, end, date }: Parts): Fields {
  const when = date ?? (end === 'present' ? start : (end ?? start));
  return when === undefined ? {} : { date: when };
}

const ORGANIZATION =
  /(?<!\p{L})(?:universi\p{L}*|institut\p{L}*|college|school|academy|akademie|laborator\p{L}*|labs?|museum|cent(?:er|re)|centrum|zentrum|hospital|klinik\p{L}*|hochschule|max planck|fraunhofer|gmbh|inc|ltd|corp|company|group|department|faculty|fakultät|society|foundation|fund|council|agency|board|ministry|commission|association|library|observatory|research|google|microsoft|bank|national|consortium)(?!\p{L})/iu;
/** Names in capitals: "ETH", "MIT", "CNRS". */
const ACRONYM = /(?<!\p{L})(?!PHD|CEO|CTO)\p{Lu}{3,6}(?!\p{L})/u;
const ROLE =
  /(?<!\p{L})(?:professor\p{L}*|prof\.|lecturer|reader|post-?doc\p{L}*|postdoctoral|researcher|scientist|fellow|engineer|director|head|chair|dean|instructor|intern|assistant|associate|student|research\p{L}* (?:assistant|associate|fellow|scientist|engineer)|manager|founder|co-founder|consultant|developer|curator|editor|visiting|teacher|tutor|leader|lead|member|mitarbeiter\p{L}*|leiter\p{L}*|direktor\p{L}*|dozent\p{L}*|maître|chercheu\p{L}*|profesor\p{L}*|chief|officer|analyst|programmer|clerk|president|vice|specialist|librarian|historian|mathematician|physicist|chemist|economist|philosopher|linguist|statistician|astronomer|\p{L}+ologist|candidate|physician|resident)(?!\p{L})/iu;
const DEGREE =
  /(?<!\p{L})(?:ph\.? ?d|d\.? ?phil|doctor\p{L}*|doktor\p{L}*|dr\.|m\.? ?sc|msc|m\.? ?phil|mphil|m\.? ?a|m\.? ?eng|mba|master\p{L}*|diplom\p{L}*|b\.? ?sc|bsc|b\.? ?a|b\.? ?s|b\.? ?tech|b\.? ?eng|m\.? ?s|m\.? ?tech|bachelor\p{L}*|magister|licen\p{L}*|habilitation|abitur|high school|maturité|matura)(?![\p{L}])\.?/iu;
const AWARD =
  /(?<!\p{L})(?:medal|prize|award|honou?r|fellowship|scholarship|preis|stipendium|prix|premio|distinction)(?!\p{L})/iu;
const FUNDER =
  /(?<!\p{L})(?:foundation|fund|funds|council|agency|board|ministry|society|commission|union|trust|association|bank|stiftung|gemeinschaft|ministerium|bund|erc|nsf|nih|dfg|darpa|snf|fwf|nserc|epsrc|ukri|horizon|h2020|anr|port|department|institute|academy|company|gmbh|inc|ltd|university|cisco|google|microsoft|amazon|meta|intel|ibm)(?!\p{L})/iu;

export function isOrganization(text: string): boolean {
  return ORGANIZATION.test(text) || ACRONYM.test(text);
}

export function isRole(text: string): boolean {
  return ROLE.test(text);
}

export function isDegree(text: string): boolean {
  return DEGREE.test(text);
}

export function isAward(text: string): boolean {
  return AWARD.test(text);
}

export function isFunder(text: string): boolean {
  return FUNDER.test(text);
}

/** The value behind a label: "Advisor: A. Quill", "supervised by A. Quill", "with Prof. A. Quill". */
export function labeled(texts: readonly string[], label: RegExp): string | undefined {
  for (const text of texts) {
    const found = label.exec(text);
    if (found) return tidy(text.slice(found.index + found[0].length));
  }
  return undefined;
}

/** People in a list: "A. Quill, B. Rook and C. Finch". */
export function namesIn(text: string): string[] {
  return text
    .replace(/\([^)]*\)/g, '')
    .replace(/\b(?:et al\.?|and others|u\. a\.)/gi, '')
    .split(/\s*(?:,(?!\s*(?:Jr|Sr|I{2,3})\b)|;|\s&\s|\band\b|\bund\b|\bet\b|\by\b)\s*/)
    .map((name) =>
      tidy(
        name
          .replace(/^(?:prof(?:essor)?|dr)\b\.?\s*/i, '')
          .replace(/^(?:prof(?:essor)?|dr)\b\.?\s*/i, ''),
      ),
    )
    .filter(
      (name) => /^\p{Lu}/u.test(name) || /^(?:van|von|de|da|di|du|del|la|el|al)\s/u.test(name),
    );
}
