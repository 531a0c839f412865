import { expect, test } from 'vitest';
import { type AllStrings, withLater } from '../../src/widget/later-strings.ts';
import { fill, stringsFor } from '../../src/widget/strings.ts';

const placeholders = (text: string) => text.match(/\{\w+\}/g) ?? [];

test('no German string is empty or has other placeholders than the English one', () => {
  const english = withLater(stringsFor('en'));
  const german = withLater(stringsFor('de-AT'));
  for (const name of Object.keys(english) as (keyof AllStrings)[]) {
    expect(german[name], name).not.toBe('');
    expect(placeholders(german[name]), name).toEqual(placeholders(english[name]));
  }
});

test('other languages get English, except for strings that the page supplies', () => {
  expect(stringsFor('fr', { send: 'Envoyer' })).toEqual({ ...stringsFor('en'), send: 'Envoyer' });
});

test('fills in values and leaves placeholders without a value', () => {
  expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
});
