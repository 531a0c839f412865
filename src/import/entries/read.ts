import type { Finding } from '../finding.ts';
import type { Entry, Section } from '../outline.ts';
import type { Topic } from '../sections.ts';
import { readCourse, readMedia, readNews, readService, readTalk } from './activities.ts';
import { readEducation, readPosition } from './career.ts';
import { type Item, itemOf } from './entry.ts';
import { readAward, readGrant } from './funding.ts';
import { readStudent, readThesis, thesesInProse } from './people.ts';
import { readReference } from './reference.ts';
import { readPatent, readProject, readSoftware } from './works.ts';

const READERS: Partial<Record<Topic, (item: Item) => Finding[]>> = {
  position: readPosition,
  education: readEducation,
  grant: readGrant,
  award: readAward,
  patent: readPatent,
  student: readStudent,
  thesis: readThesis,
  course: readCourse,
  talk: readTalk,
  paper: readReference,
  software: readSoftware,
  dataset: readSoftware,
  service: readService,
  media: readMedia,
  news: readNews,
  project: readProject,
};
/** Longer paragraphs are prose, whatever section they stand in. */
const LONGEST_ENTRY = 350;
const YEAR_HEADING = /^(?:19|20)\d\d$/;

/** Findings of a section whose heading says what its entries are, and the entries that are none. */
export interface SectionReading {
  readonly findings: readonly Finding[];
  readonly prose: readonly Entry[];
}

export function readEntries(
  topic: Topic,
  section: Section,
  context: { readonly file: string; readonly rank: number; readonly heading: string },
): SectionReading {
  const read = READERS[topic];
  if (!read) return { findings: [], prose: section.entries };
  const findings: Finding[] = [];
  const prose: Entry[] = [];
  const hasList = section.entries.some(({ type }) => type !== 'paragraph');
  for (const entry of section.entries.flatMap((entry) => entriesWithin(topic, entry))) {
    const dated =
      YEAR_HEADING.test(section.heading) && !entry.text.includes(section.heading)
        ? { ...entry, text: `${entry.text.replace(/\.?$/, ',')} ${section.heading}` }
        : entry;
    const item = itemOf(dated, context);
    const isEntry =
      entry.type !== 'paragraph' ||
      (!hasList && isEntryLike(topic, item)) ||
      (hasList && topic === 'paper' && isEntryLike(topic, item));
    const found = isEntry ? read(item) : [];
    findings.push(...found);
    if (found.length > 0) continue;
    prose.push(entry);
    if (topic === 'student' || topic === 'thesis') findings.push(...thesesInProse(item));
  }
  return { findings, prose };
}

/** A paragraph of services has one in each sentence, and an item may have several. */
function entriesWithin(topic: Topic, entry: Entry): Entry[] {
  if (topic !== 'service') return [entry];
  const sentences = entry.text.split(/(?<=[\p{L})\d]{2}[.])\s+(?=\p{Lu})/u);
  if (sentences.length < 2 || sentences.some((sentence) => sentence.split(/\s+/).length > 22))
    return [entry];
  return sentences.map((text) => ({ ...entry, type: 'item', text }));
}

/** Whether a paragraph is one of a list without bullets: short, and with a time or a title. */
function isEntryLike(topic: Topic, item: Item): boolean {
  const hasTime = (item.date ?? item.start ?? item.end) !== undefined;
  if (item.text.length > LONGEST_ENTRY || !hasTime) return false;
  if (topic === 'paper') return true;
  const isSentence = /^(?:I|We|My|Our|He|She|They|In|The|Ich|Wir|Je|Nous)\s/.test(item.text);
  return !isSentence;
}
