/** A statement that SQLite and PostgreSQL both read, with the values of `$1`, `$2`, … */
export interface Statement {
  readonly sql: string;
  readonly values: readonly (string | number | null)[];
}

/** Where the journal is kept. It opens when it is first used, and again after a failure. */
export interface Database {
  /** Runs the statements in one transaction, which has survived a crash once this resolves. */
  write(statements: readonly Statement[]): Promise<void>;
  read(statement: Statement): Promise<readonly unknown[]>;
  close(): Promise<void>;
}
