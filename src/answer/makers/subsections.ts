import type { Source } from '../../domain.ts';
import { contentStems } from '../../text/words.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Statement } from '../statement.ts';
import type { Candidate, Maker, Want } from '../types.ts';
import { askedStems, share } from './headed.ts';
import { define } from './say.ts';
import { type Section, sectionsOf, stated } from './sections.ts';

const MAX_ITEMS = 12;
const MAX_GROUPS = 2;
/** Words that are told of each. */
const WORDS = 25;
const GIVES: readonly Want[] = ['list-works', 'list-talks', 'list-topics', 'list-software'];

/** Lists whose items have a heading or a page each: the parts of "Talks", the pages of a folder. */
export const subsections: Maker = ({ reading }, knowledge) => {
  const asked = askedStems(reading);
  const best = [...groupsOf(sectionsOf(knowledge)), ...foldersOf(knowledge)]
    .map((group) => ({ ...group, score: share(group.stems, asked) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_GROUPS);
  return best.map(({ name, statements }): Candidate => {
    const shown = statements().slice(0, MAX_ITEMS);
    const lead = name === '' ? {} : { lead: `${name}:` };
    return {
      ...{ maker: 'subsections', reading, gives: GIVES, isComplete: false, ...lead },
      statements: shown.map((statement) => ({ ...statement, isItem: true })),
    };
  });
};

interface Group {
  readonly name: string;
  readonly stems: readonly string[];
  readonly statements: () => readonly Statement[];
}

/** The sections right below one heading, of which it has several. */
function groupsOf(sections: readonly Section[]): Group[] {
  const groups = new Map<string, Section[]>();
  for (const section of sections) {
    if (section.headings.length < 2) continue;
    const key = [section.source.id, ...section.headings.slice(0, -1)].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), section]);
  }
  return [...groups.values()].flatMap((own): Group[] => {
    const [first, second] = own;
    if (!first || !second) return [];
    return [
      {
        name: first.headings.at(-2) ?? '',
        stems: first.headingStems.at(-2) ?? [],
        statements: () => own.map(underHeading),
      },
    ];
  });
}

function underHeading({ source, headings, entries }: Section): Statement {
  const parts = entries.flatMap((entry) => entry.parts);
  const statement = stated(source, { parts, text: '', isItem: false }, WORDS);
  return { ...statement, text: `${headings.at(-1) ?? ''}: ${statement.text}` };
}

/** Pages without records that a folder, by the beginning of their ids, holds together. */
function foldersOf(knowledge: Knowledge): Group[] {
  const folders = new Map<string, Source[]>();
  for (const source of knowledge.sources) {
    const [folder = '', ...rest] = source.id.split('-');
    if (source.kind !== 'text' || rest.length === 0) continue;
    folders.set(folder, [...(folders.get(folder) ?? []), source]);
  }
  return [...folders].flatMap(([folder, pages]): Group[] => {
    if (pages.length < 2) return [];
    const statements = () =>
      pages.flatMap((page) =>
        define(knowledge, page, 1).map((one) => ({ ...one, text: `${page.title}: ${one.text}` })),
      );
    return [{ name: '', stems: contentStems(folder), statements }];
  });
}
