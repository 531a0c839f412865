import type { z } from 'zod';
import { FIELD, JSON_TYPES, SHOWN } from '../language/en/templates/problems.ts';
import { type FieldError, InvalidRequest } from './problem.ts';

const MAX_ERRORS_NAMED = 10;
const MAX_VALUE_SHOWN = 80;

/**
 * Outside data as the schema reads it.
 * @param whole how errors call the data as a whole; see `WHOLE`
 * @throws {InvalidRequest} naming each wrong field, its value and what to send instead
 */
export function parse<T>(schema: z.ZodType<T>, data: unknown, whole: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, MAX_ERRORS_NAMED);
  throw new InvalidRequest(issues.map((issue) => fieldError(issue, data, whole)));
}

/** A value from outside as error messages show it, cut when long. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return SHOWN.array;
  // Never as JSON: an object can be nested too deeply for JSON.stringify.
  if (typeof value === 'object' && value !== null) return SHOWN.object;
  const text = JSON.stringify(value) ?? SHOWN.nothing;
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
    detail: FIELD.sentence(name || whole, complaint(issue, valueAt(data, issue.path))),
  };
}

function complaint(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      const type = JSON_TYPES[issue.expected] ?? issue.expected;
      return value === undefined ? FIELD.missing(type) : FIELD.wrongType(type, show(value));
    }
    case 'invalid_value':
      return FIELD.notOneOf(issue.values.map(show), show(value));
    case 'too_small':
      return tooSmall(issue, value);
    case 'too_big':
      return tooBig(issue, value);
    default:
      return FIELD.invalid(issue.message);
  }
}

function tooSmall({ origin, minimum }: z.core.$ZodIssueTooSmall, value: unknown): string {
  if (origin === 'string') return FIELD.emptyText;
  if (origin === 'array') return FIELD.tooFewItems(Number(minimum));
  return FIELD.tooSmall(Number(minimum), show(value));
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig, value: unknown): string {
  const most = Number(maximum);
  if (typeof value === 'string' && origin === 'string') return FIELD.tooLong(value.length, most);
  if (Array.isArray(value)) return FIELD.tooManyItems(value.length, most);
  return FIELD.tooBig(most, show(value));
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    data,
  );
}
