import { fieldsOf } from '../corpus/kinds.ts';
import { FIELD_NAMES } from '../language/en/templates/owner-import.ts';
import { type Fields, type Finding, letters, type Origin } from './finding.ts';
import { sameIn } from './same.ts';
import { differing } from './sentences.ts';

/** Two values of one field, of which the first was taken. */
export interface Contradiction {
  readonly title: string;
  readonly field: string;
  readonly values: readonly { readonly value: string; readonly origin: Origin }[];
}

export interface Merged {
  readonly findings: readonly Finding[];
  readonly merged: readonly { readonly title: string; readonly origins: readonly Origin[] }[];
  readonly contradictions: readonly Contradiction[];
}

/** Fields whose values can contradict each other, if they are about the same version. */
const COMPARED = ['year', 'start', 'end', 'amount'] as const;
const LISTS = ['links', 'awards', 'topics', 'aliases'] as const;

/** Puts findings of the same thing together. What they disagree about is told, not settled in silence. */
export function merge(findings: readonly Finding[]): Merged {
  const groups: Finding[][] = [];
  const sameAs = sameIn(findings);
  const groupOf = new Map<Finding, Finding[]>();
  for (const finding of findings) {
    const same = new Set(sameAs(finding).map((other) => groupOf.get(other)));
    const group = groups.find((others) => same.has(others)) ?? [];
    if (group.length === 0) groups.push(group);
    group.push(finding);
    groupOf.set(finding, group);
  }
  const merged: { title: string; origins: Origin[] }[] = [];
  const contradictions: Contradiction[] = [];
  const whole = groups.map((group) => {
    const sorted = [...group].sort((a, b) => precedence(b) - precedence(a));
    const [first] = sorted as [Finding];
    if (sorted.length === 1) return first;
    const found = contradictionsOf(first.title, sorted);
    contradictions.push(...found);
    if (first.kind !== 'person')
      merged.push({ title: first.title, origins: sorted.map(({ origin }) => origin) });
    return combined(sorted, found);
  });
  return { findings: whole, merged, contradictions };
}

/** What appeared goes before its preprint; then the better source; then the one that says more. */
function precedence({ rank, fields, guessed }: Finding): number {
  const isPreprint = fields.subtype === 'preprint' ? 1 : 0;
  return (
    (1 - isPreprint) * 100 +
    rank * 10 +
    Math.min(9, Object.keys(fields).length) / 10 -
    guessed.length / 100
  );
}

function combined(sorted: readonly Finding[], contradictions: readonly Contradiction[]): Finding {
  const [first] = sorted as [Finding];
  const kind = first.guessed.includes('kind')
    ? (sorted.find(({ guessed }) => !guessed.includes('kind'))?.kind ?? first.kind)
    : first.kind;
  const fields: Record<string, unknown> = {};
  const guessed = new Set<string>();
  for (const finding of sorted) {
    for (const [field, value] of Object.entries(finding.fields)) {
      if (fields[field] !== undefined) continue;
      fields[field] = value;
      if (finding.guessed.includes(field)) guessed.add(field);
    }
  }
  for (const field of ['start', 'end', 'date'] as const) {
    const values = sorted.flatMap((finding) => finding.fields[field] ?? []);
    // "2014" and "2014-08" agree, and the second says more.
    const precise = values
      .filter((value) => value.startsWith(String(fields[field])))
      .sort((a, b) => b.length - a.length)[0];
    if (precise !== undefined) fields[field] = precise;
  }
  const people = sorted.flatMap((finding) =>
    finding.fields.people ? [finding.fields.people] : [],
  );
  if (people.length > 0)
    fields['people'] = [...people].sort(
      (a, b) => b.length - a.length || fullness(b) - fullness(a),
    )[0];
  for (const field of LISTS) {
    const values = sorted.flatMap((finding): readonly unknown[] => finding.fields[field] ?? []);
    const keyed = new Map(
      values.map((value) => [keyOf(value), value]).reverse() as [string, unknown][],
    );
    if (values.length > 0) fields[field] = [...keyed.values()].reverse();
  }
  const years = [
    ...new Set(sorted.flatMap(({ fields: { date } }) => date?.slice(0, 4) ?? [])),
  ].sort();
  if (isRepeated(kind) && years.length > 1) {
    fields['term'] = years.join(', ');
    delete fields['date'];
  }
  if (
    typeof fields['date'] === 'string' &&
    fields['year'] !== undefined &&
    !fields['date'].startsWith(String(fields['year']))
  ) {
    delete fields['date'];
  }
  // The publisher of a book stands where others have a journal.
  if (fields['venue'] === fields['publisher']) delete fields['venue'];
  const isKindGuessed = sorted.every((finding) => finding.guessed.includes('kind'));
  return {
    ...first,
    kind,
    title: titleOf(sorted),
    fields: fields as Fields,
    body: bodyOf(sorted),
    detail: sorted.find(({ detail }) => detail !== undefined)?.detail,
    remarks: [
      ...new Map(
        [...sorted.flatMap(({ remarks }) => remarks), ...remarksAbout(kind, contradictions)].map(
          (remark) => [letters(remark), remark],
        ),
      ).values(),
    ],
    guessed: [...guessed, ...(isKindGuessed ? ['kind'] : [])],
  };
}

/** The printed title; of a person, the name in full. */
function titleOf(sorted: readonly Finding[]): string {
  const [first] = sorted as [Finding];
  const others = sorted.filter(({ rank }) => rank >= first.rank - 1).map(({ title }) => title);
  const longer = others.find(
    (title) => title.length > first.title.length && letters(title).startsWith(letters(first.title)),
  );
  return first.kind === 'person' ? first.title : (longer ?? first.title);
}

function bodyOf(sorted: readonly Finding[]): string {
  const bodies = sorted.map(({ body }) => body).filter((body) => body !== '');
  const kept: string[] = [];
  for (const body of bodies) {
    const form = letters(body);
    if (!kept.some((other) => letters(other).includes(form.slice(0, 80)))) kept.push(body);
  }
  return kept.join('\n\n');
}

function fullness(names: readonly string[]): number {
  return names.join('').length;
}

function keyOf(value: unknown): string {
  return typeof value === 'string'
    ? letters(value)
    : String((value as { url?: string }).url).replace(/\/$/, '');
}

/** A course is held, and a committee served on, again and again. */
function isRepeated(kind: Finding['kind'] | undefined): boolean {
  return kind === 'course' || kind === 'service';
}

function contradictionsOf(title: string, sorted: readonly Finding[]): Contradiction[] {
  if (isRepeated(sorted[0]?.kind)) return [];
  const published = sorted.filter(
    ({ fields, guessed }) =>
      fields.subtype !== 'preprint' &&
      // What appeared nowhere may be a preprint.
      !(guessed.includes('kind') && fields.venue === undefined && fields.doi === undefined),
  );
  return COMPARED.flatMap((field): Contradiction[] => {
    const values = published.flatMap(({ fields, origin }) => {
      const value = fields[field] ?? (field === 'year' ? fields.date?.slice(0, 4) : undefined);
      return value === undefined ? [] : [{ value: String(value), origin }];
    });
    const [first, ...others] = values;
    if (first === undefined) return [];
    const different = others.filter(({ value }) => !agree(first.value, value));
    return different.length === 0 ? [] : [{ title, field, values: [first, ...different] }];
  });
}

/** At the precision that both have; "EUR 95,000" and "95000" agree. */
function agree(one: string, other: string): boolean {
  const [a, b] = [letters(one), letters(other)];
  return a.startsWith(b) || b.startsWith(a) || a.endsWith(b) || b.endsWith(a);
}

function remarksAbout(kind: Finding['kind'], contradictions: readonly Contradiction[]): string[] {
  return contradictions
    .filter(({ field }) => field === 'year' || fieldsOf(kind).some((own) => own === field))
    .map(({ field, values }) =>
      differing(FIELD_NAMES[field] ?? field, [...new Set(values.map(({ value }) => value))]),
    );
}
