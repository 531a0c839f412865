import type { Code, Effects, Extension, State, TokenizeContext } from 'micromark-util-types';

/**
 * The subset of CommonMark that an answer may use, plus two constructs of our own: `[1]`, a citation,
 * and bare web addresses. HTML, images, headings, block quotes and rules are parsed as plain text.
 */
export const answerSyntax: Extension = {
  text: {
    91: { name: 'citation', tokenize: tokenizeCitation },
    104: { name: 'bareAddress', tokenize: tokenizeBareAddress, previous: mayPrecedeAddress },
  },
  disable: {
    null: [
      'autolink',
      'blockQuote',
      'characterReference',
      'codeIndented',
      'definition',
      'headingAtx',
      'htmlFlow',
      'htmlText',
      'labelStartImage',
      'setextUnderline',
      'thematicBreak',
    ],
  },
};

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    citation: 'citation';
    bareAddress: 'bareAddress';
  }
}

function tokenizeCitation(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let digits = 0;
  const inside: State = (code) => {
    // Citation numbers start at 1 and have no leading zeros.
    if (isDigit(code) && digits < 3 && (digits > 0 || code !== 48)) {
      digits += 1;
      effects.consume(code);
      return inside;
    }
    if (code !== 93 || digits === 0) return nok(code);
    effects.consume(code);
    effects.exit('citation');
    return ok;
  };
  return (code) => {
    effects.enter('citation');
    effects.consume(code);
    return inside;
  };
}

function tokenizeBareAddress(
  this: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
): State {
  const scheme = 'http';
  let matched = 0;
  let depth = 0;
  const protocol: State = (code) => {
    if (matched < scheme.length) {
      if (code !== scheme.charCodeAt(matched)) return nok(code);
    } else if (matched === scheme.length && code === 115) {
      effects.consume(code);
      return protocol;
    } else if (code !== '://'.charCodeAt(matched - scheme.length)) {
      return nok(code);
    }
    matched += 1;
    effects.consume(code);
    return matched === scheme.length + 3 ? first : protocol;
  };
  const first: State = (code) => (endsAddress(code) ? nok(code) : rest(code));
  const rest: State = (code) => {
    if (code === 40) depth += 1;
    if (code === 41) depth -= 1;
    // An unmatched closing parenthesis belongs to the sentence.
    if (endsAddress(code) || depth < 0) {
      effects.exit('bareAddress');
      return ok(code);
    }
    effects.consume(code);
    return rest;
  };
  return (code) => {
    effects.enter('bareAddress');
    return protocol(code);
  };
}

// Not inside a word.
function mayPrecedeAddress(this: TokenizeContext, code: Code): boolean {
  return code === null || code < 0 || !/[\p{L}\p{N}]/u.test(String.fromCharCode(code));
}

/** White space, the end of the text, and characters that are markup: `" < > [ ] * backtick`. */
function endsAddress(code: Code): boolean {
  return code === null || code <= 32 || '"<>[]*`'.includes(String.fromCharCode(code));
}

function isDigit(code: Code): boolean {
  return code !== null && code >= 48 && code <= 57;
}
