import { expect, test } from 'vitest';
import { hiddenCharacters } from '../../src/doctor/text.ts';

test.each([
  ['zero width\u200B space', ['U+200B']],
  ['\u202Eturned\u202C twice\u202E', ['U+202E', 'U+202C']],
  ['tag\u{E0041}\u{E0042}', ['U+E0041', 'U+E0042']],
  ['soft\u00ADhyphen, \u0007 bell, \uE000 private', ['U+00AD', 'U+0007', 'U+E000']],
  ['an\u200Dd joined, left\u200E to right', ['U+200D', 'U+200E']],
  // What scripts and pictures need.
  ['می\u200Cخواهم', []],
  ['עברית \u200Fוגם', []],
  ['👩\u200D🔬 and \u{1F3F4}\u{E0067}\u{E0062}\u{E007F}', []],
  ['a\ttab, an é, an e\u0301', []],
])('%j has the hidden characters %j', (line, expected) => {
  expect(hiddenCharacters(line)).toEqual(expected);
});
