import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/language/languages.ts';
import { fill } from '../../src/widget/fill.ts';
import { loadStrings, stringsFor } from '../../src/widget/strings.ts';

const placeholders = (text: string) => text.match(/\{\w+\}/g) ?? [];

test('knows every language that has a file for visitors', () => {
  const folders = readdirSync('src/language').filter((name) =>
    existsSync(`src/language/${name}/templates/widget.ts`),
  );
  expect(Object.keys(LANGUAGES).sort()).toEqual(folders.sort());
});

test.each(Object.keys(LANGUAGES))(
  'no string in %s is empty or has other placeholders than the English one',
  (tag) => {
    const { en: english, [tag]: other } = LANGUAGES;
    for (const part of ['widget', 'later'] as const) {
      const texts: Readonly<Record<string, string>> = other?.[part] ?? {};
      for (const [name, text] of Object.entries(english?.[part] ?? {})) {
        expect(texts[name], name).not.toBe('');
        expect(placeholders(texts[name] ?? ''), name).toEqual(placeholders(text));
      }
    }
    expect(other?.widget.language).toBe(tag);
  },
);

test('loads the strings of a language once, by its primary subtag', async () => {
  const asked: string[] = [];
  const load = async (tag: string) => {
    asked.push(tag);
    return { language: tag, send: 'Senden' };
  };
  expect(loadStrings('en-GB', load)).toEqual({});
  await Promise.all([loadStrings('de-AT', load), loadStrings('DE', load)]);
  const german = loadStrings('de', load);
  expect(asked).toEqual(['de']);
  expect(stringsFor(german as object)).toEqual({ ...stringsFor(), language: 'de', send: 'Senden' });
});

test('a language that cannot be loaded gets English, except for strings that the page supplies', async () => {
  const load = () => Promise.reject(new Error('There is no such file.'));
  await loadStrings('fr', load);
  const loaded = loadStrings('fr', load) as object;
  expect(stringsFor(loaded, { send: 'Envoyer' })).toEqual({ ...stringsFor(), send: 'Envoyer' });
});

test('fills in values and leaves placeholders without a value', () => {
  expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
});
