import type { DocumentContext } from './document.ts';
import { type Finding, letters } from './finding.ts';
import type { Entry, Section } from './outline.ts';
import { isPersonal, nameOf } from './page-role.ts';
import { themesIn } from './research.ts';
import type { Topic } from './sections.ts';

/** What is left of a section as text. */
export interface Text {
  readonly topic: Topic | null;
  readonly heading: string;
  readonly markdown: string;
  readonly section: Section;
}

/** An entry as Markdown. */
export function lineOf({ type, text, below }: Entry): string {
  const items = below.map((line) => `  - ${line}`).join('\n');
  return type === 'paragraph' ? text : `- ${text}${items === '' ? '' : `\n${items}`}`;
}

/** Texts about the person belong to the person; those about students are the supervision; others are pages. */
export function textsAsFindings(
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
          ? (context.title ?? first.section.parents[0] ?? (first.heading || nameOf(context.file)))
          : key;
      findings.push({
        ...base,
        kind: 'page',
        title: calm(title),
        body: markdownOf(group, new Set([title]), []),
        origin: { ...origin, line },
      });
    }
  }
  return findings;
}

function groupOf({ topic, section }: Text, { role, title }: DocumentContext): string {
  const isOfPerson = isPersonal(role);
  if (topic === 'student' || topic === 'thesis' || topic === 'openings')
    return `supervision ${topic}`;
  const isAboutPerson =
    topic === 'about' ||
    topic === 'research' ||
    topic === 'languages' ||
    topic === 'interests' ||
    section.heading === '';
  if (isOfPerson && isAboutPerson) return 'person';
  if (!isOfPerson) return 'page';
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
