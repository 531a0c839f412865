import { expect, test } from 'vitest';
import { fill, type Strings, stringsFor } from '../../src/widget/strings.ts';

const places = (text: string) => text.match(/\{\w+\}/g) ?? [];

test('German says all that English says, with the same places to fill in', () => {
  const english = stringsFor('en');
  const german = stringsFor('de-AT');
  for (const name of Object.keys(english) as (keyof Strings)[]) {
    expect(german[name], name).not.toBe('');
    expect(places(german[name]), name).toEqual(places(english[name]));
  }
});

test('other languages are English but for the words of the page', () => {
  expect(stringsFor('fr', { send: 'Envoyer' })).toEqual({ ...stringsFor('en'), send: 'Envoyer' });
});

test('fills in values, and leaves places it has no value for', () => {
  expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
});
