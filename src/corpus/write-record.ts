import { Document, isScalar, isSeq, type Pair, type Scalar } from 'yaml';
import { fieldNames, recordSchema } from './record.ts';

/** A corpus file, and the fields that could not be written because the corpus refuses their values. */
export interface WrittenRecord {
  readonly text: string;
  readonly refused: readonly string[];
}

/** The order of fields in a file: what it is, then who, where and when, then the rest. */
const ORDER =
  'id kind owner title fullTitle aliases pronouns subtype role degree people editors advisors organization venue event publisher place date year start end term volume issue pages doi arxiv isbn number amount funder status version license reviewed url photo links awards topics asks'.split(
    ' ',
  );

/**
 * Front matter and text as a file of the corpus. Fields that the kind does not have, and values that
 * would be refused, are left out.
 * @param guessed fields that get the mark "# guessed"
 */
export function writeRecord(
  record: Readonly<Record<string, unknown>>,
  body: string,
  guessed: readonly string[],
): WrittenRecord {
  const allowed = fieldNames(record['kind']);
  const own: Record<string, unknown> = Object.fromEntries(
    ORDER.filter((field) => allowed.includes(field) && isFilled(record[field])).map((field) => [
      field,
      record[field],
    ]),
  );
  const { date } = own;
  // The date implies the year, and may say no more.
  if (date !== undefined) delete own['year'];
  if (/^\d{4}$/.test(String(date))) {
    delete own['date'];
    own['year'] = Number(date);
  }
  const refused = new Set<string>();
  for (let tries = 0; tries < ORDER.length; tries++) {
    const parsed = recordSchema.safeParse(own);
    if (parsed.success) break;
    for (const { path } of parsed.error.issues) {
      const field = String(path[0]);
      refused.add(field);
      delete own[field];
    }
  }
  return { text: `---\n${asYaml(own, guessed)}---\n\n${body.trim()}\n`, refused: [...refused] };
}

function isFilled(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function asYaml(fields: Readonly<Record<string, unknown>>, guessed: readonly string[]): string {
  const document = new Document(fields);
  for (const { key, value } of (document.contents as unknown as { items: Pair<Scalar, unknown>[] })
    .items) {
    if (isSeq(value) && value.items.every((item) => isScalar(item))) value.flow = true;
    if (guessed.includes(String(key.value))) {
      if (isScalar(value) || isSeq(value)) value.comment = ' guessed';
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
