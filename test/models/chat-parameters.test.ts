import { describe, expect, it } from 'vitest';
import { createChatParameters } from '../../src/models/chat-parameters.ts';

const refusal = (message: string, fields: object = {}) => ({ status: 400, message, ...fields });

function create(given: Record<string, unknown>) {
  const leftOut: string[] = [];
  return { parameters: createChatParameters(given, (name) => leftOut.push(name)), leftOut };
}

describe('a refused parameter', () => {
  it.each([
    ['by a field', refusal('No.', { param: 'temperature' })],
    ['by its name in the sentence', refusal('`temperature` is deprecated for this model.')],
    ['by a path', { status: 422, message: '{"loc":["body","temperature"]}' }],
  ])('is left out once it was named %s', (_, error) => {
    const { parameters, leftOut } = create({ temperature: 0.2, top_p: 1 });
    expect(parameters.learn(error, parameters.current)).toBe(true);
    expect(parameters.current).toEqual({ top_p: 1 });
    expect(leftOut).toEqual(['temperature']);
  });

  it('is learned once by two requests that were sent with it', () => {
    const { parameters, leftOut } = create({ temperature: 0.2 });
    const sent = parameters.current;
    const error = refusal('temperature is not supported');
    expect([parameters.learn(error, sent), parameters.learn(error, sent)]).toEqual([true, true]);
    expect(parameters.learn(error, parameters.current)).toBe(false);
    expect(leftOut).toEqual(['temperature']);
  });

  it('that limits the tokens is sent under its other name, then left out', () => {
    const { parameters, leftOut } = create({ max_tokens: 300 });
    parameters.learn(refusal("Use 'max_completion_tokens', not 'max_tokens'"), parameters.current);
    expect(parameters.current).toEqual({ max_completion_tokens: 300 });
    expect(leftOut).toEqual([]);
    parameters.learn(refusal('max_completion_tokens is forbidden'), parameters.current);
    expect(parameters.current).toEqual({});
    expect(leftOut).toEqual(['max_completion_tokens']);
  });

  it.each([
    ['of another kind', refusal('The context is too long')],
    ['of another status', { status: 401, message: 'temperature' }],
    ['with a longer name', refusal('temperature_scale is not supported')],
  ])('is not seen in an error %s', (_, error) => {
    const { parameters } = create({ temperature: 0.2 });
    expect(parameters.learn(error, parameters.current)).toBe(false);
    expect(parameters.current).toEqual({ temperature: 0.2 });
  });
});
