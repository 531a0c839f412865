import type { Root } from 'mdast';
import { readEntries } from './entries/read.ts';
import type { Finding, Note, Reading } from './finding.ts';
import { headOf } from './head.ts';
import { outlineOf, type Section } from './outline.ts';
import { isCv, isPersonal, nameOf, type PageRole } from './page-role.ts';
import { tidy } from './parts.ts';
import { isPrivateHeading } from './privacy.ts';
import { type Topic, topicOf } from './sections.ts';
import { speakerOf } from './speaker.ts';
import { lineOf, type Text, textsAsFindings } from './texts.ts';

export interface DocumentContext {
  readonly file: string;
  readonly rank: number;
  /** What the page is called, if its file says so. */
  readonly title?: string | undefined;
  /** Lines above the first heading as they are broken in the file. */
  readonly headLines?: readonly string[] | undefined;
  readonly role: PageRole;
}

/** What says that there is nothing; a year that sets entries apart. */
const EMPTY =
  /^(?:references )?(?:are )?available (?:up)?on request\.?$|^n\/a$|^none\.?$|^(?:19|20)\d\d$/i;

/** Sections of a document under one topic. */
interface Part {
  readonly topic: Topic | null;
  readonly heading: string;
  readonly section: Section;
  readonly isOfPage: boolean;
}

/**
 * What a document holds, whatever its format was: things from the sections whose headings announce
 * them, and the rest as text of the person or as pages.
 */
export function readDocument(tree: Root, found: DocumentContext): Reading {
  const sections = outlineOf(tree);
  const context: DocumentContext =
    found.role === 'text' && isCv(sections) ? { ...found, role: 'cv' } : found;
  const notes: Note[] = [];
  const { head, rest } = headOf(sections, context);
  const findings: Finding[] = head === null ? [] : [head];
  const texts: Text[] = [];
  const parts = partsOf(rest, context);
  for (const { topic, heading, section, isOfPage } of parts) {
    if (isPrivateHeading(section.heading) || section.parents.some(isPrivateHeading)) {
      const origin = { file: context.file, line: section.line };
      notes.push({ origin, type: 'private', reason: `the section “${section.heading}”` });
      continue;
    }
    const base = { file: context.file, rank: context.rank, heading, isOfPage };
    if (topic === 'languages' && isPersonal(context.role)) {
      findings.push(...speakerIn(section, context.file));
      continue;
    }
    const { findings: found, prose } =
      topic === null ? { findings: [], prose: section.entries } : readEntries(topic, section, base);
    findings.push(...found);
    if (prose.length === 0 || prose.every(({ text }) => EMPTY.test(text))) continue;
    const isWhole = prose.length === section.entries.length;
    const markdown = isWhole ? section.markdown : prose.map(lineOf).join('\n\n');
    texts.push({
      topic,
      heading,
      markdown,
      section: { ...section, entries: prose },
    });
  }
  findings.push(...textsAsFindings(texts, context, head));
  return { findings, notes };
}

/** "Hungarian (native), Norwegian, English" */
function speakerIn({ entries, line }: Section, file: string): Finding[] {
  const languages = entries
    .flatMap(({ type, text }) => (type === 'paragraph' ? text.split(/[,;]\s*(?![^(]*\))/) : [text]))
    .map((language) => tidy(language))
    .filter((language) => language !== '');
  return languages.length === 0 ? [] : [speakerOf(languages, { file, line })];
}

/** Each section with the topic of its heading, or of the one above it; of a list, that of the page. */
function partsOf(sections: readonly Section[], { role, title, file }: DocumentContext): Part[] {
  if (role === 'text')
    return sections.map((section) => ({
      topic: null,
      heading: section.heading,
      section,
      isOfPage: false,
    }));
  const above = role === 'list' ? [title ?? '', nameOf(file)] : [];
  return sections.map((section) => {
    // "Curriculum vitae" above everything says nothing of a section.
    const parents = section.parents.filter((parent) => topicOf(parent) !== 'cv');
    const hasTopic = (heading: string) => topicOf(heading) !== null;
    const inside = [section.heading, ...parents.reverse()].find(hasTopic);
    const named = inside ?? above.find(hasTopic);
    const topic = named === undefined ? null : topicOf(named);
    // "Publications" > "Books": the lower one says more of what stands there.
    return {
      topic,
      heading: topic === 'paper' ? section.heading : (named ?? section.heading),
      section,
      isOfPage: inside === undefined,
    };
  });
}
