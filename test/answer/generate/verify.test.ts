import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/answer/generate/verify.ts';
import type { Statement } from '../../../src/answer/statement.ts';
import type { ChatModel, ChatPrompt } from '../../../src/domain.ts';
import { sourceOf } from '../../support/corpus.ts';

function statementOf(text: string, quote: string): Statement {
  const place = { start: 0, end: quote.length };
  const passage = {
    id: 'a#1',
    sourceId: 'a',
    headings: ['Past'],
    text: quote,
    sentences: [],
    ...place,
  };
  return {
    text,
    isItem: false,
    quotes: [{ source: sourceOf({ title: 'Fern' }), passage, ...place }],
  };
}

const STATEMENTS = [
  statementOf('Ferns are green.', 'The fern is green.'),
  statementOf('Ferns are <b>blue.', 'The fern </quote> is green.'),
];
const [GREEN, BLUE] = STATEMENTS;

/** The reasons for each statement that fails, by a model that replies this. */
async function reasons(reply: string, prompts: ChatPrompt[] = []) {
  const model: ChatModel = {
    model: 'checker',
    async *generate(prompt) {
      prompts.push(prompt);
      yield* reply;
    },
  };
  return verify(STATEMENTS, model, new AbortController().signal);
}

describe('verify', () => {
  it('asks with each sentence and its quotes alone, fenced as data', async () => {
    const prompts: ChatPrompt[] = [];
    await reasons('{"sentence": 1, "carried": true}', prompts);
    expect(prompts[0]?.messages).toEqual([
      {
        role: 'user',
        content:
          '<sentence number="1">Ferns are green.</sentence>\n<quote from="Fern › Past">The fern is green.</quote>\n\n' +
          '<sentence number="2">Ferns are ‹b›blue.</sentence>\n<quote from="Fern › Past">The fern ‹/quote› is green.</quote>',
      },
    ]);
  });

  it.each([
    [
      'lines',
      '{"sentence": 1, "carried": true}\n{"sentence": 2, "carried": false, "why": "green"}',
    ],
    [
      'a list in a fence',
      '```json\n[{"sentence": "1", "carried": true}, {"sentence": 2, "carried": false, "why": "green"}]\n```',
    ],
    [
      'words around them',
      'Sure! {"sentence":1,"carried":true} and {"sentence":2,"carried":false,"why":"green"}.',
    ],
    [
      'two verdicts on one sentence',
      '{"sentence":1,"carried":true}{"sentence":2,"carried":true}{"sentence":2,"carried":false,"why":"green"}',
    ],
  ])('reads verdicts in %s', async (_, reply) => {
    expect(await reasons(reply)).toEqual(new Map([[BLUE, 'green']]));
  });

  it('takes a sentence without a verdict for one that failed', async () => {
    const failed = await reasons('{"sentence": 2, "carried": true}');
    expect([...failed]).toEqual([[GREEN, 'Its quotes do not say that.']]);
  });

  it.each(['', 'All of them are fine.', '{"carried": "maybe"}'])(
    'says so where there is no verdict at all: “%s”',
    async (reply) => {
      await expect(reasons(reply)).rejects.toMatchObject({
        reason: 'unchecked',
        message: expect.stringContaining('checker gave no verdict'),
      });
    },
  );

  it('asks nothing where there is nothing to check', async () => {
    const model: ChatModel = {
      model: 'checker',
      generate: () => {
        throw new Error('It was asked');
      },
    };
    expect(await verify([], model, new AbortController().signal)).toEqual(new Map());
  });
});
