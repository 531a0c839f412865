import { beforeEach, describe, expect, it } from 'vitest';
import { choose, READ } from '../../../src/answer/choose/choose.ts';
import { FEATURES } from '../../../src/answer/choose/features.ts';
import { gather } from '../../../src/answer/evidence.ts';
import type { Knowledge } from '../../../src/answer/knowledge.ts';
import { MAKERS } from '../../../src/answer/makers/index.ts';
import { remember } from '../../../src/answer/memory.ts';
import { resolve } from '../../../src/answer/resolve/resolve.ts';
import type { Reader } from '../../../src/domain.ts';
import { knowledgeOf, shown } from '../../support/candidates.ts';
import { plainChoice } from '../../support/choice.ts';
import { LANTERN } from '../../support/lantern.ts';

let knowledge: Knowledge;
beforeEach(async () => {
  knowledge = await knowledgeOf(LANTERN);
});

/** Every passage gets the logit that a function gives to its sentences. */
function readerBy(logit: (sentences: readonly string[]) => number): Reader {
  return {
    model: 'scripted',
    read: async (_, passages) => passages.map(({ sentences }) => [logit(sentences)]),
  };
}

/** With the reader, what it says alone counts; without, what is wanted. */
const choice = {
  ...plainChoice(),
  withReader: {
    ...plainChoice().withReader,
    coefficients: {
      constant: 0,
      shared: FEATURES.map((name) => (name === 'reader' ? 10 : 0)),
      makers: { decline: [0, ...FEATURES.map(() => 0).map((_, i) => (i === 0 ? -10 : 0))] },
    },
  },
};

async function chosenBy(reader: Reader | null, onModelError = (error: unknown) => fail(error)) {
  const request = { text: 'What is Lantern?', acts: new Map(), joined: [] };
  const wants = new Map([['definition' as const, 1]]);
  const readings = resolve(
    { ...request, wants },
    { context: '', history: [], base: null, memory: remember([], knowledge) },
    knowledge,
  );
  const evidence = await Promise.all(
    readings.map((reading) => gather(reading, null, remember([], knowledge), knowledge)),
  );
  const candidates = evidence.flatMap((one) => MAKERS.flatMap((make) => make(one, knowledge)));
  const parts = { knowledge, reader, choice, onModelError };
  return choose(candidates, evidence, parts, new AbortController().signal);
}

function fail(error: unknown): never {
  throw error;
}

describe('the choice between what could be said', () => {
  it('goes without a reader by what was found and is wanted', async () => {
    const { best } = await chosenBy(null);
    expect(best && shown(best).join(' ')).toMatch(/^Lantern is /);
  });

  it('follows the reader among those it is shown', async () => {
    const read: string[] = [];
    const reader = readerBy((sentences) => {
      read.push(sentences.join(' '));
      return sentences.some((sentence) => sentence.includes('ring buffers')) ? 12 : -12;
    });
    const { best, probability } = await chosenBy(reader);
    expect(best && shown(best).join(' ')).toContain('ring buffers');
    expect(probability).toBeGreaterThan(0.9);
    expect(read.length).toBeLessThanOrEqual(READ);
    expect(new Set(read).size).toBe(read.length);
  });

  it('declines where the reader finds no answer in any of them', async () => {
    const { probability } = await chosenBy(readerBy(() => -12));
    expect(probability).toBeLessThanOrEqual(0.9);
  });

  it('goes on without a reader that fails, and tells of it', async () => {
    const errors: unknown[] = [];
    const broken: Reader = {
      model: 'broken',
      read: () => Promise.reject(new Error('no memory')),
    };
    const { best } = await chosenBy(broken, (error) => {
      errors.push(error);
      return undefined as never;
    });
    expect(best && shown(best).join(' ')).toMatch(/^Lantern is /);
    expect(errors).toEqual([new Error('no memory')]);
  });
});
