import { describe, expect, it } from 'vitest';
import { patternsIn, patternsOf } from '../scripts/evaluate/ablate/patterns.ts';
import { MARKERS_AFTER_STOP } from '../src/answer/generate/sentences.ts';

/** What a visitor means is no matter for patterns: those that there are read signs, or check a model. */
const MOST = 75;

interface Row {
  readonly pattern: RegExp;
  /** What for. */
  readonly use: string;
  readonly hit: string;
  readonly miss: string;
}

const row = (pattern: RegExp, use: string, hit: string, miss: string): Row => ({
  ...{ pattern, use, hit, miss },
});

/** Each pattern of the code, by its file. */
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'answer/bounds.ts': [
    row(/[^\S\n]{2,}/g, 'runs of white space in a question', 'a  b', 'a b'),
    row(/\n{3,}/g, 'runs of empty lines in a question', 'a\n\n\nb', 'a\n\nb'),
  ],
  'answer/choose/features.ts': [
    row(/(?<![\d.,])(?!(?:19|20)\d\d\b)\d/, 'a number that is no year', 'in 14 bays', 'in 2014'),
    row(/\b(?:19|20)\d\d\b/, 'a year', 'since 2014', 'of 3014 ferns'),
    row(
      /\p{Lu}\p{Ll}+ (?:\p{Lu}\.? )*\p{Lu}\p{Ll}+/u,
      'the name of a person',
      'Ada M. Quill',
      'Quill wrote it',
    ),
  ],
  'answer/generate/check.ts': [
    row(/\d+(?:[.,]\d+)*/g, 'numbers', '1,024.5', 'ten'),
    row(/[.,]/, 'separators in numbers', '1,024', '1024'),
    row(
      /(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|dev|de|eu|uk|info|app|co)\b[^\s]*/gi,
      'web and mail addresses',
      'See fern.example.org/a.',
      'It ends. Others follow.',
    ),
    row(/[^\p{L}\p{N}/]+$/u, 'signs behind an address', 'fern.example.org).', 'fern.example.org/'),
    row(
      /[“"«]((?:[^\s“”"«»]+\s+){2,}[^\s“”"«»]+)[”"»]/gu,
      'titles of three words or more',
      'the paper “How Ferns Uncurl”',
      'so-called “fern days”',
    ),
  ],
  'answer/generate/locate.ts': [
    row(/^[.\s]+|[.\s]+$/g, 'dots where a quote was cut', '... the fern', 'the fern'),
  ],
  'answer/generate/prompts.ts': [
    row(
      /^\W*not covered(?:\W*$|\W*[.:,;–—-])/i,
      'that a model declines',
      '**NOT COVERED**: it is not told.',
      'It is not covered.',
    ),
  ],
  'answer/generate/sentences.ts': [
    row(/^\s*(?:\[|【)[^\]】]*$/, 'what may become a marker', ' [1', ' [1]'),
    row(/\s*(?:\[|【)[^\]】\p{L}]*$/u, 'what the end left of a marker', 'So it is [1', 'So [see'),
    row(
      /\s*(?:\[+|【)\s*(?:(?:passages?|sources?|no\.?)\s*|[\^#]\s*)?\d[\d,;\s–-]*(?:†[^\]】]*)?(?:\]+|】)/giu,
      'markers',
      'So it is [passage 4].',
      'the list [a]',
    ),
    row(
      MARKERS_AFTER_STOP,
      'markers behind a full stop',
      'So it is. [1] Next',
      'So it is [1]. Next',
    ),
    row(
      /^\s*>+\s*(?:\[(\d+)\]\s*)?(.*?)\s*$/s,
      'a quote below a sentence',
      '> [2] Ferns uncurl.',
      'Ferns > mosses',
    ),
    row(/[^\p{L}\p{N}\s,;-]/u, 'a sign that may end a sentence', 'Ferns uncurl:', 'Ferns, mosses'),
    row(/^\s*(?:[-*+•]|\d{1,2}[.)])\s+/, 'bullets', '- Ferns', '-3 degrees'),
    row(/^\s*\((\d+)\)\s+/, 'the number of a sentence that is mended', '(2) Ferns', 'Ferns (2)'),
    row(/^\s*(?:```|~~~)\s*\w*\s*$/, 'fences of code', '```json', 'a ``` b'),
    row(
      /^\s*(?:#{1,6}\s|(?:\*\*|__)[^*_]*(?:\*\*|__):?\s*$)/,
      'headings',
      '**Ferns**:',
      '**Ferns** uncurl.',
    ),
    row(
      /[^\s[\]]+\s*(?:\[\d[\d,;\s–-]*\][–,;\s-]*)*\[\d[\d,;\s–-]*\]/gu,
      'brackets of a text itself, with the word before',
      'step [5]',
      'step five',
    ),
    row(/\d+/g, 'the numbers in a marker', '[2, 3]', '[a]'),
    row(/[.!?]\W*$/, 'the end of a sentence', 'Ferns uncurl.)', 'Ferns'),
    row(
      /`+|\*\*+|~~+|(?<![\p{L}\p{N}_])_+(?=\S)|(?<=\S)_+(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}])\*(?=\S)|(?<=\S)\*(?![\p{L}\p{N}])/gu,
      'emphasis',
      'the *fern*',
      'fern_count * 2',
    ),
    row(/\\([!-/:-@[-`{-~])/g, 'escaped signs', 'a \\* b', 'C:\\ferns'),
    row(/!?\[([^\][]*)\]\([^)]*\)?/g, 'links and images', '[Fern](https://a.example)', '[1] (a)'),
    row(/\]\([^)]*\)?/g, 'what is left of a link', 'Fern](https://a.example)', 'Fern] (a)'),
    row(/<(https?:[^\s<>]*)>|<!--.*?-->|<\/?[a-z][^<>]*>/gi, 'HTML', 'a <b>fern</b>', 'a < b > c'),
    row(/<(?=[a-z/!?])/gi, 'what may begin HTML', 'a <b', 'a < b'),
    row(/^\s*(?:#{1,6}\s+)?/, 'marks of a heading', '## Ferns', ''),
    row(/ (?=[.,;:!?)](?![\p{L}\p{N}]))/gu, 'spaces before a sign', 'Ferns .', 'a .txt file'),
  ],
  'answer/generate/verify.ts': [
    row(/\{[^{}]*\}/g, 'an object in JSON', 'So: {"carried": true}.', '[true]'),
  ],
  'answer/makers/sections.ts': [
    row(/^\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+)?$/, 'that a line begins', '  - ', 'Ferns - '),
    row(/(?:^|\n)\s*\n$/, 'that a paragraph begins', 'Ferns.\n\n', 'Ferns.\n'),
    row(/[.,:;!?…]["”’)]*$/, 'a line that ends in a sign', 'Room 4;', 'Room 4'),
  ],
  'answer/names.ts': [
    row(/\b((?:19|20)\d\d) $/, 'the year before a venue', 'the 2014 ', 'the 14 '),
    row(
      /^(?: ((?:19|20)\d\d))?(?: [\p{L}-]+){0,2}? (?:paper|article|survey|study|book)\b(?: (?:of|from|in) ((?:19|20)\d\d)\b)?/iu,
      'that a venue stands for a work',
      ' best paper of 2014',
      ' talk of 2014',
    ),
  ],
  'answer/person-names.ts': [
    row(
      /(?:(?<![\p{L}\p{M}])(?:\p{Lu}\.(?:[\s-]|(?=\p{Lu}\.))*|(?:\p{Lu}[\p{L}\p{M}'’]*|de|van|von|der|den|la)[\s-]+))+$/u,
      'given names before a family name',
      'with A.-L. van ',
      'the fern ',
    ),
    row(/^,? (?:\p{Lu}\.[\s-]?)+(?![\p{L}])/u, 'initials behind it', ', A. M.', ', and A.'),
    row(
      /^(?:(?:prof(?:essor)?|dr|doctor|mrs?|ms|miss|sir|dame|advisor|author)\.?\s+)+/i,
      'titles of a person',
      'Prof. Dr. Ada',
      'Drew ',
    ),
    row(/^\p{Lu}\./u, 'an initial', 'A. ', 'Ada '),
  ],
  'answer/resolve/focus.ts': [row(/[*_`\\]/g, "Markdown's emphasis", '*fern*', 'fern')],
  'answer/resolve/pointers.ts': [
    row(/[\s?.!]*$/, 'the end of a question, where a name is put before it', 'who?', ''),
  ],
  'answer/statement.ts': [
    row(/\[(\d+)\]/g, 'a number in brackets', 'step [5]', 'step [a]'),
    row(/\s*\[\d[\d,\s]*\]/g, 'markers of an answer', 'So it is [1].', 'the list [a]'),
    row(/[.!?:]?["”’)]*$/, 'the end of a sentence, where markers go', 'So.”', ''),
  ],
  'answer/understand/classifier.ts': [
    row(/[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)?|[?!]/gu, 'words and signs of a question', 'who?', '…'),
  ],
  'answer/understand/mask.ts': [
    row(/\{(\w+)\}/g, 'placeholders of labeled examples', 'What is {work}?', 'What is it?'),
  ],
  'language/en/templates/agents.ts': [
    row(/\p{Script=Latin}/u, 'a name that can be read in Latin letters', 'Xiaoyun', '王小云'),
  ],
  'language/en/templates/facts.ts': [
    row(/^git/i, 'the name of a forge', 'GitHub', 'Code'),
    row(/^(?:source )?code\s*/i, 'a label before its place', 'Code on a forge', 'Encoded'),
  ],
  'language/en/templates/owner-corpus.ts': [
    row(/\s+/g, 'white space in a template of a site', '{{\n a', '{{a'),
  ],
  'language/en/templates/problems.ts': [
    row(/^1 /, 'the number of a single unit', '1 minute', '90 seconds'),
  ],
};

const found = patternsOf();
const rows = Object.entries(TABLE).flatMap(([file, list]) => list.map((one) => ({ file, ...one })));

describe('patterns over what is said', () => {
  it(`are at most ${MOST}, and each has its line in the table`, () => {
    expect(found.length).toBeLessThanOrEqual(MOST);
    const written = found.map(({ file, text }) => `${file.replace('src/', '')} ${text}`);
    const listed = rows.map(({ file, pattern }) => {
      return `${file} ${pattern === MARKERS_AFTER_STOP ? 'new RegExp' : pattern}`;
    });
    expect(written).toEqual(listed);
  });

  it.each(rows)('$file tells $use: $hit', ({ pattern, hit, miss }) => {
    const matches = (text: string) => (text.match(pattern)?.[0] ?? '') !== '';
    expect([matches(hit), matches(miss)]).toEqual([true, false]);
  });
});

describe('patternsIn', () => {
  it.each([
    ['a literal', 'const A = /a\\/[/]/g;', ['/a\\/[/]/g']],
    ['one that is made', "new RegExp('a')", ['new RegExp']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code to be scanned
    ['one within a template', '`/a/${b.replace(/c/, `${/d/}`)}/e/`', ['/c/', '/d/']],
    ['none in a division', 'const a = b / c / d; (a) / 2 / 3; a[0] / 2 /g', []],
    ['none in comments and texts', "// /a/\n/* /b/ */ '/c/'", []],
    ['one behind a bracket of code', 'if (a) { b() } else c(/d/)', ['/d/']],
  ])('finds %s', (_, code, expected) => {
    expect(patternsIn(code, 'a.ts').map(({ text }) => text)).toEqual(expected);
  });
});
