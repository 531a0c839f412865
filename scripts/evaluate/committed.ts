import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type Difference,
  figuresSchema,
  mergeSections,
  type Section,
  toMarkdown,
  withTables,
} from './report.ts';

/** The figures committed beside the golden questions; none where there is no file yet. */
export async function readFigures(goldenDir: string): Promise<readonly Section[]> {
  const text = await readFile(figuresFile(goldenDir), 'utf8').catch(() => null);
  return text === null ? [] : figuresSchema.parse(JSON.parse(text)).sections;
}

/** Writes figures measured now over the committed ones, and the page's tables from all of them. */
export async function writeFigures(
  goldenDir: string,
  page: string,
  measured: readonly Section[],
): Promise<void> {
  const sections = mergeSections(await readFigures(goldenDir), measured);
  await writeFile(figuresFile(goldenDir), `${JSON.stringify({ sections }, null, 2)}\n`);
  const text = await readFile(page, 'utf8');
  await writeFile(page, withTables(text, toMarkdown(sections)));
}

export function differenceLine({ section, name, before, now, isWorse }: Difference): string {
  const change = `${now - before > 0 ? '+' : ''}${(now - before).toFixed(3)}`;
  return `${isWorse ? 'WORSE' : '     '} ${section}: ${name}: ${before} → ${now} (${change})`;
}

function figuresFile(goldenDir: string): string {
  return path.join(goldenDir, 'figures.json');
}
