import { BODY } from '../../language/en/templates/problems.ts';

/** Deeper than any client nests; the schema of a tool has about ten levels. */
export const MAX_DEPTH = 64;
/** Members and items of all objects and arrays. */
export const MAX_VALUES = 20_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/**
 * Checks the shape of JSON before it is parsed, and returns a sentence for the sender if it would be
 * expensive to read. A megabyte of `[{},{},…` takes 100 ms to parse and seconds to validate, and so
 * does a megabyte of brackets.
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
        return BODY.tooDeep(MAX_DEPTH);
      }
    } else if (CLOSING.has(byte)) depth--;
    if (values > MAX_VALUES) {
      return BODY.tooManyValues(MAX_VALUES);
    }
  }
  return null;
}
