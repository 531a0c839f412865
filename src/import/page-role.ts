import type { Input } from './inputs.ts';
import type { Section } from './outline.ts';
import { type Topic, topicOf } from './sections.ts';

/**
 * What a document is in a profile: the owner's own page; a CV, which names its owner; a list of things of
 * one kind; or a text, whose headings announce nothing.
 */
export type PageRole = 'home' | 'cv' | 'list' | 'text';

/** Pages about the owner, by their names: "_pages/about.md", "content/_index.md", "about/index.md". */
const HOME =
  /^(?:_pages\/|content\/|content\/home\/|src\/(?:content\/)?pages\/)?(?:_?index|(?:about|home|bio|cv|resume|research|a-propos)(?:\/_?index)?)\.\w+$/i;
const CV = /(?:^|[^\p{L}])(?:cv|r[eé]sum[eé]|curriculum|vita|lebenslauf)(?:[^\p{L}][^/]*)?\.\w+$/iu;
/** Deep in a site, a page on "cv" may be about computer vision; a PDF or a Word file is none. */
const DEEP = /\/.*\/.*\.(?!pdf$|docx$)\w+$/i;
/** Words in the name of a list besides that of its kind: "Selected papers and preprints". */
const LONGEST_LIST_NAME = 3;
const LEAST_TOPICS = 3;
const CV_TOPICS: ReadonlySet<Topic | null> = new Set<Topic>([
  ...(['position', 'education', 'award', 'grant', 'service', 'course'] as const),
  ...(['talk', 'patent', 'student', 'paper'] as const),
]);

/** Whether it says whose it is. */
export function isPersonal(role: PageRole): boolean {
  return role === 'home' || role === 'cv';
}

/** What a file is by its name and title. */
export function pageRole(input: Input, title: string | undefined): PageRole {
  const { page, isNamed, isLoose } = input;
  if (HOME.test(page)) return 'home';
  if (isNamed || isLoose || (CV.test(page) && !DEEP.test(page))) return 'cv';
  return [title, nameOf(page)].some(namesList) ? 'list' : 'text';
}

/** Whether headings are those of a CV: where somebody works or studied, and more of the kind. */
export function isCv(sections: readonly Section[]): boolean {
  const topics = new Set(sections.map(({ heading }) => topicOf(heading)));
  const known = [...topics].filter((topic) => CV_TOPICS.has(topic)).length;
  const isOfPerson = topics.has('position') || topics.has('education');
  return isOfPerson && known >= LEAST_TOPICS && !isArticle(sections);
}

export function isArticle(sections: readonly Section[]): boolean {
  return sections.some(({ heading }) => /^\W*(?:\d+\W*)?abstract\b/i.test(heading));
}

/** "papers/index.md" as "papers", "2024-05-17-my-talk.md" as "my talk" */
export function nameOf(file: string): string {
  const base = file
    .replace(/\/_?index\.\w+$/i, '')
    .replace(/^.*\//, '')
    .replace(/\.\w+$/, '');
  const words = base
    .replace(/^\d{4}(?:-\d\d){0,2}-/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function namesList(name: string | undefined): boolean {
  const words = name?.split(/\s+/).filter((word) => !/^(?:and|und|et|y|of|the|&|in)$/i.test(word));
  return words !== undefined && words.length <= LONGEST_LIST_NAME && topicOf(name ?? '') !== null;
}
