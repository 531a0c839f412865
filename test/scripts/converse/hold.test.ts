import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { hold, parseScript, readScripts } from '../../../scripts/converse/hold.ts';
import { transcript } from '../../../scripts/converse/transcript.ts';
import { answerTo, fakeService } from '../../http/fake-service.ts';

const signal = new AbortController().signal;

test('a script has a message a line, and the name of its file where it has no title', () => {
  expect(parseScript('a', '# A student\n\nHi!\n  Why? \n')).toEqual({
    title: 'A student',
    messages: ['Hi!', 'Why?'],
  });
  expect(parseScript('a', 'Hi!\nWhy?')).toEqual({ title: 'a', messages: ['Hi!', 'Why?'] });
});

test('asks with the answers so far, and each suggestion in its place', async () => {
  const service = fakeService();
  const script = { title: 'T', messages: ['Why?', 'Who?'] };
  const { turns } = await hold(service, script, { tries: true, signal });
  const [suggestion = ''] = answerTo('').followUps;
  expect(turns.map(({ question, tried }) => [question, tried[0]?.question])).toEqual([
    ['Why?', suggestion],
    ['Who?', suggestion],
  ]);
  const asked = service.asked as { question: string; history: unknown[] }[];
  expect(asked.map(({ question, history }) => [question, history.length])).toEqual([
    ['Why?', 0],
    [suggestion, 2],
    ['Who?', 2],
    [suggestion, 4],
  ]);
});

test('writes what was said, its sources and the suggestions', async () => {
  const script = { title: 'T', messages: ['Why?'] };
  const held = await hold(fakeService(), script, { tries: false, signal });
  expect(transcript([held], 'About.')).toBe(`# Conversations

About.

## T

> **Why?**

Kites fly because the wind pushes them up. [1]

Sources: [1] [Kites](https://example.org/kites), Flight

Ask next: *How long was the longest flight?*
`);
});

test('the page has every message of the conversations', async () => {
  const page = await readFile('docs/conversations.md', 'utf8');
  const said = [...page.matchAll(/^(?:## |> \*\*)(.*?)(?:\*\*)?$/gm)].map(([, text]) => text);
  const scripts = await readScripts('docs/conversations');
  expect(said).toEqual(scripts.flatMap(({ title, messages }) => [title, ...messages]));
});
