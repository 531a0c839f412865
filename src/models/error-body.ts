const MAX_CHARACTERS = 2_000;

/**
 * A `fetch` whose failures have the form `{ error: { message } }`, the only one that OpenAI's client
 * reads. Mistral has no `error` in it, Google puts a list around it, proxies send HTML.
 */
export function withErrorObject(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    if (response.ok) return response;
    const text = (await response.text()).slice(0, MAX_CHARACTERS);
    const { status, headers } = response;
    return new Response(JSON.stringify(errorObject(text)), {
      status,
      headers: { ...Object.fromEntries(headers), 'content-type': 'application/json' },
    });
  };
}

function errorObject(text: string): object {
  const body = parsed(text);
  const first = Array.isArray(body) ? body[0] : body;
  if (typeof first?.error === 'object' && first.error !== null) return first;
  return { error: { message: typeof first?.error === 'string' ? first.error : text } };
}

// biome-ignore lint/suspicious/noExplicitAny: errors of providers have no common form
function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
