import fc from 'fast-check';
import type { oas31 } from 'zod-openapi';

/** Values that match a schema of the document, or nearly: patterns and formats are ignored. */
export function fitting(
  part: oas31.SchemaObject | oas31.ReferenceObject,
  document: oas31.OpenAPIObject,
): fc.Arbitrary<unknown> {
  const schema = part as oas31.SchemaObject;
  const of = (inner: unknown) => fitting((inner ?? {}) as oas31.SchemaObject, document);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return of(document.components?.schemas?.[name]);
  }
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return fc.oneof(...choices.map(of));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, of(inner)]),
        ),
        { requiredKeys: schema.required ?? [] },
      );
    case 'array':
      return fc.array(of(schema.items), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'string':
      return fc.oneof(
        fc.string({ unit: 'grapheme', minLength: schema.minLength ?? 0, maxLength: 40 }),
        fc.constantFrom(...((schema.examples as string[] | undefined) ?? ['Why?'])),
      );
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -100, max: schema.maximum ?? 100 });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1, max: schema.maximum ?? 1, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue();
  }
}

/** Values that are invalid or barely valid. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    ' ',
    0,
    -1,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER + 1,
    [],
    {},
    [[[[[[]]]]]],
    { __proto__: null, constructor: { prototype: 1 } },
    '\uD83D',
    '\0',
    '\u202E',
    'x'.repeat(2_001),
    'x'.repeat(8_001),
    Array(30).fill({ role: 'user', content: '' }),
    '../../etc/passwd',
    '%00',
    '<script>alert(1)</script>',
  ),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
);

/** The value with one part of it replaced, left out, or joined by another. */
export function damaged(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, fc.nat(), odd, fc.constantFrom('replace', 'leave out', 'add'))
    .map(([whole, at, other, how]) => damage(structuredClone(whole), at, other, how));
}

function damage(whole: unknown, at: number, other: unknown, how: string): unknown {
  const places: [Record<string, unknown>, string][] = [];
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      places.push([node as Record<string, unknown>, key]);
      visit(child);
    }
  };
  visit(whole);
  const place = places[at % (places.length + 1)];
  if (place === undefined) return other;
  const [parent, key] = place;
  if (how === 'leave out') delete parent[key];
  else parent[how === 'add' ? `${key}X` : key] = other;
  return whole;
}
