import type { Finding } from '../finding.ts';
import { letters } from '../finding.ts';
import { tidy } from '../parts.ts';
import { findingOf, happening, type Item, labeled, lasting, namesIn } from './entry.ts';

const PATENT_NUMBER =
  /\b(?:[A-Z]{2}\s?(?:\d[\d.,/]{5,}\d|\d{4}\/\d+)(?:\s?[A-Z]\d?)?|\d{1,2},\d{3},\d{3})\b/;
const STATUS = /\b(granted|pending|filed|published|issued|accepted|expired|erteilt|angemeldet)\b/i;
const LICENSE =
  /\b(?:(MIT|BSD(?:-\d)?|Apache(?:[- ]2\.0)?|GPL(?:v?[-\s]?\d)?|LGPL|MPL)(?:\s+Licen[cs]e)?|CC[ -](?:BY|0)(?:-[A-Z]{2})*(?:\s?\d\.\d)?)(?=[\s.,;)]|$)/;
const DATA =
  /\b(?:data(?: ?sets?)?|curves|spectra|recordings|corpus|corpora|benchmark|measurements|samples|images|survey)\b/i;

/** "Vapor treatment of alkali metal electrodes. EP 5550011, granted 2021. Inventors: A. Quill." */
export function readPatent(item: Item): Finding[] {
  const title = item.quoted[0] ?? item.pieces.find((piece) => !PATENT_NUMBER.test(piece));
  if (title === undefined) return [];
  const number = PATENT_NUMBER.exec(item.text)?.[0];
  const status = [...item.text.matchAll(new RegExp(STATUS, 'gi'))].map(([word]) =>
    word.toLowerCase(),
  );
  const inventors = labeled(item.sentences, /^(?:inventors?|erfinder|inventeurs?)\s*:\s*/i);
  return [
    findingOf(item, 'patent', title, {
      fields: {
        ...happening(item),
        number,
        status: status.includes('pending') ? 'pending' : status[0],
        people: inventors === undefined ? [] : namesIn(inventors),
      },
      remarks: [
        ...item.sentences.filter(
          (part) => !/^inventors?\s*:/i.test(part) && !PATENT_NUMBER.test(part),
        ),
        ...item.entry.below,
      ],
    }),
  ];
}

/** "ringdisk, a Python package that computes collection efficiencies. MIT License." */
export function readSoftware(item: Item): Finding[] {
  const [first = item.quoted[0]] = item.pieces;
  if (first === undefined) return [];
  // "Lantern: a tracer", "Lantern – a tracer"
  const [name = first] = first.split(/:\s+/);
  const strong = item.entry.emphasized[0]?.text ?? item.entry.links[0]?.label;
  const title = strong !== undefined && item.text.startsWith(strong) ? strong : name;
  const isData =
    DATA.test(item.text.slice(title.length)) &&
    !/\b(?:package|library|program|tool|code|software|app)\b/i.test(item.text);
  const license = LICENSE.exec(item.text);
  const description = tidy(
    item.text
      .slice(item.text.indexOf(title) + title.length)
      .replace(/https?:\/\/\S+/g, ' ')
      .replace(license?.[0] ?? '\uE000', ' ')
      .replace(/\(\s*\)/g, ''),
  );
  return [
    findingOf(item, isData ? 'dataset' : 'software', title, {
      fields: {
        ...happening(item),
        license: license?.[1] ?? (license === null ? undefined : tidy(license[0])),
        url: item.links[0]?.url,
      },
      body:
        description === ''
          ? ''
          : `${title} ${verbOf(description, isData)} ${article(description)}.`,
      guessed: ['kind'],
    }),
  ];
}

/** A project with what is said of it. */
export function readProject(item: Item): Finding[] {
  const strong = item.entry.emphasized[0]?.text ?? item.entry.links[0]?.label;
  const [head = ''] = item.text.split(/[:.–—]\s/);
  const title = strong !== undefined && item.text.startsWith(strong) ? strong : head;
  if (title.length > 80 || title === '') return [];
  return [
    findingOf(item, 'project', title, {
      fields: { ...lasting(item), url: item.links[0]?.url },
      body: letters(title) === letters(item.text) ? '' : item.text,
    }),
  ];
}

/** "Lantern is a tracer", "LUX-500 contains spectra of lamps" */
function verbOf(description: string, isData: boolean): string {
  return isData && !/^(?:an?|the)\s/i.test(description) ? 'contains' : 'is';
}

function article(text: string): string {
  return text.charAt(0) === text.charAt(0).toUpperCase() && /^(?:A|An|The)\s/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
