import { stat } from 'node:fs/promises';
import { ownerOf } from '../corpus/kinds.ts';
import { readCorpus } from '../corpus/read.ts';
import type { Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { CORPUS_FOLDER } from '../language/en/templates/owner-import.ts';
import { corpusFiles } from './corpus-files.ts';
import { type Finding, joined, type Note, OWNER, type Reading } from './finding.ts';
import { listInputs } from './inputs.ts';
import { type Contradiction, type Merged, merge } from './merge.ts';
import { type Owner, ownerIn } from './owner.ts';
import { readFileOf } from './read-file.ts';
import {
  ofOwner,
  withNames,
  withPerson,
  withPresentPost,
  withShortTitles,
  withTopics,
} from './records.ts';
import { sameIn } from './same.ts';
import { withSupervision } from './supervision.ts';
import { readLastImport, type Update, updateCorpus } from './update.ts';

/** What an import did, for its report. */
export interface ImportReport {
  readonly dir: string;
  readonly owner: Owner | null;
  readonly counts: ReadonlyMap<Finding['kind'], number>;
  readonly merged: Merged['merged'];
  readonly contradictions: readonly Contradiction[];
  readonly guessed: number;
  readonly notes: readonly Note[];
  readonly update: Update;
  /** Files of the folder that no import wrote. */
  readonly hasOtherFiles: boolean;
}

export interface ImportOptions {
  readonly paths: readonly string[];
  readonly corpusDir: string;
  readonly name?: string | undefined;
  /** Asked if no file tells whose profile it is; null if nobody can be asked. */
  readonly askName?: (() => Promise<string | undefined>) | null;
  /** Called when all is read, before anything is written: time to empty the folder. */
  readonly makeRoom?: (() => Promise<void>) | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads files of any kind and writes the corpus from them.
 * @throws ServiceError `invalid-request` if nothing was found, or if the folder holds another profile
 */
export async function importProfile(options: ImportOptions): Promise<ImportReport> {
  const { corpusDir } = options;
  const { inputs, notes } = await listInputs(options.paths);
  const readings: Reading[] = [{ findings: [], notes }];
  for (const [i, input] of inputs.entries()) {
    readings.push(await readFileOf(input));
    options.onProgress?.(i + 1, inputs.length);
  }
  const { findings, notes: allNotes } = joined(readings);
  if (findings.length === 0) throw new ServiceError('invalid-request', CORPUS_FOLDER.nothingFound);
  const name =
    options.name ?? (ownerIn(findings, undefined) === null ? await options.askName?.() : undefined);
  const owner = ownerIn(findings, name);
  const named =
    owner === null ? findings.filter(({ title }) => title !== OWNER) : withNames(findings, owner);
  const { own, others } = owner === null ? { own: named, others: [] } : ofOwner(named, owner);
  const { findings: whole, merged, contradictions } = merge(own);
  const complete =
    owner === null ? whole : withSupervision(withPresentPost(withPerson(whole, owner)), owner);
  const files = corpusFiles(
    withTopics(withShortTitles(complete)),
    owner ?? { name: '', aliases: [], isGuessed: false },
  );
  await options.makeRoom?.();
  const existing = await existingSources(corpusDir);
  const last = await readLastImport(corpusDir);
  refuseForeign(existing, owner, corpusDir, last !== null);
  const update = await updateCorpus(corpusDir, files);
  const counts = new Map<Finding['kind'], number>();
  for (const { kind } of files) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return {
    dir: corpusDir,
    owner,
    counts,
    merged,
    contradictions,
    guessed: files.filter(({ isGuessed }) => isGuessed).length,
    notes: [...allNotes, ...byOthers(others, own)],
    update,
    hasOtherFiles: last === null && existing.length > 0,
  };
}

/** What is not the owner's is told of, unless a version of it is. */
function byOthers(others: readonly Finding[], own: readonly Finding[]): Note[] {
  const ownOf = sameIn(own);
  return others
    .filter((finding) => ownOf(finding).length === 0)
    .map(
      ({ title, origin, kind }): Note => ({
        origin,
        type: 'skipped',
        reason:
          kind === 'person' ? `the page of another person, ${title}` : `not by you: “${title}”`,
      }),
    );
}

async function existingSources(dir: string): Promise<readonly Source[]> {
  const exists = await stat(dir).catch(() => null);
  if (exists === null) return [];
  return readCorpus(dir).catch(() => []);
}

/** Writes into no other person's profile. */
function refuseForeign(
  existing: readonly Source[],
  owner: Owner | null,
  dir: string,
  isOwnImport: boolean,
): void {
  const person = ownerOf(existing);
  if (person === undefined || isOwnImport) return;
  if (owner !== null && [owner.name, ...owner.aliases].includes(person.title)) return;
  throw new ServiceError('invalid-request', CORPUS_FOLDER.foreign(dir, person.title));
}
