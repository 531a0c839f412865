import { isSamePerson } from '../../corpus/people.ts';
import type { Link, SourceKind } from '../../domain.ts';
import { type Fields, type Finding, letters, OWNER } from '../finding.ts';
import { labelOf, tidy } from '../parts.ts';
import { findingOf, type Item, isOrganization, namesIn } from './entry.ts';

const PARTICLE =
  '(?:(?:van|von|de|da|di|du|del|della|den|der|dos|la|le|el|al|bin|ten|ter|zu|und)\\s)';
const FAMILY = `${PARTICLE}*\\p{Lu}[\\p{L}\\p{M}'’-]+(?:\\s(?:Jr|Sr)\\.?)?`;
const INITIALS = '(?:\\p{Lu}\\p{Ll}?\\.[\\s-]?)+';
const NAMES = [
  `${INITIALS}\\s?${FAMILY}`,
  `${FAMILY},\\s?${INITIALS.replace(/\+$/, '{1,4}')}`,
  `\\p{Lu}\\p{Ll}[\\p{L}'’-]*(?:\\s\\p{Lu}\\.)*\\s${FAMILY}`,
  `${FAMILY}\\s\\p{Lu}{1,3}(?![\\p{L}])`,
].join('|');
const AUTHORS = new RegExp(
  `^(?:${NAMES})\\*?(?:\\s*(?:,?\\s*(?:and|und|et|&)\\s|,|;)\\s*(?:${NAMES})\\*?)*(?:,?\\s*(?:et al\\.?|and others))?`,
  'u',
);
const FAMILY_FIRST = new RegExp(`${FAMILY},\\s?${INITIALS.replace(/\+$/, '{1,4}')}`, 'gu');
const VENUE_WORD =
  /(?<!\p{L})(?:press(?:es)?|revue|cahiers|annales|zeitschrift|éditeur|university|université|journal|proceedings|conference|letters|transactions|reviews?|symposium|workshop|verlag|éditions|publish\p{L}*|nature|science)(?!\p{L})/iu;
const YEAR = /\b(?:19|20)\d\d\b/g;
const VOLUME =
  /\b(?:vol(?:ume|\.)?\s*)?(\d{1,4})\s*\((?!(?:19|20)\d\d)(\d{1,4}(?:[–-]\d{1,3})?)\)|\b(?:vol(?:ume|\.)?\s*)(\d{1,4})\b|\b(\d{1,4})\s*\((?:19|20)\d\d\)/i;
const PAGES = /(?:\bpp?\.?\s*|[,:)]\s*|\s)(\d{1,5})\s*[–—-]{1,2}\s*(\d{1,5})\b/;
const ARXIV = /arxiv\.org\/(?:abs|pdf)\/(\d{4}\.\d{4,5})/i;
const AWARD =
  /(?:🏆|\p{Emoji_Presentation}|\*)?\s*\b((?:best|distinguished|outstanding|honou?rable|test of time|runner)[\p{L}\s-]*?(?:paper|award|mention|poster|artifact|thesis|demo|runner-up)(?:\s+award)?)\b/iu;

/** A line of a list of publications. Empty if no title can be told from it. */
export function readReference(item: Item): Finding[] {
  const text = tidy(
    item.text
      .replace(/^\[?\d{1,3}[\].)]\s+/, '')
      .replace(/https?:\/\/\S+|\bdoi:?\s*10\.\S+/gi, ' '),
  );
  const marked = markedTitle(item, text);
  const authors = marked === undefined ? leadingAuthors(text) : authorsBefore(text, marked);
  const behind = text.slice(marked === undefined ? authors.length : 0);
  const title = marked ?? titleAt(behind);
  if (title === undefined || letters(title).length < 4) return [];
  const after = text
    .slice(text.indexOf(title) + title.length)
    .replace(/^[\s"”».,;:–-]+/, '')
    // Who wrote it with the owner was read already.
    .replace(/^\((?:joint|with|avec|mit|con)\s[^)]*\)[\s.,;:]*/i, '');
  const outside = text.replace(title, ' ');
  const years = outside.match(YEAR) ?? [];
  const inBrackets = /\(((?:19|20)\d\d)/.exec(outside)?.[1];
  const year = inBrackets ?? years.at(-1);
  const inFront = peopleIn(authors);
  const behindTitle = inFront === undefined ? AUTHORS.exec(after)?.[0] : undefined;
  const joint = jointAuthors(item.bracketed);
  const named = joint ?? authorsIn(behindTitle);
  const people = joint ?? inFront ?? named ?? [];
  const award = AWARD.exec(item.text.replace(title, ' '))?.[1];
  const venue = venueOf(item, after, title, named === undefined ? undefined : behindTitle);
  const volume = VOLUME.exec(after);
  const pages = PAGES.exec(after.replace(VOLUME, ' ').replace(/\((?:19|20)\d\d\)/, ' '));
  const kind = kindOfReference(item.heading, outside);
  const fields: Fields = {
    people,
    links: linksAbout(item.links, title, people),
    arxiv: item.links.map(({ url }) => ARXIV.exec(url)?.[1]).find((id) => id !== undefined),
    ...(kind === 'book' ? { publisher: venue } : { venue }),
    year: year === undefined ? undefined : Number(year),
    pages: pages && Number(pages[1]) <= Number(pages[2]) ? `${pages[1]}-${pages[2]}` : undefined,
    awards: award === undefined ? [] : [titleCase(tidy(award))],
    ...(kind === 'paper' || kind === 'chapter'
      ? { volume: volume?.[1] ?? volume?.[3] ?? volume?.[4], issue: volume?.[2] }
      : {}),
    status:
      /\b(?:in press|to appear|forthcoming|accepted|under review|submitted|in preparation|im druck|à paraître)\b/i
        .exec(outside)?.[0]
        .toLowerCase(),
  };
  // A sentence is no work: that takes a time, or people and a place.
  const isWork =
    year !== undefined ||
    fields.status !== undefined ||
    (people.length > 0 && (venue !== undefined || marked !== undefined)) ||
    item.doi !== undefined;
  if (!isWork) return [];
  const isSure = marked !== undefined && people.length > 0 && venue !== undefined;
  return [
    findingOf(item, kind, title, {
      fields,
      guessed: isSure ? ['kind'] : ['kind', 'title', 'people', 'venue'],
    }),
  ];
}

/** The pages of a work, without those of its authors; the link on its title leads to the paper. */
function linksAbout(links: readonly Link[], title: string, people: readonly string[]): Link[] {
  return links
    .filter(({ label }) => !people.some((name) => isSamePerson(name, label)))
    .map(({ label, url }) => {
      if (letters(label) === letters(title)) return { label: 'Paper', url };
      return /^\W*(?:source )?code\W*$/i.test(label)
        ? { label: labelOf(url), url }
        : { label, url };
    });
}

/** "(with B. Rook)": the owner leaves out his or her own name. */
function jointAuthors(bracketed: readonly string[]): string[] | undefined {
  const others = bracketed
    .map((inner) => /^(?:joint (?:work )?)?(?:with|avec|mit|con)\s+(.+)$/i.exec(inner)?.[1])
    .find((names) => names !== undefined);
  const names = others === undefined ? undefined : peopleIn(others);
  return names === undefined ? undefined : [OWNER, ...names];
}

/** Names behind a title; two capitalized words alone may be a publisher. */
function authorsIn(text: string | undefined): string[] | undefined {
  const names = peopleIn(text ?? '');
  return names && (names.length > 1 || /\p{Lu}\./u.test(text ?? '')) ? names : undefined;
}

/** What is set off as a title: in quotation marks, in italics without a quotation, or a long link or bold text. */
function markedTitle({ quoted, entry }: Item, text: string): string | undefined {
  if (quoted[0] !== undefined) return quoted[0];
  const long = (words: string) => words.split(/\s+/).length >= 3 && text.includes(tidy(words));
  const strong = entry.emphasized.find(
    ({ isStrong, text: words }) => isStrong && long(words) && AUTHORS.exec(words)?.[0] !== words,
  );
  const link = entry.links.find(
    ({ label }) => label.split(/\s+/).length >= 4 && text.includes(label),
  );
  const italics = entry.emphasized.filter(({ isStrong }) => !isStrong).map((part) => part.text);
  const [first] = italics;
  // What stands first is the title; bold type behind it may be an award.
  const found =
    [link?.label, strong?.text].find((words) => words && text.startsWith(words)) ??
    strong?.text ??
    link?.label;
  if (found !== undefined) return tidy(found);
  if (first === undefined) return undefined;
  // Authors, then italics: the title. Authors, a sentence, then italics: the venue.
  const before = text.slice(0, text.indexOf(tidy(first)));
  const rest = tidy(before.replace(AUTHORS, '').replace(/\((?:19|20)\d\d[^)]*\)/, ''));
  return rest.split(/\s+/).length <= 3 && text.includes(tidy(first)) ? tidy(first) : undefined;
}

/** A single name without initials before a colon is the title of a book: "Standing Still: A History". */
function leadingAuthors(text: string): string {
  const authors = AUTHORS.exec(text)?.[0] ?? '';
  const isTitle = text.charAt(authors.length) === ':' && !/[.,&]|\band\b/.test(authors);
  return isTitle ? '' : authors;
}

function authorsBefore(text: string, title: string): string {
  return text
    .slice(0, text.indexOf(title))
    .replace(/\(?(?:19|20)\d\d[a-z]?\)?/, '')
    .replace(/[\s.,:;“„"«(]+$/, (end) => (end.startsWith('.') ? '.' : ''));
}

/** The sentence behind the authors: up to a period, or to "In". */
function titleAt(behind: string): string | undefined {
  const start = behind.replace(
    /^[\s.,:;*]*(?:(?:\(?(?:19|20)\d\d[a-z]?\)?|\([^)]{1,20}\))[\s.,:;]*)?/,
    '',
  );
  const end =
    /(?<=[\p{L}\p{N})’”°%]{2})[.?!](?=\s+(?:\p{Lu}|\d|In\b|$))|[.?!]$|,?\s+(?:[Ii]n:?|In Proc\w*\.?)\s+(?=\p{Lu})|,\s+(?=(?:19|20)\d\d\b)|,\s+(?=\p{Lu}[^,]{3,60}?\s\d{1,4}\s*\((?:19|20)\d\d\))|,?\s+\((?=with\s|avec\s|mit\s|joint\s)/u.exec(
      start,
    );
  const title = tidy(start.slice(0, end === null ? undefined : endOfTitle(start, end)));
  return title === '' || title.split(/\s+/).length < 2 ? undefined : title;
}

/** A question may be the first half of a title: where two more sentences follow, the second is the venue. */
function endOfTitle(start: string, end: RegExpExecArray): number {
  if (!/[?!]/.test(end[0])) return end.index;
  const rest = start.slice(end.index + 1);
  const next = /^\s+[^.?!]{8,120}?(?=\.\s+\p{Lu})/u.exec(rest);
  return end.index + 1 + (next && !/\d/.test(next[0]) ? next[0].length : 0);
}

function peopleIn(authors: string): string[] | undefined {
  const familyFirst = authors.match(FAMILY_FIRST);
  if (familyFirst && authors.startsWith(familyFirst[0]))
    return familyFirst.map((name) => name.trim());
  const names = namesIn(authors.replace(/\*/g, ''));
  const isNames =
    names.length > 0 &&
    !names.some((name) => isOrganization(name) || VENUE_WORD.test(name)) &&
    names.every((name) => name.split(/\s+/).length <= 6 && !/\d/.test(name));
  return isNames ? names : undefined;
}

function venueOf(
  { entry }: Item,
  after: string,
  title: string,
  authors: string | undefined,
): string | undefined {
  const italic = entry.emphasized.find(
    ({ isStrong, text }) => !isStrong && !title.includes(tidy(text)) && after.includes(tidy(text)),
  );
  if (italic) return cleanVenue(italic.text);
  const rest = (authors === undefined ? after : after.replace(authors, ''))
    .replace(/^[\s.,;:]*(?:in|In)\b:?\s*/, '')
    .replace(/^[\s.,;:]+/, '');
  const end =
    /(?<!\b(?:Trans|Proc|Int|Conf|Symp|Lett|J|Appl|Phys|Rev|Math|Soc|Sci|Comput|Natl|Acad|Am|Ann|Bull|Mech|Eng|Res|Assoc|Chem|Mater|Biol|Med|Med|Stat|Lect|Notes))\.(?:\s|$)|;(?:\s|$)|,\s*(?:vol|pp?\.|no\.|\d|eds?\b|in press)|\s\d{1,4}\s*[(,:]|\s*\(|,?\s+(?:19|20)\d\d\b|\p{Emoji_Presentation}/iu.exec(
      rest,
    );
  const venue = cleanVenue(rest.slice(0, end?.index));
  return venue === '' || venue.split(/\s+/).length > 16 ? undefined : venue;
}

function cleanVenue(text: string): string {
  return tidy(
    text
      .replace(
        /^(?:in|(?:to appear|forthcoming|in press) (?:in|at)|accepted (?:at|by|in)):?\s+/i,
        '',
      )
      .replace(/[,\s]+(?:vol\.?\s*)?\d+(?:\(\d+\))?$/, ''),
  );
}

function kindOfReference(heading: string, text: string): SourceKind {
  const words = `${heading} ${text}`;
  if (/\b(?:ph\.?d\.?|doctoral|master'?s?|bachelor'?s?)\s+(?:thesis|dissertation)\b/i.test(text))
    return 'thesis';
  if (/chapter|chapitre|cap[ií]tulo/i.test(heading) || /\bin\b[^.]*\beds?\.?\)/i.test(text))
    return 'chapter';
  if (/book reviews?|rezension/i.test(heading)) return 'review';
  if (/^(?:books?|monographs?|b[uü]cher|monographien|livres?|libros?)$/i.test(heading.trim()))
    return 'book';
  if (/technical reports?|\breports?\b/i.test(words) && /report/i.test(heading)) return 'report';
  if (/data ?sets?/i.test(heading)) return 'dataset';
  return 'paper';
}

function titleCase(text: string): string {
  return text
    .replace(/\b\p{Ll}/gu, (letter) => letter.toUpperCase())
    .replace(/\b(Of|The|And|For)\b/g, (word) => word.toLowerCase());
}
