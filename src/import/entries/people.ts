import { readTimes } from '../dates.ts';
import { type Finding, OWNER } from '../finding.ts';
import { tidy } from '../parts.ts';
import { degreeOfHeading, studentsOfHeading } from '../sections.ts';
import { findingOf, happening, type Item, lasting } from './entry.ts';

const PARTICLES =
  '(?:van|von|della|del|den|der|dos|des|de|da|di|du|la|le|el|al|bin|ten|ter|zu|y|e|i)(?=\\s)';
const CAPITALIZED = "\\p{Lu}[\\p{L}\\p{M}.'’-]*";
/** A name at the head of a line, particles and suffixes included. */
const NAME = new RegExp(
  `^((?:(?:Dr|Prof|Mr|Ms|Mrs)\\.?\\s+)*${CAPITALIZED}(?:\\s+(?:${PARTICLES}|${CAPITALIZED}))+)`,
  'u',
);

/** "Tobias Okonjo (2015 – 2019), “Fluoride interphases on sodium”. Now at Volta Systems." */
export function readStudent(item: Item): Finding[] {
  const name = nameAt(item);
  if (name === undefined) return [];
  const [thesis] = item.quoted;
  const [first = '', ...others] = item.pieces;
  const topic = tidy(first.slice(name.length));
  return [
    findingOf(item, 'student', name, {
      fields: { ...lasting(item), degree: degreeIn(item) },
      remarks: [
        thesis && `The thesis of ${name} is “${thesis}”`,
        ...[topic, ...others, ...item.bracketed, ...item.sentences, ...item.entry.below].map(
          (part) => aboutStudent(part, name),
        ),
      ],
      detail: studentsOfHeading(item.heading),
    }),
  ];
}

/** "now at Lux", "oxygen in rain", as sentences that stand on their own. */
function aboutStudent(part: string, name: string): string {
  const since = /^(now|currently|later|then|today|jetzt)\s+(?:an?\s|at\s|in\s|with\s|the\s)?/i.exec(
    part,
  );
  if (since) return `${name} is ${part.charAt(0).toLowerCase()}${part.slice(1)}`;
  return /^\p{Ll}/u.test(part) ? `${name} works on ${part}` : part;
}

/** "Signe Aas, “A microphone array for pitting”, 2022." is a thesis; one without a title, a student. */
export function readThesis(item: Item): Finding[] {
  const name = nameAt(item);
  const title = item.quoted[0] ?? item.entry.emphasized.find(({ isStrong }) => !isStrong)?.text;
  if (name === undefined || title === undefined) return readStudent(item);
  return [
    findingOf(item, 'thesis', title, {
      fields: { ...happening(item), degree: degreeIn(item), people: [name], advisors: [OWNER] },
      remarks: [
        ...item.pieces.slice(1).filter((piece) => piece !== title),
        ...item.bracketed,
        ...item.sentences,
      ],
    }),
  ];
}

/** "Current: Minh Hoàng (since 2022), Aoife Breathnach (since 2024)." */
export function studentsInProse(item: Item): Finding[] {
  const named = [
    ...item.text.matchAll(
      /(\p{Lu}[\p{L}\p{M}'’-]+(?:\s(?:\p{Lu}[\p{L}\p{M}.'’-]*|van|von|de|da|del|la|der|den))*\s\p{Lu}[\p{L}\p{M}'’-]+)\s\(([^()]*(?:19|20)\d\d[^()]*)\)/gu,
    ),
  ];
  return named.map(([, name = '', detail = '']) => {
    const { rest, years: _, ...times } = readTimes(detail);
    const pieces = rest
      .split(/[,;]\s*/)
      .map(tidy)
      .filter((part) => part !== '' && degreeOfHeading(part) === undefined);
    return findingOf({ ...item, links: [], doi: undefined }, 'student', name, {
      fields: {
        ...lasting(times),
        degree: degreeOfHeading(detail) ?? degreeOfHeading(item.heading),
      },
      remarks: pieces.map((part) => aboutStudent(part, name)),
      detail: studentsOfHeading(item.heading),
      guessed: ['kind'],
    });
  });
}

/** Names in prose with a title each: "Hanna Ruiz, _Das Thermometer_ (Masterarbeit, 2021), und Piet Lorn, …". */
export function thesesInProse(item: Item): Finding[] {
  const titles = [
    ...item.quoted,
    ...item.entry.emphasized.filter(({ isStrong }) => !isStrong).map(({ text }) => text),
  ];
  return [...new Set(titles)].flatMap((title): Finding[] => {
    const at = item.text.indexOf(title);
    const before = item.text.slice(0, at).replace(/[“„"«]$/, '');
    const name =
      /((?:\p{Lu}[\p{L}\p{M}.'’-]+\s+)+(?:(?:van|von|de|da|del|la|der|den)\s+)*\p{Lu}[\p{L}\p{M}.'’-]+),?\s*$/u.exec(
        before,
      )?.[1];
    const detail = /^[”"»]?\s*\(([^)]*)\)/.exec(item.text.slice(at + title.length))?.[1] ?? '';
    const year = /(?:19|20)\d\d/.exec(detail)?.[0];
    if (name === undefined || year === undefined) return [];
    const context = `${detail} ${before.slice(-120)}`;
    return [
      findingOf({ ...item, links: [], doi: undefined }, 'thesis', title, {
        fields: {
          date: year,
          degree: degreeOfHeading(detail) ?? degreeOfHeading(context),
          people: [name],
          advisors: [OWNER],
        },
        guessed: ['kind', 'degree'],
      }),
    ];
  });
}

function nameAt({ rest, entry }: Item): string | undefined {
  const strong = entry.emphasized.find(({ isStrong }) => isStrong)?.text;
  const found = NAME.exec(strong !== undefined && rest.startsWith(strong) ? strong : rest)?.[1];
  return found === undefined
    ? undefined
    : tidy(found.replace(/^(?:(?:Dr|Prof|Mr|Ms|Mrs)\.?\s+)+/, ''));
}

function degreeIn(item: Item): string | undefined {
  const own = item.bracketed.find((inner) => degreeOfHeading(inner) !== undefined);
  return degreeOfHeading(own ?? '') ?? degreeOfHeading(item.heading);
}
