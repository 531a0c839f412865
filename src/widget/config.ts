/** The reply of `GET /api/config`. */
export interface ServerConfig {
  readonly researcher: string | null;
  readonly suggestions: readonly string[];
  /** Whether the server accepts feedback. */
  readonly feedback: boolean;
}

const loading = new Map<string, Promise<ServerConfig>>();

/** Fetched once per endpoint and page; after a failure the next call tries again. */
export function loadConfig(endpoint: string): Promise<ServerConfig> {
  const known = loading.get(endpoint);
  if (known !== undefined) return known;
  const config = fetch(`${endpoint}/api/config`).then((response) => {
    if (!response.ok) throw new Error(`GET /api/config answered with ${response.status}.`);
    return response.json() as Promise<ServerConfig>;
  });
  loading.set(endpoint, config);
  config.catch(() => loading.delete(endpoint));
  return config;
}
