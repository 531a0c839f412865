import type { SourceKind } from '../../domain.ts';
import { isPossessive } from '../../text/characters.ts';
import type { Mention } from '../names.ts';

/** What stands for a name while a text is classified: what is asked does not depend on whose it is. */
const STAND_INS: Readonly<Partial<Record<SourceKind, string>>> = {
  thesis: 'the thesis',
  book: 'the book',
  award: 'the award',
  position: 'the institute',
  education: 'the institute',
  person: 'the person',
  theme: 'the topic',
};

const BY_TYPE: Readonly<Record<Mention['type'], string>> = {
  source: 'the project',
  topic: 'the topic',
  person: 'the person',
  venue: 'the conference',
  owner: 'the researcher',
};

/** The placeholders of the labeled examples, with what stands for them. */
export const PLACEHOLDERS: Readonly<Record<string, string>> = {
  work: 'the project',
  thesis: 'the thesis',
  book: 'the book',
  person: 'the person',
  owner: 'the researcher',
  venue: 'the conference',
  topic: 'the topic',
  org: 'the institute',
  year: '2015',
};

/** A text with stand-ins for the names in it. */
export function mask(text: string, mentions: readonly Mention[]): string {
  return mentions.reduceRight((rest, { type, kind, start, end }) => {
    const ending = isPossessive(rest.slice(start, end)) ? "'s" : '';
    const standIn = (type === 'source' && kind && STAND_INS[kind]) || BY_TYPE[type];
    return `${rest.slice(0, start)}${standIn}${ending}${rest.slice(end)}`;
  }, text);
}

/** A labeled example with stand-ins for its placeholders. */
export function fillPlaceholders(text: string): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => PLACEHOLDERS[name] ?? whole);
}
