import type { oas31 } from 'zod-openapi';
import { FORM_TYPE } from '../middleware/form-body.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly oas31.ParameterObject[];
  readonly body: oas31.RequestBodyObject | undefined;
  /** Successful ones only. */
  readonly replies: readonly (oas31.ResponseObject | oas31.ReferenceObject)[];
  readonly origin: string;
}

/** Shell commands that make the call, with captions: one per body, and one for the event stream. */
export function curl(call: Call): [caption: string, command: string][] {
  const types = call.replies.flatMap((reply) =>
    'content' in reply ? Object.keys(reply.content ?? {}) : [],
  );
  const [[type, media] = []] = Object.entries(call.body?.content ?? {});
  if (type === FORM_TYPE) {
    return valuesOf(media?.examples).map((fields) => ['Shell', `curl ${sendForm(call, fields)}`]);
  }
  const bodies = valuesOf(media?.examples);
  const commands = (bodies.length === 0 ? [undefined] : bodies).map((body): [string, string] =>
    isStream(body)
      ? ['Shell, as events', `curl -N ${command(call, body)}`]
      : ['Shell', `curl ${command(call, body)}`],
  );
  if (!types.includes('text/event-stream') || bodies.some(isStream)) return commands;
  const accept = "-H 'Accept: text/event-stream, application/json'";
  const streamed = `curl -N ${accept} ${command(call, bodies[0])}`;
  const plain = types.includes('application/json');
  return [...(plain ? commands : []), ['Shell, as events', streamed]];
}

const isStream = (body: unknown) =>
  typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;

function command({ method, path, parameters, origin }: Call, body: unknown): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(exampleOf(parameters.find((parameter) => parameter.name === name))),
  );
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(
      (parameter) =>
        ` \\\n  --data-urlencode ${quoted(`${parameter.name}=${exampleOf(parameter)}`)}`,
    );
  const data = body === undefined ? '' : `--json ${quoted(JSON.stringify(body))} \\\n  `;
  const verb = method === 'GET' || body !== undefined ? '' : `-X ${method} `;
  return `${verb}${query.length > 0 ? '-G ' : ''}${data}${origin}${address}${query.join('')}`;
}

function sendForm({ path, origin }: Call, fields: unknown): string {
  const data = Object.entries(fields as Readonly<Record<string, string>>).map(
    ([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)} \\\n  `,
  );
  return `${data.join('')}${origin}${path}`;
}

function exampleOf(parameter: oas31.ParameterObject | undefined): string {
  const schema = parameter?.schema;
  const examples = schema !== undefined && 'examples' in schema ? schema.examples : undefined;
  return String(examples?.[0] ?? parameter?.name ?? '');
}

/** An example as text; events as they are sent. */
export function exampleText(type: string, value: unknown): string {
  if (type !== 'text/event-stream') {
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  }
  const { event, data } = value as { event?: string; data: unknown };
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`;
}

export function valuesOf(examples: oas31.ExamplesObject | undefined): unknown[] {
  return Object.values(examples ?? {}).flatMap((example) =>
    'value' in example ? [example.value] : [],
  );
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
