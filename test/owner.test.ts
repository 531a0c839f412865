import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectAnswer } from '../src/api/answer-events.ts';
import { readCorpus } from '../src/corpus/read.ts';
import type { Service } from '../src/domain.ts';
import { buildIndex } from '../src/indexer.ts';
import { openIndex } from '../src/search/store.ts';
import { createService } from '../src/service.ts';
import { listen, type Wire } from './http/wire.ts';
import { writeFiles } from './support/corpus.ts';
import { modelOf } from './support/lantern.ts';

const OWNER = `---
id: xiaoyun-wang
kind: person
owner: true
title: Xiaoyun Wang
aliases: [王小云]
pronouns: she/her
role: Professor of Tides
organization: University of Quaymouth
photo: https://pictures.example/wang.jpg
---
Xiaoyun Wang studies how tides are recorded.`;
const FILES = {
  // In the order of files before the owner.
  'ada.md': '---\nid: ada\nkind: person\ntitle: Ada Quill\n---\nAda Quill was a colleague.',
  'grant.md':
    '---\nid: grant\nkind: grant\ntitle: Gauge fund\nyear: 2020\n---\nThe fund paid for gauges.',
  'owner.md': OWNER,
  'tides.md':
    '---\nid: tides\nkind: paper\ntitle: Tides\npeople: [Xiaoyun Wang]\nyear: 2021\n---\nTides is about gauges.',
};

let folder: string;
let service: Service;
let wire: Wire;
let system = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'owner-'));
  const corpusDir = path.join(folder, 'corpus');
  const indexDir = path.join(folder, 'index');
  await writeFiles(corpusDir, FILES);
  await buildIndex({ corpusDir, indexDir, embedder: null });
  const { model, generate } = modelOf('NOT COVERED');
  const chatModel: typeof generate = (prompt, signal) => {
    ({ system } = prompt);
    return generate(prompt, signal);
  };
  service = createService({
    index: await openIndex(indexDir),
    embedder: null,
    chatModel: { model, generate: chatModel },
    onModelError: () => {},
  });
  wire = await listen({ service });
});
afterAll(async () => {
  await wire.close();
  await rm(folder, { recursive: true });
});

const get = async (address: string) => {
  const response = await fetch(`http://127.0.0.1:${wire.port}${address}`);
  return { text: await response.text(), headers: response.headers };
};
const ask = (question: string) =>
  collectAnswer(service.ask({ question, history: [] }, new AbortController().signal));

test('the owner is the person who is marked, wherever the file stands', async () => {
  expect(service.researcher).toBe('Xiaoyun Wang');
  expect((await get('/')).text).toContain('Who is Xiaoyun Wang?');
});

test('the page of the owner has the photo, the pronouns and other names, also as structured data', async () => {
  const { text, headers } = await get('/sources/xiaoyun-wang');
  expect(text).toContain('<img class="photo" src="https://pictures.example/wang.jpg"');
  expect(headers.get('content-security-policy')).toContain(
    "img-src 'self' https://pictures.example;",
  );
  expect(text).toContain('<dt>Other names</dt><dd>王小云</dd>');
  expect(text).toContain('<dt>Pronouns</dt><dd>she/her</dd>');
  const data = JSON.parse(/ld\+json">(.*?)<\/script>/.exec(text)?.[1] ?? '');
  expect(data).toMatchObject({
    '@type': 'Person',
    alternateName: ['王小云'],
    pronouns: 'she/her',
    image: 'https://pictures.example/wang.jpg',
    jobTitle: 'Professor of Tides',
    affiliation: { '@type': 'Organization', name: 'University of Quaymouth' },
  });
});

test('language models are told the name in other scripts, and the pronouns', async () => {
  await ask('What does Xiaoyun Wang say about gauges?');
  expect(system).toContain('the research of Xiaoyun Wang (王小云, she/her) from');
  const mcp = new Client({ name: 'test', version: '1' });
  await mcp.connect(
    new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${wire.port}/mcp`)),
  );
  expect(mcp.getInstructions()).toContain('Xiaoyun Wang (王小云, she/her)');
  await mcp.close();
});

test('what is proposed first is about a work of the owner', () => {
  expect(service.suggestions[0]).toBe('What is Tides?');
});

test('a question may use any name of the owner', async () => {
  expect((await ask('Who is 王小云?')).answer).toContain('Xiaoyun Wang');
});

test('nothing that is served names anybody or any work of another profile', async () => {
  const corpus = await readCorpus('corpus');
  const names = corpus
    .flatMap(({ title, fullTitle, people, organization }) => [
      title,
      fullTitle,
      organization,
      ...people,
    ])
    .filter((name) => name !== undefined && name.split(' ').length > 1);
  const { paths } = JSON.parse((await get('/openapi.json')).text);
  const open = Object.keys(paths).filter((path) => paths[path].get && !path.includes('{'));
  const addresses = [...open, '/widget.js', '/page.js', '/docs', '/openapi.json'];
  expect(addresses).toContain('/llms-full.txt');
  for (const address of addresses) {
    const { text } = await get(address);
    for (const name of new Set(names)) {
      expect(text.includes(` ${name}`), `${address} names ${name}`).toBe(false);
    }
  }
});
