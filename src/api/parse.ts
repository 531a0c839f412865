import type { z } from 'zod';
import { type FieldError, InvalidRequest } from './problem.ts';

const MAX_ERRORS_NAMED = 10;
const MAX_VALUE_SHOWN = 80;

/**
 * What the schema makes of outside data.
 * @param whole how the reader calls the data: "The body", "The query"
 * @throws {InvalidRequest} naming each wrong field, its value and what to send instead
 */
export function parse<T>(schema: z.ZodType<T>, data: unknown, whole: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, MAX_ERRORS_NAMED);
  throw new InvalidRequest(issues.map((issue) => fieldError(issue, data, whole)));
}

/** A value from outside as a sentence shows it, cut when long. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  // Never as JSON: an object can be nested deeper than JSON.stringify can follow.
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= MAX_VALUE_SHOWN ? text : `${text.slice(0, MAX_VALUE_SHOWN)}…`;
}

function fieldError(issue: z.core.$ZodIssue, data: unknown, whole: string): FieldError {
  const name = issue.path.reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : `${before && `${before}.`}${String(key)}`,
    '',
  );
  return {
    pointer: issue.path.map((key) => `/${String(key)}`).join(''),
    detail: `${name || whole} ${complaint(issue, valueAt(data, issue.path))}.`,
  };
}

function complaint(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = NOUNS[issue.expected] ?? issue.expected;
      return value === undefined
        ? `is missing: send ${wanted}`
        : `must be ${wanted}, not ${show(value)}`;
    }
    case 'invalid_value':
      return `must be ${issue.values.map(show).join(' or ')}, not ${show(value)}`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'is empty: send some text'
        : `must be at least ${issue.minimum}, not ${show(value)}`;
    case 'too_big':
      return tooBig(issue, value);
    default:
      return `does not fit: ${issue.message}`;
  }
}

function tooBig(issue: z.core.$ZodIssueTooBig, value: unknown): string {
  const most = issue.maximum.toLocaleString('en');
  if (typeof value === 'string' && issue.origin === 'string') {
    return `has ${value.length.toLocaleString('en')} characters: send at most ${most}`;
  }
  if (Array.isArray(value)) {
    return `has ${value.length.toLocaleString('en')} items: send at most ${most}`;
  }
  return `must be at most ${most}, not ${show(value)}`;
}

const NOUNS: Readonly<Record<string, string>> = {
  array: 'an array',
  int: 'a whole number',
  number: 'a number',
  object: 'a JSON object',
  string: 'a string',
};

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    data,
  );
}
