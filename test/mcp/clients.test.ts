import {
  Client,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectAnswer } from '../../src/api/answer-events.ts';
import { answerSchema } from '../../src/api/schemas.ts';
import { listen, type Wire } from '../http/wire.ts';
import { type LanternFolders, lanternFolders } from '../support/lantern-folders.ts';

let lantern: LanternFolders;
let wire: Wire;
beforeAll(async () => {
  lantern = await lanternFolders();
  wire = await listen({ service: lantern.service });
});
afterAll(async () => {
  await wire.close();
  await lantern.remove();
});

const overHttp = (): Transport =>
  new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${wire.port}/mcp`));
const overStdio = (): Transport =>
  new StdioClientTransport({
    command: process.execPath,
    args: ['--import', 'tsx', 'scripts/mcp.ts'],
    env: { ...(process.env as Record<string, string>), ...lantern.settings },
    stderr: 'ignore',
  });

describe.each([
  ['streamable HTTP, of the revisions of 2025', overHttp, 'legacy'],
  ['streamable HTTP, of the newest revision', overHttp, 'auto'],
  ['stdio', overStdio, 'legacy'],
] as const)("MCP's own client over %s", (_name, transport, mode) => {
  let client: Client;
  beforeAll(async () => {
    client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(transport());
  });
  afterAll(() => client.close());

  const call = (name: string, args: Record<string, unknown>) =>
    client.callTool({ name, arguments: args });
  const texts = (result: Awaited<ReturnType<typeof call>>) =>
    result.content.map((block) => (block.type === 'text' ? block.text : block.type));

  test('lists the tools', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'ask',
      'search',
      'get_source',
      'list_publications',
    ]);
    for (const { outputSchema, annotations } of tools) {
      expect(outputSchema).toMatchObject({ type: 'object' });
      expect(annotations).toMatchObject({ readOnlyHint: true });
    }
    expect(client.getInstructions()).toContain('Ada Quill');
  });

  test('asks, with the text first, its sources after it, and the answer as an object', async () => {
    const result = await call('ask', { question: 'What is Lantern?' });
    const answer = answerSchema.parse(result.structuredContent);
    expect(answer.status).toBe('answered');
    expect(answer.citations).not.toEqual([]);
    const [text, sources] = texts(result);
    expect(text).toBe(answer.answer);
    expect(sources).toContain('[1] Lantern – https://quill.example/lantern\n> ');
  });

  test('asks a follow-up with the history', async () => {
    const history = [
      { role: 'user', content: 'What is Lantern?' },
      { role: 'assistant', content: 'Lantern is a framework.' },
    ];
    const result = await call('ask', { question: 'Where was it published?', history });
    const signal = AbortSignal.timeout(10_000);
    const expected = await collectAnswer(
      lantern.service.ask(
        { question: 'Where was it published?', history: history as never },
        signal,
      ),
    );
    expect(result.structuredContent).toEqual({ ...expected, id: expect.any(String) });
    expect(texts(result)[0]).toContain('NSDI 2021');
  });

  test('gets a result, not an error, for a question that is not covered', async () => {
    const result = await call('ask', { question: 'What does a litre of milk cost in Paris?' });
    expect(result.isError ?? false).toBe(false);
    expect(result.structuredContent).toMatchObject({ status: 'not_covered', citations: [] });
    expect(texts(result)).toHaveLength(1);
  });

  test('searches passages', async () => {
    const result = await call('search', { query: 'ring buffers', limit: 1 });
    expect(result.structuredContent).toMatchObject({
      query: 'ring buffers',
      hits: [{ sourceId: 'lantern', why: { keywordRank: 1 } }],
    });
    expect(texts(result)[0]).toMatch(/^# Lantern.* \(source:\/\/lantern\)\n\n.*ring buffers/);
  });

  test('reads a source, as a tool and as a resource', async () => {
    const result = await call('get_source', { id: 'heron' });
    expect(result.structuredContent).toMatchObject({ id: 'heron', venue: 'OSDI', year: 2019 });
    expect(result.structuredContent).not.toHaveProperty('asks');
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('source://heron');
    expect(resources.some(({ uri }) => uri.startsWith('source://list-'))).toBe(false);
    const { contents } = await client.readResource({ uri: 'source://heron' });
    expect(contents).toEqual([
      { uri: 'source://heron', mimeType: 'text/markdown', text: texts(result)[0] },
    ]);
    await expect(client.readResource({ uri: 'source://nothing' })).rejects.toThrow('no source at');
  });

  test.each([
    [{}, ['lantern', 'heron']],
    [{ year: 2019 }, ['heron']],
    [{ year: '2020-2022' }, ['lantern']],
    [{ venue: 'NSDI' }, ['lantern']],
    [{ person: 'Cyd Marsh' }, ['heron']],
    [{ kind: 'book' }, []],
    [{ role: 'supervisor' }, ['moth-thesis']],
  ])('lists the publications that match %j', async (filter, ids) => {
    const result = await call('list_publications', filter);
    const { publications } = result.structuredContent as { publications: { id: string }[] };
    expect(publications.map(({ id }) => id)).toEqual(ids);
    expect(texts(result)[0]?.split('\n')).toHaveLength(Math.max(1, ids.length));
  });

  test.each([
    ['ask', { question: ' ' }, /question/],
    ['ask', { question: 'x'.repeat(2_001) }, /question/],
    ['get_source', { id: 'nothing' }, /There is no source "nothing"\. The tools search/],
    ['list_publications', { year: 'soon' }, /year/],
  ])('gets a sentence about what is wrong with %s %j', async (name, args, words) => {
    const result = await call(name, args);
    expect(result.isError).toBe(true);
    expect(texts(result).join()).toMatch(words);
  });

  test('finds prompts for visitors and students', async () => {
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['visitor', 'student']);
    const { messages } = await client.getPrompt({
      name: 'student',
      arguments: { interests: 'tracing', degree: 'Master' },
    });
    expect(JSON.stringify(messages)).toContain('I am a student (Master)');
    expect(JSON.stringify(messages)).toContain('thesis with Ada Quill');
  });
});
