import type { Link } from '../domain.ts';
import type { DocumentContext } from './document.ts';
import { isOrganization, isRole } from './entries/entry.ts';
import { type Finding, filled, letters, OWNER } from './finding.ts';
import type { Section } from './outline.ts';
import { isPersonal } from './page-role.ts';
import { labelOf, tidy } from './parts.ts';
import { topicOf } from './sections.ts';

const DOCUMENT =
  /^(?:(?:the )?(?:academic |personal |professional )?(?:home ?page|web ?site) of |curriculum vitae|cv|c\. ?v\.|r[ée]sum[ée]|lebenslauf|vita|home|about(?: me)?|über mich|welcome)(?:\s*[–—|·:-]\s*)?/iu;
const TITLES =
  /^(?:(?:prof(?:essor)?|dr|pd|priv\.-doz|mag|dipl\.-ing|ing|mr|mrs|ms|m\. ?sc|ph\. ?d)\.?\s+)+/iu;
const DEGREES = /,?\s+(?:ph\.?\s?d|m\.?\s?sc|m\.?d|dr\.?|b\.?\s?sc|m\.?a|dphil)\.?$/iu;
const PARTICLE =
  '(?:van|von|de|da|di|du|del|della|den|der|des|dos|la|le|el|al|bin|ten|ter|zu|y|e|i|af|av)';
const NAME = new RegExp(
  `^\\p{Lu}[\\p{L}\\p{M}.'’-]*(?:\\s+(?:${PARTICLE}|\\p{Lu}[\\p{L}\\p{M}.'’-]*|(?:al|d|l)['’-]\\p{Lu}\\p{L}+)){1,5}$`,
  'u',
);
const FORMER =
  /\b(?:publish(?:ed|ing)? as|née|formerly|also known as|previously|geb\.|born as|vormals)\s+(\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]+){0,3})/u;
/** The name in another script, in brackets or beside the name: "Xiaoyun Wang (王小云)". */
const EAST_ASIAN =
  /(?:\(|（|\s)([\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]{2,5})(?=[,，)）\s]|$)/u;
/** "Boqi (Percy) Chen" */
const NICKNAME = /(?<=\p{L})\s+[("“](\p{Lu}[\p{L}.'’-]*)[)"”]\s+(?=\p{Lu})/u;
/** What the titles of pages and themes have, and names do not. */
const NO_NAME =
  /\b(?:theme|template|demo|example|sample|starter|your|name|website|homepage|blog|questions|answers|frequently|publications?|lab|group)\b/i;
/** The name stands in one of the first lines. */
const NAME_LINES = 6;
/** Of the links at the head, so many belong to the person. */
const MOST_LINKS = 10;
const PRONOUNS = /\b(?:he\/him(?:\/his)?|she\/her(?:\/hers)?|they\/them(?:\/theirs)?)\b/i;

/** The person at the head of a CV or a homepage: the name, and the lines below it. */
export function headOf(
  sections: readonly Section[],
  context: DocumentContext,
): { readonly head: Finding | null; readonly rest: readonly Section[] } {
  if (!isPersonal(context.role)) return { head: null, rest: sections };
  const lines = context.headLines ?? linesAbove(sections);
  const [heading = ''] = sections.map((section) => section.heading).filter((words) => words !== '');
  const named = [heading, ...lines.slice(0, NAME_LINES), context.title ?? '']
    .map(nameIn)
    .find((name) => name !== undefined);
  if (named === undefined && context.role !== 'home') return { head: null, rest: sections };
  const isOfHead = (section: Section, i: number) =>
    i <= 2 &&
    (DOCUMENT.test(section.heading) ||
      (topicOf(section.heading) === null &&
        (section.heading === '' || nameIn(section.heading) !== undefined)));
  const firstOther = sections.findIndex((section, i) => !isOfHead(section, i));
  const above = firstOther === -1 ? sections : sections.slice(0, firstOther);
  const head = personAt(named, lines, named === undefined ? [] : above, context);
  if (named === undefined) return { head, rest: sections };
  // Prose under the name is a text about the person.
  const prose = above.flatMap((section): Section[] => {
    const entries = section.entries.filter(({ text }) => isProse(text));
    return entries.length === 0
      ? []
      : [
          {
            ...section,
            heading: '',
            entries,
            markdown: entries.map(({ text }) => text).join('\n\n'),
          },
        ];
  });
  return {
    head,
    rest: [...prose, ...sections.slice(above.length)].map((section) =>
      withoutHeadings(section, above),
    ),
  };
}

/** The name and "Curriculum Vitae" are above everything, and so say nothing of a section. */
function withoutHeadings(section: Section, above: readonly Section[]): Section {
  const names = above.map(({ heading }) => heading);
  return { ...section, parents: section.parents.filter((parent) => !names.includes(parent)) };
}

function linesAbove(sections: readonly Section[]): string[] {
  return sections
    .slice(0, 3)
    .flatMap(({ heading, entries }) =>
      topicOf(heading) === null || DOCUMENT.test(heading)
        ? [heading, ...entries.flatMap(({ text, below }) => [text, ...below])]
        : [],
    );
}

/** The name in a line, without "Curriculum Vitae" and titles; undefined where there is none. */
export function nameIn(line: string): string | undefined {
  const bare = tidy(
    line
      .replace(DOCUMENT, '')
      .replace(TITLES, '')
      .replace(TITLES, '')
      .replace(NICKNAME, ' ')
      .replace(/\s*[–—|·(].*$/, '')
      .replace(
        /(?:[’']s)?\s+(?:(?:personal|academic) )?(?:home ?page|web ?site|blog|site|page|cv)$/i,
        '',
      )
      .replace(DEGREES, ''),
  );
  if (
    !NAME.test(bare) ||
    NO_NAME.test(bare) ||
    (isOrganization(bare) && bare !== bare.toUpperCase()) ||
    topicOf(bare) !== null ||
    /[.!?]$/.test(bare)
  )
    return undefined;
  const words = bare.split(/\s+/);
  if (words.filter((word) => /^\p{Lu}/u.test(word)).length < 2 || isRole(bare)) return undefined;
  if (bare !== bare.toUpperCase()) return bare;
  return bare.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
}

/** The name with the one in brackets in place of the given names: "Percy Chen" of "Boqi (Percy) Chen". */
export function nicknamesIn(line: string): string[] {
  const [before, nickname] = [line.slice(0, line.search(NICKNAME)), NICKNAME.exec(line)?.[1]];
  const name = nameIn(line);
  if (nickname === undefined || name === undefined) return [];
  const given = before.split(/\s+/).at(-1) ?? '';
  return [`${nickname} ${name.slice(name.indexOf(given) + given.length).trim()}`];
}

function personAt(
  named: string | undefined,
  lines: readonly string[],
  above: readonly Section[],
  { file, rank }: DocumentContext,
): Finding {
  const name = named ?? OWNER;
  // Lines of a page that names nobody may be about anything.
  const short =
    named === undefined ? [] : lines.filter((line) => !isProse(line) && nameIn(line) !== name);
  const pieces = short
    .slice(0, 2 * NAME_LINES)
    .flatMap((line) => line.replace(PRONOUNS, ' ').split(/\s*[|·•;,]\s+|\.\s+(?=\p{Lu})/u))
    .map(tidy)
    .filter((piece) => piece !== '' && !/https?:|@|:$/.test(piece));
  const [role, ...after] = (pieces.find(isRole) ?? '').split(
    /\s+(?:at|of) (?:the )?(?=\p{Lu}\p{L}* ?(?:Universit|Institut|College))/u,
  );
  const isPlace = (piece: string) =>
    /universit|institut|college|school of|museum|academy|laborator|hochschule|inc\b/i.test(piece) ||
    /^\p{Lu}\S+ Research$/u.test(piece);
  const organization =
    after[0] ??
    pieces.find(
      (piece) => isPlace(piece) && piece !== role && !/^department|^dept|^faculty/i.test(piece),
    );
  const links: Link[] = [
    ...above.flatMap((section) =>
      section.entries
        .filter(({ text }) => !isProse(text))
        .slice(0, NAME_LINES)
        .flatMap((entry) => entry.links),
    ),
    ...addressesIn(short.slice(0, 2 * NAME_LINES)),
  ]
    .map(({ label, url: to }) => ({
      label: /\p{L}/u.test(label) && !/^https?:/.test(label) ? label : labelOf(to),
      url: to,
    }))
    .slice(0, MOST_LINKS);
  const family = letters(name.split(' ').at(-1) ?? '');
  const own = links.find((link) => {
    const { hostname, pathname } = new URL(link.url);
    return (
      (pathname.length <= 1 && letters(hostname).includes(family)) || /home ?page/i.test(link.label)
    );
  })?.url;
  const top = lines.slice(0, 2 * NAME_LINES).join(' ');
  const aliases = [
    ...lines.slice(0, NAME_LINES).flatMap(nicknamesIn),
    FORMER.exec(top)?.[1]?.replace(/\.$/, ''),
    EAST_ASIAN.exec(top)?.[1],
  ];
  const pronouns = PRONOUNS.exec(top)?.[0];
  return {
    kind: 'person',
    title: name,
    fields: filled({
      role: role === '' ? undefined : role,
      organization,
      pronouns: pronouns?.replace(/\s*\/\s*/g, '/'),
      url: own,
      links: links.filter((link) => link.url !== own),
      aliases: aliases.filter((alias) => alias !== undefined),
    }),
    body: '',
    remarks: [],
    origin: { file },
    guessed: [],
    rank,
  };
}

function addressesIn(lines: readonly string[]): Link[] {
  return lines.flatMap((line) =>
    [...line.matchAll(/https?:\/\/[^\s<>|·,;)]+/g)].flatMap(([url]) =>
      URL.canParse(url) ? [{ label: '', url }] : [],
    ),
  );
}

function isProse(text: string): boolean {
  if (!/[.!?](?:\s|$)/.test(text)) return false;
  return (
    text.split(/\s+/).length > 12 || /^(?:I|My|We|Our|Ich|Mein\p{L}*|Wir|Je|Nous|Yo)\s/u.test(text)
  );
}
