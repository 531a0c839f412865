/** Data whose shape is not known, as YAML, TOML and JSON give it. */
export type Json = Readonly<Record<string, unknown>>;

export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/** A list, or a single value as a list of one. */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
}

/** A text or a number that is not empty. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** JSON, or why it is none and on which line. */
export function parseJson(content: string): {
  readonly data?: unknown;
  readonly fault?: { readonly reason: string; readonly line: number };
} {
  try {
    return { data: JSON.parse(content) };
  } catch (error) {
    const { message } = error as Error;
    const line = content.slice(0, offsetOf(message, content)).split('\n').length;
    return { fault: { reason: message.replace(/\s+/g, ' '), line } };
  }
}

/** Where JSON is broken: the message has the offset, or the ten characters around it, or says that it ends. */
function offsetOf(message: string, content: string): number {
  const [, offset] = /position (\d+)/.exec(message) ?? [];
  if (offset !== undefined) return Number(offset);
  const [, isCut, around] =
    /(\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON$/.exec(message) ?? [];
  if (around === undefined) return content.trimEnd().length;
  return content.indexOf(around) + (isCut ? 10 : Math.max(0, around.length - 10));
}
