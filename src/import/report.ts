import { KIND_NAMES, kindOf } from '../corpus/kinds.ts';
import { count } from '../language/en/grammar.ts';
import {
  FIELD_NAMES,
  OWNER_MISSING,
  REPORT,
  UPDATE,
} from '../language/en/templates/owner-import.ts';
import type { Note, Origin } from './finding.ts';
import type { ImportReport } from './import-profile.ts';

/** Longer lists are cut in the report. */
const MOST_LINES = 25;

/** What an import did, as the owner reads it. */
export function reportInWords(report: ImportReport): string {
  const { dir, owner, counts, merged, contradictions, guessed, notes, update } = report;
  const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
  const ofType = (type: Note['type']) => grouped(notes.filter((note) => note.type === type));
  const parts = [
    REPORT.heading(dir, total),
    `  ${REPORT.changes(update.written.length, update.same.length, update.removed.length)}`,
    owner === null ? OWNER_MISSING : REPORT.owner(owner.name),
    section(
      REPORT.found,
      KIND_NAMES.flatMap((kind) => {
        const number = counts.get(kind);
        return number === undefined ? [] : [count(number, kindOf(kind).one, kindOf(kind).many)];
      }),
    ),
    section(
      REPORT.merged,
      merged.map(({ title, origins }) =>
        REPORT.mergedInto(title, [...new Set(origins.map(placeOf))]),
      ),
    ),
    section(
      REPORT.contradictions,
      contradictions.map(({ title, field, values: [first, ...others] }) =>
        REPORT.contradiction(
          title,
          FIELD_NAMES[field] ?? field,
          first?.value ?? '',
          first === undefined ? '' : placeOf(first.origin),
          others.map(({ value, origin }) => REPORT.other(value, placeOf(origin))).join(', '),
        ),
      ),
    ),
    guessed === 0 ? '' : REPORT.guessed(guessed),
    section(REPORT.private, ofType('private')),
    section(REPORT.skipped, ofType('skipped')),
    section(REPORT.problems, ofType('problem')),
    section(
      REPORT.edited,
      update.left.map(({ file, reason }) => UPDATE[reason](file)),
    ),
    report.hasOtherFiles ? REPORT.shipped(dir) : '',
    REPORT.next,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function section(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const shown = lines.slice(0, MOST_LINES);
  const more = lines.length > shown.length ? [REPORT.more(lines.length - shown.length)] : [];
  return [`${heading}:`, ...[...shown, ...more].map((line) => `  ${line}`)].join('\n');
}

/** One line for each file: the reasons that its parts share are told once. */
function grouped(notes: readonly Note[]): string[] {
  const lines = new Map<string, Set<string>>();
  for (const { origin, reason } of notes) {
    const place = placeOf(origin);
    lines.set(place, (lines.get(place) ?? new Set()).add(reason));
  }
  return [...lines].map(([place, reasons]) => `${place}: ${[...reasons].join(', ')}`);
}

/** "publications.bib:12" */
function placeOf({ file, line }: Origin): string {
  return line === undefined ? file : `${file}:${line}`;
}
