import { readTimes } from '../dates.ts';
import type { Finding } from '../finding.ts';
import type { Entry, Section } from '../outline.ts';
import type { Topic } from '../sections.ts';
import { readCourse, readMedia, readNews, readService, readTalk } from './activities.ts';
import { readEducation, readPosition } from './career.ts';
import { type Item, isAward, isDegree, isRole, itemOf } from './entry.ts';
import { readAward, readGrant } from './funding.ts';
import { readStudent, readThesis, studentsInProse, thesesInProse } from './people.ts';
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
  cv: readCvLine,
  research: readShownWork,
};

/** Some pages show their papers under "Research": a title that is set off, people, a place and a year. */
function readShownWork(item: Item): Finding[] {
  const [strong, link] = [item.entry.emphasized[0]?.text, item.entry.links[0]?.label];
  const isSetOff = [strong, link].some((title) => title && item.text.startsWith(title));
  if (!isSetOff || (item.date ?? item.start) === undefined) return [];
  return readReference(item).filter(
    ({ fields: { people = [], venue } }) => people.length > 0 && venue !== undefined,
  );
}

/** A line of a short CV may be anything. */
function readCvLine(item: Item): Finding[] {
  if (isDegree(item.text)) return readEducation(item);
  if (isAward(item.text)) return readAward(item);
  return isRole(item.text) ? readPosition(item) : [];
}
/** Longer paragraphs are prose, whatever section they stand in. */
const LONGEST_ENTRY = 350;
const LONGEST_LINE = 160;
const YEAR_HEADING = /^(?:19|20)\d\d$/;

/** Findings of a section whose heading says what its entries are, and the entries that are none. */
export interface SectionReading {
  readonly findings: readonly Finding[];
  readonly prose: readonly Entry[];
}

export function readEntries(
  topic: Topic,
  section: Section,
  context: {
    readonly file: string;
    readonly rank: number;
    readonly heading: string;
    /** Whether the heading that says so stands above the page. */
    readonly isOfPage?: boolean;
  },
): SectionReading {
  const read = READERS[topic];
  if (!read) return { findings: [], prose: section.entries };
  const findings: Finding[] = [];
  const prose: Entry[] = [];
  const hasList = section.entries.some(({ type }) => type !== 'paragraph');
  const isOfLines = !hasList && !context.isOfPage && isListOfLines(section.entries);
  for (const entry of together(topic, section.entries).flatMap((one) =>
    entriesWithin(topic, one),
  )) {
    const dated =
      YEAR_HEADING.test(section.heading) && !entry.text.includes(section.heading)
        ? { ...entry, text: `${entry.text.replace(/\.?$/, ',')} ${section.heading}` }
        : entry;
    const item = itemOf(dated, context);
    const isEntry =
      topic === 'research' ||
      entry.type !== 'paragraph' ||
      isOfLines ||
      (!hasList && (!context.isOfPage || topic === 'paper') && isEntryLike(topic, item)) ||
      (hasList && topic === 'paper' && isEntryLike(topic, item));
    const found = (isEntry ? read(item) : []).filter(({ title }) => /\p{L}{2}/u.test(title));
    findings.push(...found);
    if (found.length > 0) continue;
    const last = findings.at(-1);
    if (
      topic === 'research' &&
      last !== undefined &&
      entry.type === 'paragraph' &&
      last.body === ''
    ) {
      // What stands below a work is about it.
      findings[findings.length - 1] = { ...last, body: entry.text };
      continue;
    }
    prose.push(entry);
    if (topic === 'student' || topic === 'thesis') {
      findings.push(...thesesInProse(item), ...studentsInProse(item));
    }
  }
  return { findings, prose };
}

/** Paragraphs that are the lines of a list: several, short, and none of them prose. */
function isListOfLines(entries: readonly Entry[]): boolean {
  const isLine = ({ text }: Entry) =>
    text.length <= LONGEST_LINE && !/[\p{Ll})][.!?]\s+\p{Lu}.*[.!?]$/u.test(text);
  return entries.length > 1 && entries.every(isLine);
}

/**
 * The lines of one post: an employer with a time, a role below it, then what was done there. Each line has
 * a time of its own in lists of one line a post.
 */
function together(topic: Topic, entries: readonly Entry[]): Entry[] {
  if (topic !== 'position' && topic !== 'education' && topic !== 'cv') return [...entries];
  const isDated = ({ text }: Entry) => {
    const { start, end, date } = readTimes(text);
    return (start ?? end ?? date) !== undefined;
  };
  if (!entries.some(isDated)) return [...entries];
  const posts: Entry[] = [];
  for (const entry of entries) {
    const last = posts.at(-1);
    const isOfLast =
      last !== undefined &&
      (!isDated(entry) || !isDated(last)) &&
      entry.text.length < LONGEST_ENTRY;
    if (!isOfLast) posts.push(entry);
    else posts[posts.length - 1] = joined(last, entry, isDated(last));
  }
  return posts;
}

function joined(post: Entry, line: Entry, isComplete: boolean): Entry {
  const isPart = !isComplete || (isRole(line.text) && !isRole(post.text) && line.text.length < 80);
  const links = [...post.links, ...line.links];
  if (!isPart) return { ...post, links, below: [...post.below, line.text, ...line.below] };
  return {
    ...post,
    type: 'item',
    text: `${post.text}, ${line.text}`,
    links,
    below: [...post.below, ...line.below],
  };
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
  const hasTime =
    (item.date ?? item.start ?? item.end) !== undefined ||
    (topic === 'paper' && /\b(?:to appear|in press|forthcoming|submitted)\b/i.test(item.text));
  if (item.text.length > LONGEST_ENTRY || !hasTime) return false;
  if (topic === 'paper') return true;
  const isSentence = /^(?:I|We|My|Our|He|She|They|In|The|Ich|Wir|Je|Nous)\s/.test(item.text);
  return !isSentence;
}
