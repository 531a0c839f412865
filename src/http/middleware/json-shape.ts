/** Deeper than any client nests: the schema of a tool has some ten levels. */
export const MAX_DEPTH = 64;
/** Members and items, all together. */
export const MAX_VALUES = 20_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/**
 * What makes JSON costly to read although it is short, in words for the sender; null if nothing does.
 * A megabyte of `[{},{},…` takes a tenth of a second to parse and seconds to check, one of brackets as
 * long as that: its shape is looked at before.
 */
export function shapeProblem(json: Uint8Array): string | null {
  let depth = 0;
  let values = 0;
  let isInString = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i] as number;
    if (isInString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte === COMMA) values++;
    else if (OPENING.has(byte)) {
      values++;
      depth++;
      if (depth > MAX_DEPTH) {
        return `The body is nested more than ${MAX_DEPTH} levels deep. Send a flatter one.`;
      }
    } else if (CLOSING.has(byte)) depth--;
    if (values > MAX_VALUES) {
      return `The body has more than ${MAX_VALUES.toLocaleString('en')} values. Send fewer messages.`;
    }
  }
  return null;
}
