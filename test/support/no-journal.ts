import { existsSync } from 'node:fs';

let wasThere = false;

export function setup(): void {
  wasThere = existsSync('.journal');
}

/** Questions of tests are no questions of visitors: none may be written into the project's folder. */
export function teardown(): void {
  if (wasThere || !existsSync('.journal')) return;
  console.error('A test has written .journal. Start services with JOURNAL=off.');
  process.exitCode = 1;
}
