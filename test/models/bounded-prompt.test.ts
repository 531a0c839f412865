import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Message } from '../../src/domain.ts';
import { boundedPrompt } from '../../src/models/bounded-prompt.ts';

const lengthOf = (messages: readonly Message[]) =>
  messages.reduce((sum, { content }) => sum + content.length, 0);

it('leaves out the oldest turns of a prompt that is too long, and never the question', () => {
  const turn = fc.integer({ min: 0, max: 20_000 }).map((length) => 'x'.repeat(length));
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 6 }), turn, (turns, question) => {
      const history = turns.map((content, i): Message => {
        return { role: i % 2 === 0 ? 'user' : 'assistant', content };
      });
      const messages: Message[] = [...history, { role: 'user', content: question }];
      const kept = boundedPrompt({ system: 's', messages }).messages;
      expect(messages.slice(messages.length - kept.length)).toEqual(kept);
      expect(kept[0]?.role).toBe('user');
      if (kept.length > 1) expect(lengthOf(kept)).toBeLessThan(32_000);
      if (lengthOf(messages) < 32_000) expect(kept).toEqual(messages);
    }),
  );
});
