/** Marks around what a model thinks, where servers leave it in the text. */
const THOUGHTS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  // Magistral, Kimi, and the channels of gpt-oss.
  ['[think]', '[/think]'],
  ['◁think▷', '◁/think▷'],
  ['<|channel|>analysis<|message|>', '<|end|>'],
  ['<|channel|>commentary<|message|>', '<|end|>'],
] as const;
/** Marks of gpt-oss around the answer itself. */
const NOISE = ['<|start|>assistant', '<|channel|>final<|message|>', '<|end|>', '<|return|>'];

const CLOSING: ReadonlyMap<string, string> = new Map(THOUGHTS);
const MARKS = [...new Set([...THOUGHTS.flat(), ...NOISE])];
const LONGEST = Math.max(...MARKS.map(({ length }) => length));

export interface ThoughtFilter {
  /** @returns what of the text so far is sure to be no thought and was not returned before */
  push(piece: string): string;
  /** @returns the rest, once the text is known to be whole */
  end(): string;
  /** A thought ended that had not begun: the server puts its opening mark into the prompt. */
  readonly beganInside: boolean;
}

/**
 * Removes thoughts from a stream, wherever it cuts the marks.
 * @param beginsInside whether all text before the first closing mark is to be taken for a thought
 */
export function createThoughtFilter(beginsInside: boolean): ThoughtFilter {
  /** Not decided yet: could be the beginning of a mark. */
  let rest = '';
  /** Text that is held back until it is clear that no closing mark follows; null once that is so. */
  let held: string | null = beginsInside ? '' : null;
  /** The mark that ends the present thought. */
  let closing: string | undefined;
  let beganInside = false;

  const push = (piece: string): string => {
    rest += piece;
    let shown = '';
    for (let found = firstMark(rest); found; found = firstMark(rest)) {
      const { mark, start } = found;
      if (closing === undefined) {
        shown += rest.slice(0, start);
        closing = CLOSING.get(mark);
        if (closing === undefined && !NOISE.includes(mark)) {
          beganInside = true;
          shown = '';
          held = null;
        }
      } else if (mark === closing) {
        closing = undefined;
      }
      rest = rest.slice(start + mark.length);
    }
    const kept = unfinishedMark(rest);
    if (closing === undefined) shown += rest.slice(0, rest.length - kept);
    rest = rest.slice(rest.length - kept);
    if (held === null) return shown;
    held += shown;
    return '';
  };

  return {
    push,
    end: () => (closing === undefined ? (held ?? '') + rest : ''),
    get beganInside() {
      return beganInside;
    },
  };
}

function firstMark(text: string): { mark: string; start: number } | undefined {
  const lower = lowerCase(text);
  return MARKS.map((mark) => ({ mark, start: lower.indexOf(mark) }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start - b.start)[0];
}

/** The length of what at the end of the text could become a mark. */
function unfinishedMark(text: string): number {
  const end = lowerCase(text.slice(-LONGEST));
  for (let length = end.length; length > 0; length--) {
    const start = end.slice(-length);
    if (MARKS.some((mark) => mark.startsWith(start))) return length;
  }
  return 0;
}

/** Of equal length, which `toLowerCase` does not promise. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
