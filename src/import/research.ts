import { type Finding, filled, RANK } from './finding.ts';
import { nameIn } from './head.ts';
import type { Entry, Section } from './outline.ts';
import { tidy } from './parts.ts';

/** The name of a line of work before what is said of it: "Sodium-metal batteries. Sodium is cheap and …" */
const LEAD = /^(\p{Lu}[^.:!?“”"]{2,60})(?:[.:]|\s[–—])\s+(?=[\p{Lu}\d“])/u;
const LONGEST_LEAD = 6;
/** A name in capitals that the text coins or uses: "TIDEWATER", "HALVOR-500". */
const COINED =
  /(?<![\p{L}\p{N}-])(?:\p{Lu}{4,}(?:-\d+)?|\p{Lu}\p{Ll}+\p{Lu}\p{L}+)(?![\p{L}\p{N}])/gu;
const LEAST_THEMES = 2;

/**
 * Paragraphs or items that each begin with the name of a line of work. What such a paragraph names in
 * capitals is another name for the line of work, so that one can ask for it.
 */
export function themesIn(section: Section, { file }: { readonly file: string }): Finding[] {
  const led = section.entries.flatMap((entry): { entry: Entry; title: string }[] => {
    const strong = entry.emphasized.find(({ isStrong }) => isStrong)?.text;
    const title =
      strong !== undefined && entry.text.startsWith(strong) && strong.length < entry.text.length
        ? tidy(strong)
        : LEAD.exec(entry.text)?.[1];
    const isName =
      title !== undefined &&
      title.split(/\s+/).length <= LONGEST_LEAD &&
      entry.text.length > 3 * title.length;
    const isPerson =
      title !== undefined && (nameIn(title) !== undefined || /\bet al\b/.test(title));
    return isName && !isPerson && !/^(?:I|We|My|Our|The|This|In)\s/.test(title)
      ? [{ entry, title }]
      : [];
  });
  if (led.length < LEAST_THEMES) return [];
  return led.map(({ entry, title }) => ({
    kind: 'theme',
    title,
    fields: filled({ aliases: coinedIn(entry.text, title) }),
    body: withoutLead(entry.text, title),
    remarks: [],
    origin: { file, line: entry.line },
    guessed: ['kind', 'aliases'],
    rank: RANK.text,
  }));
}

/** The name stands above the text, so the text begins with its first sentence. */
function withoutLead(text: string, title: string): string {
  const rest = text.startsWith(title) ? text.slice(title.length) : text;
  return rest.replace(/^\s*[.:–—]\s*/, '') || text;
}

function coinedIn(text: string, title: string): string[] {
  const words = [...text.matchAll(COINED)].map(([word]) => word);
  return [...new Set(words)].filter((word) => !title.includes(word)).slice(0, 2);
}
