import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readText } from './corpus/files.ts';
import { type Survey, surveyCorpus } from './corpus/read.ts';
import { type Diagnosis, lineOf, type TextFile } from './doctor/finding.ts';
import { follow, insecure, linksOf } from './doctor/links.ts';
import { examineNames } from './doctor/misspelled.ts';
import { examineSources } from './doctor/sources.ts';
import { examineText } from './doctor/text.ts';
import type { Service } from './domain.ts';
import { buildIndex, type CorpusFolder } from './indexer.ts';
import { DIAGNOSES } from './language/en/templates/owner-doctor.ts';
import { openIndex } from './search/store.ts';
import { createService } from './service.ts';

export interface DoctorOptions extends CorpusFolder {
  /** Follows all links, and receives how many were followed; null follows none. */
  readonly onLink?: ((done: number, total: number) => void) | null;
}

/** Hits among which a source is to be when its title is searched for. */
const HITS = 10;

/**
 * Everything that is wrong with a corpus, or looks so, by file and line.
 * @throws ServiceError `invalid-corpus` if the folder cannot be read or has no text
 */
export async function examine(options: DoctorOptions): Promise<Diagnosis[]> {
  const { corpusDir, followLinks, onLink = null } = options;
  const survey = await surveyCorpus(corpusDir, { followLinks: followLinks ?? false });
  const texts = new Map<string, TextFile>();
  for (const { name } of survey.files) {
    const text = await readText(path.join(corpusDir, name)).catch(() => '');
    texts.set(name, { name, lines: text.split('\n') });
  }
  const placed = survey.files.flatMap(({ name: file, source, lineOf }) =>
    source === null ? [] : [{ file, source, lineOf }],
  );
  const links = placed.flatMap(({ source, file }) => {
    const text = texts.get(file);
    return text === undefined ? [] : linksOf(source, text);
  });
  const found = [
    ...fromReading(survey),
    ...[...texts.values()].flatMap(examineText),
    ...examineSources(placed),
    ...examineNames(placed),
    ...insecure(links),
    ...(survey.problems.length > 0 || placed.length === 0
      ? []
      : await neverFound(options, placed, texts)),
    ...(onLink === null ? [] : await follow(links, onLink)),
  ];
  return found.sort((a, b) => compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0));
}

function fromReading({ problems, warnings }: Survey): Diagnosis[] {
  const told = (severity: Diagnosis['severity'], remarks: Survey['problems']) =>
    remarks.map(({ file, line, text }): Diagnosis => {
      return { severity, check: 'reading', file, line: line ?? null, message: text };
    });
  return [...told('error', problems), ...told('warning', warnings)];
}

/** Sources that a search for their own title does not find, by keyword as the least of all settings. */
async function neverFound(
  { corpusDir, followLinks }: CorpusFolder,
  placed: readonly { readonly file: string; readonly source: Service['sources'][number] }[],
  texts: ReadonlyMap<string, TextFile>,
): Promise<Diagnosis[]> {
  const indexDir = await mkdtemp(path.join(tmpdir(), 'doctor-'));
  try {
    await buildIndex({ corpusDir, followLinks, indexDir, embedder: null });
    const index = await openIndex(indexDir);
    const service = createService({
      index,
      embedder: null,
      chatModel: null,
      onModelError: () => {},
    });
    const found: Diagnosis[] = [];
    for (const { file, source } of placed) {
      const hits = await service.search(source.title, HITS, new AbortController().signal);
      if (hits.some((hit) => hit.source.id === source.id)) continue;
      const text = texts.get(file);
      const others = [...new Set(hits.map((hit) => hit.source.title))].slice(0, 2);
      found.push({
        severity: 'warning',
        check: 'not-found',
        file,
        line: text === undefined ? null : lineOf(text, source.title),
        message: DIAGNOSES.neverFound(source.title, others),
      });
    }
    return found;
  } finally {
    await rm(indexDir, { recursive: true, force: true });
  }
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
