import { ModelError } from './errors.ts';
import { BUDGET } from './language/en/templates/owner-settings.ts';
import type { Spending } from './models/budget.ts';
import { openPool } from './postgres.ts';
import { dateNow } from './spending.ts';

/** Asked before each call of a model, while a visitor waits. */
const QUERY_MS = 2_000;
/** How long the database is not asked again after a failure. */
const PAUSE_MS = 5_000;

// The lock is for replicas that start together: any number, the same for all.
const SCHEMA = `
SELECT pg_advisory_xact_lock(7201535);
CREATE TABLE IF NOT EXISTS model_spending (day TEXT PRIMARY KEY, amount DOUBLE PRECISION NOT NULL);
`;
const SELECT = 'SELECT amount FROM model_spending WHERE day = $1';
/** Changes nothing, and returns no row, where the limit would be exceeded. */
const RESERVE = `
INSERT INTO model_spending AS spent (day, amount) SELECT $1, $2::float8 WHERE $2::float8 <= $3::float8
ON CONFLICT (day) DO UPDATE SET amount = spent.amount + excluded.amount
  WHERE spent.amount + excluded.amount <= $3::float8
RETURNING amount`;
const CORRECT =
  'UPDATE model_spending SET amount = greatest(0, amount + $2) WHERE day = $1 RETURNING amount';

/**
 * What was spent each day, in PostgreSQL, where replicas share it. While the database fails, nothing is
 * set aside, so no model is called; what was set aside before stays as it is.
 * @param warn told when the database works again; its failure is told by the error
 */
export async function openSharedSpending(
  address: string,
  warn: (sentence: string) => void,
): Promise<Spending> {
  const pool = openPool(address, QUERY_MS, QUERY_MS);
  let known = { day: '', amount: 0 };
  let hasTable = false;
  // One for all calls that are refused in a row, of which the log tells once.
  let failure: ModelError | null = null;
  let pausedUntil = 0;

  /** The amount of the day after a statement, or undefined if that changed nothing. */
  async function run(sql: string, day: string, ...values: number[]): Promise<number | undefined> {
    if (failure && performance.now() < pausedUntil) throw failure;
    try {
      if (!hasTable) await pool.query(SCHEMA);
      hasTable = true;
      const { rows } = await pool.query<{ amount: number }>(sql, [day, ...values]);
      if (failure) warn(BUDGET.keptAgain);
      failure = null;
      const amount = rows[0]?.amount;
      if (amount !== undefined) known = { day, amount };
      return amount;
    } catch (error) {
      pausedUntil = performance.now() + PAUSE_MS;
      failure ??= new ModelError('budget', BUDGET.notKept((error as Error).message));
      throw failure;
    }
  }

  // For the choice of the small model; without it, the first call finds out.
  await run(SELECT, dateNow()).catch(() => {});
  return {
    today: () => (known.day === dateNow() ? known.amount : 0),
    async reserve(amount, limit) {
      const day = dateNow();
      if ((await run(RESERVE, day, amount, limit)) === undefined) {
        await run(SELECT, day);
        return null;
      }
      return async (cost) => {
        await run(CORRECT, day, cost - amount).catch(() => {});
      };
    },
  };
}
