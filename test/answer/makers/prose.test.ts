import { describe, expect, it } from 'vitest';
import { MAKERS } from '../../../src/answer/makers/index.ts';
import { prose } from '../../../src/answer/makers/prose.ts';
import { candidatesFor, knowledgeOf, shown } from '../../support/candidates.ts';

const FILES = {
  'siltwatch.md':
    '# Siltwatch\n\nSiltwatch is a probe for silt. The probe was tested in nine rivers. A battery drives it. It failed where the river was frozen.',
  'beds.md': '# Old Beds\n\nOld Beds maps a river by drilling. Nobody has tested the maps.',
};

describe('sentences of the prose', () => {
  it('are proposed one by one, not the best alone', async () => {
    const knowledge = await knowledgeOf(FILES);
    const all = (
      await candidatesFor('In which river was the probe tested?', { maker: prose, knowledge })
    ).map(shown);
    expect(all).toContainEqual(['The probe was tested in nine rivers.']);
    expect(all).toContainEqual(['It failed where the river was frozen.']);
    expect(all).toContainEqual(['Nobody has tested the maps.']);
  });

  it('are proposed with the one that follows, and with the best from elsewhere', async () => {
    const knowledge = await knowledgeOf(FILES);
    const all = (
      await candidatesFor('In which river was the probe tested?', { maker: prose, knowledge })
    ).map(shown);
    expect(all).toContainEqual(['The probe was tested in nine rivers.', 'A battery drives it.']);
    expect(
      all.some(
        (texts) => texts.length === 2 && new Set(texts.map((t) => /maps/.test(t))).size === 2,
      ),
    ).toBe(true);
  });

  it('are not proposed twice', async () => {
    const knowledge = await knowledgeOf(FILES);
    const all = await candidatesFor('Was Siltwatch tested?', { maker: prose, knowledge });
    const texts = all.map((one) => shown(one).join('\n'));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('are the answer to a question of the text, without it and without the other answers', async () => {
    const asked =
      '- **What does the group pay for?** Travel to one conference.\n- **Who reads drafts?** Idris does.';
    const knowledge = await knowledgeOf({ 'faq.md': `# Students\n\n${asked}` });
    const all = (
      await Promise.all(
        MAKERS.map((maker) => candidatesFor('Who reads drafts?', { maker, knowledge })),
      )
    ).flat();
    expect(all.map(shown)).toContainEqual(['Idris does.']);
    const both = all.filter((one) => /Travel.*Idris|\?/s.test(shown(one).join(' ')));
    expect(both.filter(({ maker }) => !maker.startsWith('talk'))).toEqual([]);
  });
});
