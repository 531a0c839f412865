import { ownerOf } from '../corpus/kinds.ts';
import { isPublication } from '../corpus/works.ts';
import type { Source } from '../domain.ts';
import { type Finding, RANK } from '../import/finding.ts';
import { merge } from '../import/merge.ts';
import { DIAGNOSES } from '../language/en/templates/owner-doctor.ts';
import { FIELD_NAMES } from '../language/en/templates/owner-import.ts';
import type { Diagnosis } from './finding.ts';

/** A source, where it stands, and where a field of it does. */
export interface PlacedSource {
  readonly source: Source;
  readonly file: string;
  lineOf(field: string): number | undefined;
}

/** What the sources show when they are compared. */
export function examineSources(placed: readonly PlacedSource[]): Diagnosis[] {
  const isOwnerThere = ownerOf(placed.map(({ source }) => source)) !== undefined;
  const missing: Diagnosis = {
    severity: 'warning',
    check: 'owner',
    file: null,
    line: null,
    message: DIAGNOSES.ownerMissing,
  };
  return [...(isOwnerThere ? [] : [missing]), ...sameThings(placed)];
}

/** Files about one thing, and what they disagree about, as an import would tell. */
function sameThings(placed: readonly PlacedSource[]): Diagnosis[] {
  const byFile = new Map(placed.map((one) => [one.file, one]));
  const { merged, contradictions } = merge(placed.filter(isOnce).map(asFinding));
  const at = (file: string, field: string) =>
    ({ severity: 'warning', file, line: byFile.get(file)?.lineOf(field) ?? null }) as const;
  return [
    ...merged.flatMap(({ origins }) => {
      const files = origins.map(({ file }) => file).sort();
      const [first = '', ...others] = files;
      return others.map((file): Diagnosis => {
        const message = DIAGNOSES.duplicate(first);
        return { ...at(file, 'title'), check: 'duplicate', message };
      });
    }),
    ...contradictions.map(({ field, values }): Diagnosis => {
      const told = values.map(({ value, origin }) => [value, origin.file] as const);
      const message = DIAGNOSES.contradiction(FIELD_NAMES[field] ?? field, told);
      return { ...at(told[0]?.[1] ?? '', field), check: 'contradiction', message };
    }),
  ];
}

/** Courses and service come again under one name, and a text has only a title. */
function isOnce({ source: { kind } }: PlacedSource): boolean {
  return kind !== 'course' && kind !== 'service' && kind !== 'text' && kind !== 'person';
}

/** As if it were imported. A project that stands for its paper is compared with papers. */
function asFinding({ source, file }: PlacedSource): Finding {
  const { kind, title, fullTitle } = source;
  return {
    kind: isPublication(source) && kind === 'project' ? 'paper' : kind,
    title: fullTitle ?? title,
    fields: source,
    body: '',
    remarks: [],
    origin: { file },
    guessed: [],
    rank: RANK.site,
  };
}
