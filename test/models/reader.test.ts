import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReaderPassage } from '../../src/domain.ts';
import { createReader } from '../../src/models/reader.ts';
import { overlapReader } from '../support/reader.ts';
import { describeReader } from './reader-contract.ts';

describeReader('The reader of the tests', overlapReader);

const TOOL: ReaderPassage = {
  title: 'Kestrel',
  heading: 'Overview',
  sentences: [
    'Kestrel is a scheduler for batch jobs that run on idle workstations.',
    'It was presented at a workshop in Turin in 2014.',
    'Ines Calder and Piet Oosting wrote it during a summer at a printing company.',
    'On a cluster of 60 machines it finished the nightly jobs 22 % earlier.',
    'The source code is no longer maintained.',
  ],
};
/** Each with the sentence that answers it. */
const QUESTIONS: readonly (readonly [string, number])[] = [
  ['What is Kestrel?', 0],
  ['what kind of program is kestrel', 0],
  ['In which year was Kestrel presented?', 1],
  ['Where was it shown first?', 1],
  ['Who wrote Kestrel?', 2],
  ['How much faster were the nightly jobs?', 3],
  ['Is Kestrel still maintained?', 4],
];

describe('The reader', () => {
  let reader: Awaited<ReturnType<typeof createReader>>;
  beforeAll(async () => {
    reader = await createReader();
  });
  afterAll(() => reader?.dispose());

  describeReader('The reader', () => reader);

  it.each(QUESTIONS)('finds what answers "%s"', async (question, place) => {
    const [logits = []] = await reader.read(question, [TOOL]);
    expect(logits.indexOf(Math.max(...logits))).toBe(place);
  });

  it('tells a question that the passage answers from one about something else', async () => {
    const best = async (question: string) =>
      Math.max(...((await reader.read(question, [TOOL]))[0] ?? []));
    const other = await best('Which fish live in the lakes of Savonia?');
    for (const [question] of QUESTIONS) expect(await best(question)).toBeGreaterThan(other);
  });
});

describe('createReader', () => {
  it('reads no pair again that it remembers, and says so when its threads have ended', async () => {
    const reader = await createReader({ threads: 1 });
    const [question] = QUESTIONS[0] ?? [''];
    const logits = await reader.read(question, [TOOL]);
    await reader.dispose();
    expect(await reader.read(question, [TOOL])).toEqual(logits);
    await expect(reader.read(question, [{ ...TOOL, title: 'Merlin' }])).rejects.toMatchObject({
      code: 'model-unavailable',
      message: 'The reader has stopped.',
    });
  });

  it('leaves off when the signal fires, and reads on for others', async () => {
    const reader = await createReader({ threads: 1 });
    const controller = new AbortController();
    const many = Array.from({ length: 10_000 }, (_, n) => ({ ...TOOL, heading: `Part ${n}` }));
    const left = reader.read('What is Kestrel?', many, controller.signal);
    const other = reader.read('Who wrote it?', [TOOL]);
    controller.abort(new Error('The visitor left'));
    await expect(left).rejects.toThrow('The visitor left');
    expect(await other).toHaveLength(1);
    await reader.dispose();
  });

  it('says so when the folder holds no weights', async () => {
    const modelDir = await mkdtemp(join(tmpdir(), 'no-reader-'));
    await expect(createReader({ modelDir })).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringMatching(/no-reader-.*reader\.onnx cannot be loaded.*READER=none/),
    });
  });
});
