import { expect, it } from 'vitest';
import { readCandidates } from '../../../src/answer/choose/read.ts';
import { prose } from '../../../src/answer/makers/prose.ts';
import { candidatesFor, knowledgeOf, shown } from '../../support/candidates.ts';

it('takes what the text gives as the answer to the very question as certain, whatever a reader says', async () => {
  const knowledge = await knowledgeOf({
    'faq.md':
      '# Students\n\n- **What does the group pay for?** Travel to one conference.\n- **Who reads drafts?** Idris does.',
  });
  const candidates = await candidatesFor('so what does the group pay for', {
    maker: prose,
    knowledge,
  });
  const reader = {
    model: 'scripted',
    read: async (_: string, passages: readonly unknown[]) => passages.map(() => [-5]),
  };
  const logits = await readCandidates(candidates, reader, new AbortController().signal);
  const certain = candidates.filter((_, i) => logits[i] === 12).map(shown);
  expect(certain).toEqual([['Travel to one conference.']]);
  expect(logits.filter((logit) => logit === -5).length).toBe(candidates.length - 1);
});
