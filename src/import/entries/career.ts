import { type Finding, OWNER } from '../finding.ts';
import { tidy } from '../parts.ts';
import {
  findingOf,
  type Item,
  isDegree,
  isOrganization,
  isRole,
  labeled,
  lasting,
  namesIn,
} from './entry.ts';

const ADVISOR =
  /\b(?:(?:thesis |doctoral |phd )?(?:advisors?|advisers?|supervisors?|promoters?|betreuer\p{L}*|doktorvater|direct(?:eur|rice)s?)(?: (?:of|de) (?:thesis|thèse))?\s*:|(?:advised|supervised|betreut) (?:by|von)|under (?:the )?(?:supervision|guidance) of)\s*/iu;
const LONGEST_PART = 10;
const THESIS = /\b(?:thesis|dissertation|diplomarbeit|masterarbeit|doktorarbeit|mémoire|thèse)\b/iu;

/** "2019 – Associate Professor, Harrow Bay University, Lindenau (with Prof. A. Quill)" */
export function readPosition(item: Item): Finding[] {
  const { pieces, sentences, bracketed } = item;
  const parts = splitAtPreposition(pieces);
  const role =
    parts.find(isRole) ??
    (parts.length > 1 ? parts.find((part) => !isOrganization(part)) : undefined);
  const others = parts.filter((part) => part !== role);
  const at =
    others.findLast((part) => /universit|institut|college|school|museum|academy/i.test(part)) ??
    others.find(isOrganization) ??
    others[0];
  const after = at === undefined ? [] : others.slice(others.indexOf(at) + 1);
  const before = others.slice(0, at === undefined ? 0 : others.indexOf(at));
  const place = after.slice(0, 2).filter((part) => !isRole(part) && part.split(' ').length <= 4);
  if (role === undefined && at === undefined) return [];
  const isKnown = role !== undefined && isRole(role) && at !== undefined;
  if (!isKnown && isLong(item)) return [];
  const title = [role, at].filter(Boolean).join(', ');
  const withWhom = bracketed.find((detail) => WITH_WHOM.test(detail));
  return [
    findingOf(item, 'position', title, {
      fields: {
        ...lasting(item),
        role,
        organization:
          [...before.filter(isOrganization), at].filter(Boolean).join(', ') || undefined,
        place: place.join(', ') || undefined,
      },
      remarks: [
        ...bracketed.filter((detail) => detail !== withWhom),
        ...sentences,
        ...item.entry.below,
      ],
      detail: withWhom?.replace(/^(?:group of|hosted by)\s/i, 'in the group of '),
      guessed: isKnown ? [] : ['role', 'organization'],
    }),
  ];
}

/** "2012 Ph.D. in Chemistry, University of Norrvik. Thesis: “…”. Advisor: A. Quill" */
export function readEducation(item: Item): Finding[] {
  const { quoted, sentences, bracketed } = item;
  const parts = splitAtPreposition(item.pieces);
  const written =
    parts.find((part) => isDegree(part)) ?? parts.find((part) => !isOrganization(part));
  const degree = written?.replace(/\s+(?:candidate|student)$/i, '');
  const others = parts.filter((part) => part !== written);
  const organization = others.find(isOrganization) ?? others[0];
  const place = others
    .slice(organization === undefined ? 0 : others.indexOf(organization) + 1)
    .filter((part) => part.split(' ').length <= 4 && !ADVISOR.test(part) && !THESIS.test(part));
  if (degree === undefined && organization === undefined) return [];
  const notes = [...item.pieces, ...sentences, ...bracketed, ...item.entry.below];
  const advisor = labeled(notes, ADVISOR) ?? labeled(bracketed, /^with\s+/i);
  const advisors =
    advisor === undefined
      ? []
      : namesIn(advisor.replace(/[.;].*$/, (end) => (/^\.\s?\p{Lu}/u.test(end) ? end : '')));
  const goesOn = bracketed.find((part) =>
    /in progress|expected|ongoing|laufend|en cours/i.test(part),
  );
  const finished =
    item.start === undefined && item.date !== undefined ? { end: item.date } : lasting(item);
  // The year of a degree that is not there yet is a plan.
  const times = goesOn === undefined ? finished : { start: finished.start };
  const isKnown = degree !== undefined && isDegree(degree) && organization !== undefined;
  if (!isKnown && isLong(item)) return [];
  const title = [degree, organization].filter(Boolean).join(', ');
  const found = findingOf(item, 'education', title, {
    fields: {
      ...times,
      degree,
      organization,
      place: place.join(', ') || undefined,
      advisors,
      status: goesOn === undefined && written === degree ? undefined : 'in progress',
    },
    remarks: [
      goesOn !== undefined && item.date !== undefined ? `Expected in ${item.date}` : undefined,
      ...notes.filter(
        (note) =>
          note !== goesOn &&
          !ADVISOR.test(note) &&
          !parts.includes(note) &&
          !THESIS.test(note) &&
          !item.pieces.includes(note),
      ),
      quoted[0] === undefined
        ? notes.find((note) => THESIS.test(note) && note.split(' ').length > 3)
        : undefined,
    ],
    guessed: isKnown ? [] : ['degree', 'organization'],
  });
  const plain = labeled(notes, /^(?:thesis|dissertation|doktorarbeit|thèse)\s*:\s*/i);
  const thesis = notes.some((note) => THESIS.test(note)) ? (quoted[0] ?? plain) : undefined;
  if (thesis === undefined || thesis === '') return [found];
  const date = item.date ?? (item.end === 'present' ? undefined : item.end);
  return [
    found,
    findingOf({ ...item, links: [], doi: undefined }, 'thesis', thesis, {
      fields: { date, degree, organization, advisors, people: [OWNER] },
      guessed: ['people'],
    }),
  ];
}

/** An entry without a role or a degree that goes on like this is a sentence. */
function isLong({ pieces }: Item): boolean {
  return pieces.some((piece) => piece.split(/\s+/).length > LONGEST_PART);
}

/** "with Prof. A. Quill", "group of Dr. B. Rook" */
const WITH_WHOM = /^(?:with|under|in the group of|group of|hosted by|supervised by)\s/i;

/** "Lecturer at the University of Tarn" has two parts. */
function splitAtPreposition(pieces: readonly string[]): string[] {
  return pieces.flatMap((piece) => {
    const at = /\s(?:at|@|an der|am|à l['’]|à la|en la)\s+(?:the\s+)?(?=\p{Lu})/u.exec(piece);
    if (!at) return [piece];
    return [tidy(piece.slice(0, at.index)), tidy(piece.slice(at.index + at[0].length))];
  });
}
