import type { Finding } from '../finding.ts';
import { findingOf, happening, type Item, isFunder, isOrganization, lasting } from './entry.ts';

const INVESTIGATOR =
  /\b(?:(?:co-?)?(?:principal )?investigator|(?:co-?)?pi|applicant|antragsteller\p{L}*|member|coordinator|partner|sole|lead)\b/iu;
const GRANT =
  /\b(?:grant|fellowship|scholarship|award|stipend\p{L}*|förderung|project|projekt|program\p{L}*)\b/iu;

/** "2023 – 2027 Coastal Science Foundation, “Interphases in motion”, EUR 1,450,000 (principal investigator)" */
export function readGrant(item: Item): Finding[] {
  const { quoted, bracketed, amount, sentences } = item;
  const cells = item.entry.cells;
  const pieces = item.pieces.filter((piece) => !/^(?:with|pi|role)\b/i.test(piece));
  const role = [...bracketed, ...item.pieces, ...sentences].find(
    (part) => INVESTIGATOR.test(part) && !GRANT.test(part) && part.split(' ').length <= 5,
  );
  const named = cell(cells, /fund|agency|sponsor|geldgeber|source/i);
  const others = pieces.filter((piece) => piece !== role);
  const title =
    cell(cells, /grant|title|project|name|titel/i) ??
    quoted[0] ??
    others.find((piece) => !isFunder(piece) || GRANT.test(piece)) ??
    others[0];
  if (title === undefined) return [];
  const funder =
    named ??
    others.find((piece) => piece !== title && isFunder(piece)) ??
    others.find((piece) => piece !== title);
  const money = cell(cells, /amount|budget|summe|betrag|volume|eur|usd/i) ?? amount;
  return [
    findingOf(item, 'grant', title, {
      fields: { ...lasting(item), funder, amount: money, role },
      remarks: [
        ...others.filter((piece) => piece !== title && piece !== funder && cells === undefined),
        ...bracketed.filter((inner) => inner !== role && cells === undefined),
        ...sentences.filter((part) => part !== role && cells === undefined),
        ...item.entry.below,
      ],
      guessed: named === undefined && funder !== undefined && !isFunder(funder) ? ['funder'] : [],
    }),
  ];
}

/** "Aune Medal for Electrochemistry, Northern Chemical Society, 2022" */
export function readAward(item: Item): Finding[] {
  const [first, second, ...others] = item.pieces;
  const title = first ?? item.quoted[0];
  if (title === undefined) return [];
  const times = item.start === undefined ? happening(item) : lasting(item);
  const isGiver =
    second !== undefined &&
    (isFunder(second) || isOrganization(second) || /^\p{Lu}.*\s\p{Lu}/u.test(second));
  return [
    findingOf(item, 'award', title, {
      fields: { ...times, funder: isGiver ? second : undefined, amount: item.amount },
      remarks: [
        [...(isGiver || second === undefined ? [] : [second]), ...others].join(', '),
        ...(first === undefined ? [] : item.quoted.map((title) => `For “${title}”`)),
        ...item.bracketed,
        ...item.sentences,
        ...item.entry.below,
      ],
    }),
  ];
}

/** The cell of a row whose column has such a name. */
export function cell(
  cells: ReadonlyMap<string, string> | undefined,
  name: RegExp,
): string | undefined {
  const found = [...(cells ?? [])].find(([column, value]) => name.test(column) && value !== '');
  return found?.[1];
}
