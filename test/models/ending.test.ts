import { describe, expect, it } from 'vitest';
import { faultOf } from '../../src/models/ending.ts';

const reasonOf = (finish: string | undefined, hasText = true, refusal = '') =>
  faultOf('openai:m', { finish, refusal, hasText })?.reason ?? null;

describe('a text', () => {
  it.each([
    // OpenAI and most others, Google, Anthropic, text generation servers
    ['stop', null],
    ['STOP', null],
    ['end_turn', null],
    ['stop_sequence', null],
    ['eos_token', null],
    ['length', 'length'],
    ['MAX_TOKENS', 'length'],
    ['model_length', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['content_filter', 'content_filter'],
    ['SAFETY', 'content_filter'],
    ['RECITATION', 'content_filter'],
    ['guardrail_intervened', 'content_filter'],
    ['refusal', 'refusal'],
    ['error', 'provider_failed'],
    ['tool_calls', 'provider_failed'],
    ['a word of next year', 'provider_failed'],
    [undefined, 'stream_broken'],
  ])('that ended by %s has the fault %s', (finish, reason) => {
    expect(reasonOf(finish)).toBe(reason);
  });

  it('without words, or with a refusal beside it, is none', () => {
    expect(reasonOf('stop', false)).toBe('empty');
    expect(reasonOf('length', false)).toBe('length');
    expect(reasonOf('stop', true, 'I cannot help.')).toBe('refusal');
  });
});
