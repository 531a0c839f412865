import { unquoted } from './config.ts';
import { ServiceError } from './errors.ts';
import { SETTING } from './language/en/templates/owner-settings.ts';

const VARIABLES = ['http_proxy', 'https_proxy', 'no_proxy'] as const;
type Variable = (typeof VARIABLES)[number];

/**
 * Sends all later `fetch` calls of this process (models, their files, the clients of the providers)
 * through the proxy that `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name, in upper or lower case. npm
 * reads the same variables.
 * @throws ServiceError `invalid-settings` that names the variable, without the password in it
 */
export async function useHttpProxy(environment: Record<string, string | undefined>): Promise<void> {
  const { http_proxy, https_proxy, no_proxy } = Object.fromEntries(
    VARIABLES.map((name) => [name, valueIn(name, environment)]),
  ) as Record<Variable, string | undefined>;
  const httpProxy = http_proxy && addressOf('HTTP_PROXY', http_proxy);
  const httpsProxy = https_proxy && addressOf('HTTPS_PROXY', https_proxy);
  if (!httpProxy && !httpsProxy) return;
  // Loaded only when used.
  const { EnvHttpProxyAgent, setGlobalDispatcher } = await import('undici');
  setGlobalDispatcher(
    new EnvHttpProxyAgent({
      // undici reads a missing option from the environment.
      httpProxy: httpProxy ?? '',
      httpsProxy: httpsProxy ?? '',
      noProxy: no_proxy ?? '',
      // Many proxies allow a tunnel to port 443 alone, and forward plain HTTP.
      proxyTunnel: false,
    }),
  );
}

/** Like curl, prefers the lowercase name. */
function valueIn(name: Variable, environment: Record<string, string | undefined>) {
  const [lower, upper] = [name, name.toUpperCase()].map((key) => unquoted(environment[key] ?? ''));
  return lower || upper || undefined;
}

/** `proxy.example:3128`, which curl accepts, is an HTTP proxy. */
function addressOf(name: string, value: string): string {
  const address = /^[\w+.-]+:\/\//.test(value) ? value : `http://${value}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  throw new ServiceError(
    'invalid-settings',
    `${name}=${value.replace(/^(.*:\/\/)?.*@/, '$1…@')}: ${SETTING.proxy}`,
  );
}
