/** The optional parameters of a request. */
export interface ChatParameters {
  readonly current: Readonly<Record<string, unknown>>;
  /**
   * Leaves out from now on what the provider refused of a request; a limit of tokens is tried once
   * more under its other name.
   * @returns whether to send the request again
   */
  learn(error: unknown, sent: Readonly<Record<string, unknown>>): boolean;
}

/** OpenAI's reasoning models know only the second name, Mistral and older servers only the first. */
const LIMITS = ['max_tokens', 'max_completion_tokens'] as const;

/**
 * @param given as the owner set them
 * @param onLeftOut called once for each that a provider refuses
 */
export function createChatParameters(
  given: Readonly<Record<string, unknown>>,
  onLeftOut: (name: string) => void,
): ChatParameters {
  let current = { ...given };
  const refused = new Set<string>();
  return {
    get current() {
      return current;
    },
    learn(error, sent) {
      const name = refusedParameter(error, Object.keys(sent));
      if (name === undefined) return false;
      // Another request in flight may have learned it already.
      if (refused.has(name)) return true;
      refused.add(name);
      const { [name]: value, ...rest } = current;
      const isLimit = (LIMITS as readonly string[]).includes(name);
      const other = isLimit ? LIMITS.find((limit) => !refused.has(limit)) : undefined;
      current = other === undefined ? rest : { ...rest, [other]: value };
      if (other === undefined) onLeftOut(name);
      return true;
    },
  };
}

/** Providers name the parameter in a field, in the path of a violation, or in the sentence alone. */
function refusedParameter(error: unknown, names: readonly string[]): string | undefined {
  const { status, param, message } = error as { status?: number; param?: string; message?: string };
  if (status !== 400 && status !== 422) return undefined;
  const words = new Set(message?.match(/\w+/g));
  return names.find((name) => name === param) ?? names.find((name) => words.has(name));
}
