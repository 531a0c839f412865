import { z } from 'zod';
import type { ChatModel } from '../../domain.ts';
import { ModelError } from '../../errors.ts';
import { MODEL } from '../../language/en/templates/owner.ts';
import type { Statement } from '../statement.ts';
import { checkPrompt, REASONS } from './prompts.ts';

const verdictSchema = z.object({
  sentence: z.coerce.number(),
  carried: z.boolean(),
  why: z.string().max(400).catch('').default(''),
});

/** The JSON objects of a reply, whatever stands around them. */
const OBJECT = /\{[^{}]*\}/g;

/**
 * Asks a model whether the quotes of each statement carry it; it sees nothing else of the answer.
 * @returns for each that they do not carry the reason, in its words
 * @throws ModelError `unchecked` if it gives no verdict at all, and as the model does
 */
export async function verify(
  statements: readonly Statement[],
  model: ChatModel,
  signal: AbortSignal,
): Promise<Map<Statement, string>> {
  if (statements.length === 0) return new Map();
  let reply = '';
  for await (const piece of model.generate(checkPrompt(statements), signal)) reply += piece;
  const verdicts = [...reply.matchAll(OBJECT)].flatMap(([text]) => verdictIn(text) ?? []);
  if (verdicts.length === 0) throw new ModelError('unchecked', MODEL.unchecked(model.model));
  const failed = statements.flatMap((statement, i) => {
    const own = verdicts.filter(({ sentence }) => sentence === i + 1);
    const [against] = own.filter(({ carried }) => !carried);
    if (own.length > 0 && !against) return [];
    return [[statement, against?.why || REASONS.carried] as const];
  });
  return new Map(failed);
}

function verdictIn(text: string) {
  try {
    return verdictSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
