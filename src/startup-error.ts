import path from 'node:path';
import type { Config } from './config.ts';
import { ServiceError } from './errors.ts';
import { FOLDER, LISTEN } from './language/en/templates/owner-settings.ts';

type SystemError = NodeJS.ErrnoException;

/** Translates what the operating system refused at the start into a setting to correct; null if none is at fault. */
export function settingToBlame(error: unknown, config: Config): ServiceError | null {
  if (!(error instanceof Error) || !('syscall' in error)) return null;
  const refused = error as SystemError & { readonly hostname?: string };
  const sentence =
    refused.syscall === 'listen' || refused.syscall === 'getaddrinfo'
      ? listening(refused, config)
      : folder(refused, config);
  return sentence === null
    ? null
    : new ServiceError('invalid-settings', sentence, { cause: error });
}

function listening(
  { code, syscall, hostname, message }: SystemError & { readonly hostname?: string },
  { HOST, PORT }: Config,
): string | null {
  switch (code) {
    case 'EADDRINUSE':
      return LISTEN.portTaken(PORT, HOST);
    case 'EACCES':
      return LISTEN.portNeedsRights(PORT);
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return LISTEN.noSuchAddress(HOST);
    default:
      if (syscall === 'getaddrinfo' && hostname !== HOST) return null;
      return syscall === 'getaddrinfo'
        ? LISTEN.unknownName(HOST, String(code))
        : LISTEN.refused(HOST, PORT, message);
  }
}

/** The setting whose folder or file the error names. */
function folder({ path: at, message }: SystemError, config: Config): string | null {
  const names = [
    'CORPUS_DIR',
    'INDEX_DIR',
    'MODEL_CACHE_DIR',
    'MODEL_FILES_DIR',
    'API_KEYS_FILE',
  ] as const;
  const name = names.find((name) => isWithin(config[name], at));
  return name === undefined ? null : FOLDER.refused(name, String(config[name]), message);
}

function isWithin(folder: string | undefined, file: string | undefined): boolean {
  return (
    folder !== undefined && file !== undefined && !path.relative(folder, file).startsWith('..')
  );
}
