import type { Finding } from '../finding.ts';
import { tidy } from '../parts.ts';
import { findingOf, happening, type Item, isOrganization, isRole, lasting } from './entry.ts';

const NUMBER = /^(\p{Lu}{2,6}[-\s]?\d{2,5}\p{L}?(?:[/.]\d+)?|\d{2}[-.]\d{3})\s*[:–—-]?\s+/u;
const SEASON =
  /\b(?:spring|summer|fall|autumn|winter|semester|term|quarter|WS|SS|WiSe|SoSe|every|annual\p{L}*|yearly|frühjahr|herbst|sommer|hiver|printemps|automne)\b/iu;
const FORM =
  /\b(?:keynote|plenary|invited(?: talk)?|public lecture|colloquium|seminar|tutorial|panel(?:ist)?|poster|lecture|vortrag|workshop|talk|distinguished lecture|interview|portrait|podcast|radio|article|feature|conférence)\b/iu;

/** "TKE-210 Fundamentals of Electrochemistry (bachelor, every autumn since 2014)" */
export function readCourse(item: Item): Finding[] {
  const [first = item.quoted[0], ...others] = item.pieces;
  if (first === undefined) return [];
  const number = NUMBER.exec(first)?.[1];
  const bare = number === undefined ? first : first.replace(NUMBER, '');
  // "Summer school “Electrochemistry with a Potato”"
  const title =
    item.quoted[0] === undefined ? bare : bare === item.quoted[0] ? bare : item.quoted[0];
  const what = title === bare ? undefined : bare;
  const years = item.years.length > 0 && item.date ? [item.date, ...item.years] : [];
  const details = [...item.bracketed, ...others].map((part) =>
    years.length > 0 ? tidy(part.replace(/[\s,]*(?:\band\b|&|,)?\s*(?:19|20)\d\d/g, '')) : part,
  );
  const organization = others.find(isOrganization);
  const term = details
    .flatMap((part) => part.split(/,\s*/))
    .find((part) => SEASON.test(part) && part.split(' ').length <= 4);
  const when =
    years.length > 0
      ? { term: years.join(', ') }
      : item.start !== undefined
        ? lasting(item)
        : { ...happening(item), ...(item.date === undefined && { term }) };
  return [
    findingOf(item, 'course', title, {
      fields: { ...when, number, organization },
      remarks: [
        what,
        ...details.filter((part) => part !== organization && part !== '' && part !== when.term),
        ...item.sentences,
        ...item.entry.below,
      ],
    }),
  ];
}

/** "“Lithium without Ponds”, plenary, Brine Forum, Salinas Bay, February 2025" */
export function readTalk(item: Item): Finding[] {
  const italic = item.entry.emphasized.find(({ isStrong }) => !isStrong)?.text;
  const title = item.quoted[0] ?? italic ?? item.pieces[0];
  if (title === undefined) return [];
  const parts = item.pieces.filter((piece) => piece !== title);
  const role = [...parts, ...item.bracketed].find(
    (piece) => FORM.test(piece) && piece.split(' ').length <= 3,
  );
  const places = parts.filter((piece) => piece !== role);
  const [event, ...where] = places;
  const isKnown = item.quoted.length > 0 || italic !== undefined;
  return [
    findingOf(item, 'talk', title, {
      fields: {
        ...happening(item),
        role: role === undefined ? undefined : capital(role),
        event: event ?? (role === undefined ? undefined : capital(role)),
        place:
          where
            .filter((part) => part.split(' ').length <= 4)
            .slice(0, 2)
            .join(', ') || undefined,
      },
      remarks: [
        ...where.filter((part) => part.split(' ').length > 4),
        ...item.bracketed.filter((inner) => inner !== role),
        ...item.sentences,
        ...item.entry.below,
      ],
      guessed: isKnown ? [] : ['title', 'event'],
    }),
  ];
}

/** "Editor, Letters in Interfacial Chemistry (since 2020)"; what has a title of its own is in the media. */
export function readService(item: Item): Finding[] {
  if (item.quoted.length > 0 && item.pieces.length > 0) return readMedia(item);
  const [first, ...others] = item.pieces;
  if (first === undefined) return [];
  // "Reviewer: Letters in Light, Annals of Heat"
  const [, before, behind] = /^([^:]{3,60}):\s+(.+)$/.exec(first) ?? [];
  const role = before ?? item.pieces.find(isRole) ?? first;
  const rest =
    before === undefined
      ? item.pieces.filter((piece) => piece !== role)
      : [behind ?? '', ...others];
  const organization = rest.join(', ') || undefined;
  const title = organization === undefined ? role : `${role}, ${organization}`;
  const years = item.years.length > 0 && item.date ? [item.date, ...item.years] : [];
  return [
    findingOf(item, 'service', title, {
      fields: {
        role: rest.length === 0 && !isRole(role) ? undefined : role,
        organization,
        ...(years.length > 0
          ? { term: years.join(', ') }
          : item.start === undefined
            ? happening(item)
            : lasting(item)),
      },
      remarks: [
        ...item.bracketed.filter((inner) => !/^[\d,\s]+$/.test(inner)),
        ...item.sentences,
        ...item.entry.below,
      ],
    }),
  ];
}

/** "Radio Westmark, “Hydrogen from the Fjord”, interview, 12 June 2022" */
export function readMedia(item: Item): Finding[] {
  const title = item.quoted[0] ?? item.entry.emphasized[0]?.text ?? item.pieces[0];
  if (title === undefined) return [];
  const parts = item.pieces.filter((piece) => piece !== title);
  const publisher = parts.find((piece) => !FORM.test(piece)) ?? parts[0];
  return [
    findingOf(item, 'media', title, {
      fields: { ...happening(item), publisher },
      remarks: [
        ...parts.filter((piece) => piece !== publisher),
        ...item.bracketed,
        ...item.sentences,
        ...item.entry.below,
      ],
    }),
  ];
}

/** "March 2024: our paper won a prize." */
export function readNews(item: Item): Finding[] {
  const body = tidy(item.rest);
  if (body === '' || (item.date ?? item.start) === undefined) return [];
  return [findingOf(item, 'news', shortened(body), { fields: happening(item), body: item.text })];
}

function shortened(text: string): string {
  const [first = text] = text.split(/(?<=[.!?])\s/);
  return first.length <= 80 ? first : `${first.slice(0, 78).replace(/\s+\S*$/, '')} …`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
