import { gather } from '../../src/answer/evidence.ts';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import { remember } from '../../src/answer/memory.ts';
import { resolve } from '../../src/answer/resolve/resolve.ts';
import type { Candidate, Maker, Request, Want } from '../../src/answer/types.ts';
import { buildIndex } from '../../src/indexer.ts';
import { openIndex } from '../../src/search/store.ts';
import { createKnowledge } from '../../src/service.ts';
import { corpusOf, temporaryFolder } from './corpus.ts';

/** What the answers know of these files, found by words alone. */
export async function knowledgeOf(files: Readonly<Record<string, string>>): Promise<Knowledge> {
  const indexDir = await temporaryFolder();
  await buildIndex({ corpusDir: await corpusOf(files), indexDir, embedder: null });
  return createKnowledge(await openIndex(indexDir));
}

/** What a maker proposes for a question as it stands. */
export async function candidatesFor(
  question: string,
  { maker, knowledge, wants = [] }: { maker: Maker; knowledge: Knowledge; wants?: Want[] },
): Promise<readonly Candidate[]> {
  const share = 1 / Math.max(1, wants.length);
  const request: Request = {
    text: question,
    acts: new Map(),
    wants: new Map(wants.map((want) => [want, share])),
    joined: [],
  };
  const [reading] = resolve(
    request,
    { context: '', history: [], base: null, memory: remember([], knowledge) },
    knowledge,
  );
  if (!reading) throw new Error(`Nothing could be meant by: ${question}`);
  return maker(await gather(reading, null, remember([], knowledge), knowledge), knowledge);
}

/** A candidate as a visitor would read it. */
export function shown({ lead, statements }: Candidate): string[] {
  const above = typeof lead === 'string' ? lead : lead?.text;
  const lines = statements.map(({ text, isItem }) => (isItem ? `- ${text}` : text));
  return above === undefined ? lines : [above, ...lines];
}
