import type { oas31 } from 'zod-openapi';
import { type Html, html } from './html.ts';
import { markdownToHtml } from './markdown-html.ts';

type Schema = oas31.SchemaObject | oas31.ReferenceObject;

/** The name of a schema among the components. */
export function schemaName({ $ref }: Schema): string | undefined {
  return $ref?.split('/').at(-1);
}

/** The fields of an object, or the type of any other schema. */
export function fieldsOf(schema: Schema): Html {
  const { properties, required } = schema as oas31.SchemaObject;
  if (properties === undefined) return html`<p>${typeOf(schema)}</p>`;
  return html`<dl class="fields">${Object.entries(properties).map(
    ([name, field]) => html`
            <dt><code>${name}</code> ${typeOf(field)}${required?.includes(name) ? '' : ' optional'}</dt>
            <dd>${markdownToHtml(field.description ?? '')}${nested(field)}</dd>`,
  )}</dl>`;
}

/** A type in words; a named schema as a link. */
export function typeOf(schema: Schema): Html {
  const name = schemaName(schema);
  if (name !== undefined) return html`<a href="#schema-${name}">${name}</a>`;
  const inline = schema as oas31.SchemaObject;
  const choices = inline.oneOf ?? inline.anyOf;
  if (choices !== undefined) return joined(choices.map(typeOf));
  if (inline.enum !== undefined) return joined(inline.enum.map(literal));
  if (inline.const !== undefined) return literal(inline.const);
  if (inline.type === 'array') return html`array of ${typeOf(inline.items ?? {})}${bounds(inline)}`;
  const types = [inline.type ?? 'anything'].flat();
  return html`${types.join(' or ')}${bounds(inline)}`;
}

/** The fields of an unnamed object, or of the objects in an array. */
function nested(field: Schema): Html | string {
  const inline = field as oas31.SchemaObject;
  const inner = inline.items ?? inline;
  return 'properties' in inner ? fieldsOf(inner) : '';
}

function joined(parts: readonly Html[]): Html {
  return html`${parts.map((part, index) => (index === 0 ? part : html` or ${part}`))}`;
}

const literal = (value: unknown) => html`<code>${JSON.stringify(value)}</code>`;

function bounds(schema: oas31.SchemaObject): string {
  const parts = [
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' items'),
    range(schema.minimum, schema.maximum, ''),
    schema.default === undefined ? '' : `${JSON.stringify(schema.default)} by default`,
  ].filter((part) => part !== '');
  return parts.length > 0 ? ` (${parts.join('; ')})` : '';
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (most === undefined) return least === undefined ? '' : `at least ${least}${unit}`;
  return least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`;
}
