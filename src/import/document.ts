import type { Root } from 'mdast';
import { readEntries } from './entries/read.ts';
import { type Finding, letters, type Note, type Reading } from './finding.ts';
import { headOf } from './head.ts';
import { type Entry, outlineOf, type Section } from './outline.ts';
import { tidy } from './parts.ts';
import { isPrivateHeading } from './privacy.ts';
import { themesIn } from './research.ts';
import { type Topic, topicOf } from './sections.ts';
import { speakerOf } from './speaker.ts';

export interface DocumentContext {
  readonly file: string;
  readonly rank: number;
  /** What the page is called, if its file says so. */
  readonly title?: string | undefined;
  readonly url?: string | undefined;
  /** Lines above the first heading as they are broken in the file. */
  readonly headLines?: readonly string[] | undefined;
  /** Whether it is the page of a person or a CV, and so names its owner. */
  readonly isPersonal: boolean;
  /** Whether it is about the owner, though it may not name him or her. */
  readonly isOwn?: boolean | undefined;
}

/** What says that there is nothing. */
const EMPTY = /^(?:references )?(?:are )?available (?:up)?on request\.?$|^n\/a$|^none\.?$/i;

/** Sections of a document under one topic. */
interface Part {
  readonly topic: Topic | null;
  readonly heading: string;
  readonly section: Section;
}

/**
 * What a document holds, whatever its format was: things from the sections whose headings announce
 * them, and the rest as text of the person or as pages.
 */
export function readDocument(tree: Root, context: DocumentContext): Reading {
  const sections = outlineOf(tree);
  const notes: Note[] = [];
  const { head, rest } = headOf(sections, context);
  const findings: Finding[] = head === null ? [] : [head];
  const texts: {
    topic: Topic | null;
    heading: string;
    level: number;
    markdown: string;
    section: Section;
  }[] = [];
  const parts = partsOf(rest);
  for (const { topic, heading, section } of parts) {
    if (isPrivateHeading(section.heading) || section.parents.some(isPrivateHeading)) {
      const origin = { file: context.file, line: section.line };
      notes.push({ origin, type: 'private', reason: `the section “${section.heading}”` });
      continue;
    }
    const base = { file: context.file, rank: context.rank, heading };
    if (topic === 'languages' && context.isPersonal) {
      findings.push(...speakerIn(section, context.file));
      continue;
    }
    const { findings: found, prose } =
      topic === null ? { findings: [], prose: section.entries } : readEntries(topic, section, base);
    findings.push(...found);
    if (prose.length === 0 || prose.every(({ text }) => EMPTY.test(text))) continue;
    const isWhole = prose.length === section.entries.length;
    const markdown = isWhole ? section.markdown : prose.map(lineOf).join('\n\n');
    texts.push({ topic, heading, level: section.level, markdown, section });
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

/** Each section with the topic of its heading, or of the one above it. */
function partsOf(sections: readonly Section[]): Part[] {
  return sections.map((section) => {
    // "Curriculum vitae" above everything says nothing of a section.
    const parents = section.parents.filter((parent) => topicOf(parent) !== 'cv');
    const headings = [section.heading, ...parents.reverse()];
    const named = headings.find((heading) => topicOf(heading) !== null);
    const topic = named === undefined ? null : topicOf(named);
    // "Publications" > "Journal articles": the nearer one says more.
    // "Publications" > "Books": the lower one says more of what stands there.
    return {
      topic,
      heading: topic === 'paper' ? section.heading : (named ?? section.heading),
      section,
    };
  });
}

function lineOf({ type, text, below }: Entry): string {
  const items = below.map((line) => `  - ${line}`).join('\n');
  return type === 'paragraph' ? text : `- ${text}${items === '' ? '' : `\n${items}`}`;
}

type Text = {
  topic: Topic | null;
  heading: string;
  level: number;
  markdown: string;
  section: Section;
};

/** Texts about the person belong to the person; those about students are the supervision; others are pages. */
function textsAsFindings(
  texts: readonly Text[],
  context: DocumentContext,
  head: Finding | null,
): Finding[] {
  const findings: Finding[] = [];
  const origin = { file: context.file };
  const base = { remarks: [], guessed: [], rank: context.rank, fields: {} };
  const groups = new Map<string, Text[]>();
  for (const text of texts) {
    const key = groupOf(text, context);
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  for (const [key, group] of groups) {
    const [first] = group;
    if (!first) continue;
    const line = first.section.line;
    if (key === 'person' && head !== null) {
      const themes = group.flatMap((text) =>
        text.topic === 'research' || text.topic === 'about' ? themesIn(text.section, context) : [],
      );
      findings.push(...themes);
      const body = markdownOf(group, new Set(), themes);
      if (body !== '')
        findings.push({
          ...base,
          kind: 'person',
          title: head.title,
          fields: topicsOf(group),
          body,
          origin: { ...origin, line },
        });
    } else if (key.startsWith('supervision ')) {
      findings.push({
        ...base,
        kind: 'supervision',
        title: calm(first.heading),
        body: markdownOf(group, new Set([first.heading]), []),
        origin: { ...origin, line },
      });
    } else {
      const title =
        first.section.heading === '' || key === 'page' || key === 'person'
          ? (context.title ?? (first.heading || nameOf(context.file)))
          : key;
      const fields = context.url === undefined ? {} : { url: context.url };
      findings.push({
        ...base,
        kind: 'page',
        title: calm(title),
        fields,
        body: markdownOf(group, new Set([title]), []),
        origin: { ...origin, line },
      });
    }
  }
  return findings;
}

function groupOf({ topic, section }: Text, { isPersonal, title }: DocumentContext): string {
  if (topic === 'student' || topic === 'thesis' || topic === 'openings')
    return `supervision ${topic}`;
  const isAboutPerson =
    topic === 'about' ||
    topic === 'research' ||
    topic === 'languages' ||
    topic === 'interests' ||
    section.heading === '';
  if (isPersonal && isAboutPerson) return 'person';
  if (!isPersonal) return 'page';
  // The sections below a heading stay with it.
  return (
    [...section.parents, section.heading].find((heading) => heading !== title && heading !== '') ??
    'page'
  );
}

/** The interests that a person lists are the topics of the person. */
function topicsOf(group: readonly Text[]): Finding['fields'] {
  const topics = group
    .filter(({ topic }) => topic === 'interests')
    .flatMap(({ section }) => section.entries)
    .flatMap(({ type, text }) => (type === 'item' ? [text] : text.split(/[,;·•]\s*/)))
    .map((topic) => topic.replace(/\.$/, '').trim())
    .filter((topic) => topic !== '' && topic.length <= 60);
  return topics.length === 0 ? {} : { topics };
}

function markdownOf(
  group: readonly Text[],
  omitted: ReadonlySet<string>,
  themes: readonly Finding[],
): string {
  const own = themes.map(({ title, body }) => letters(title + body));
  return group
    .map(({ heading, section, markdown }) => {
      const name = section.heading || heading;
      const text = markdown
        .split(/\n{2,}/)
        .filter((block) => !own.includes(letters(block.replace(/^[-*]\s+/, ''))))
        .join('\n\n')
        // What announced them.
        .replace(themes.length === 0 ? /$^/ : /\s*[^.!?:]*:\s*$/, '');
      if (text.trim() === '') return '';
      return name === '' || omitted.has(name) ? text : `## ${calm(name)}\n\n${text}`;
    })
    .filter((text) => text !== '')
    .join('\n\n')
    .trim();
}

/** "OPEN POSITIONS" as "Open positions" */
function calm(heading: string): string {
  if (heading !== heading.toUpperCase() || !/\p{Lu}{4}/u.test(heading)) return heading;
  return heading.charAt(0) + heading.slice(1).toLowerCase();
}

function nameOf(file: string): string {
  const base =
    file
      .split('/')
      .at(-1)
      ?.replace(/\.\w+$/, '') ?? file;
  const words = base
    .replace(/^\d{4}(?:-\d\d){0,2}-/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
