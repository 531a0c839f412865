import { ModelError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';

export interface Ending {
  /** The provider's word; absent where the stream ended without one. */
  readonly finish: string | undefined;
  readonly refusal: string;
  readonly hasText: boolean;
}

const COMPLETE = ['stop', 'end_turn', 'stop_sequence', 'eos', 'eos_token', 'complete', 'completed'];
const CUT_SHORT = [
  'length',
  'model_length',
  'max_tokens',
  'max_output_tokens',
  'model_context_window_exceeded',
];
const FILTERED = [
  'content_filter',
  'content_filtered',
  'guardrail_intervened',
  'safety',
  'recitation',
  'blocklist',
  'prohibited_content',
  'spii',
];

/**
 * Whether what was written is a whole text.
 * @returns null if it is, otherwise why not
 */
export function faultOf(model: string, { finish, refusal, hasText }: Ending): ModelError | null {
  if (refusal) return new ModelError('refusal', MODEL.refused(model, refusal.slice(0, 300)));
  if (finish === undefined) {
    return new ModelError('stream_broken', MODEL.brokeOff(model, MODEL.noEnd));
  }
  const word = finish.toLowerCase();
  if (word === 'refusal') return new ModelError('refusal', MODEL.refused(model, finish));
  if (CUT_SHORT.includes(word)) return new ModelError('length', MODEL.cutShort(model, finish));
  if (FILTERED.includes(word)) {
    return new ModelError('content_filter', MODEL.filtered(model, finish));
  }
  if (!COMPLETE.includes(word)) {
    return new ModelError('provider_failed', MODEL.ended(model, finish));
  }
  return hasText ? null : new ModelError('empty', MODEL.empty(model));
}
