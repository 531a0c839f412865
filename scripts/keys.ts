import { readConfig } from '../src/config.ts';
import { ServiceError } from '../src/errors.ts';
import { createKey, readKeys, revokeKey } from '../src/http/access/key-file.ts';
import { command } from '../src/language/en/command.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: ${command('keys', 'create NAME [--limit 600/1m]')}
       ${command('keys', 'list')}
       ${command('keys', 'revoke NAME')}

Creates, lists and revokes API keys. A running service picks up the change.

  --limit RATE  requests that this key may send   (else RATE_LIMIT)
  --file FILE   where the keys are stored as hashes   (API_KEYS_FILE)
  --help        this text`;

await runScript(async () => {
  const { values, positionals } = parseCommandLine(
    USAGE,
    { limit: { type: 'string' }, file: { type: 'string' } },
    true,
  );
  const [command, name, ...more] = positionals;
  const file = values.file ?? readConfig(process.env).API_KEYS_FILE;
  if (file === undefined) {
    throw new ServiceError(
      'invalid-settings',
      'Choose a file for the keys: set API_KEYS_FILE in .env, as in API_KEYS_FILE=.keys.jsonl',
    );
  }
  if (command === 'create' && name !== undefined && more.length === 0) {
    const key = await createKey(file, name, values.limit);
    console.error(`The key of ${name}. It is shown only once and stored as a hash in ${file}:`);
    console.log(key);
  } else if (command === 'list' && name === undefined) {
    const keys = readKeys(file);
    if (keys.length === 0) console.error(`There are no keys in ${file}.`);
    for (const key of keys) {
      console.log([key.name, key.created, key.limit ?? 'default limit'].join('\t'));
    }
  } else if (command === 'revoke' && name !== undefined && more.length === 0) {
    await revokeKey(file, name);
    console.error(`The key of ${name} is revoked.`);
  } else {
    throw new ServiceError('invalid-request', `Choose a command and a name.\n\n${USAGE}`);
  }
});
