import { config as loadEnvironment } from 'dotenv';
import { misspelledSettings, unquoted } from './config.ts';
import { useHttpProxy } from './http-proxy.ts';

/** Variables that model providers read from the environment themselves, bypassing the settings. */
const READ_BY_OTHERS = /_(?:API_KEY|BASE_URL|ENDPOINT)$/;

/**
 * The first step of every command: reads `.env` and sets up the proxy that the environment names.
 * @returns what is to be said of names in `.env`
 * @throws ServiceError `invalid-settings`
 */
export async function setUpProcess(): Promise<string[]> {
  const { parsed = {} } = loadEnvironment({ quiet: true });
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && READ_BY_OTHERS.test(name)) process.env[name] = unquoted(value);
  }
  await useHttpProxy(process.env);
  return misspelledSettings(Object.keys(parsed));
}
