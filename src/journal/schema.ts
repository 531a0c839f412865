/** The tables, as SQLite and PostgreSQL both read them. Lists and timings are JSON; times are milliseconds. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS journal_answers (
  id TEXT PRIMARY KEY,
  asked_at BIGINT NOT NULL,
  question TEXT NOT NULL,
  readings TEXT NOT NULL,
  declined INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  mode TEXT NOT NULL,
  checked_by TEXT,
  fallback TEXT,
  sources TEXT NOT NULL,
  milliseconds INTEGER NOT NULL,
  timings TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS journal_answers_asked_at ON journal_answers (asked_at);
CREATE TABLE IF NOT EXISTS journal_feedback (
  answer_id TEXT PRIMARY KEY,
  rated_at BIGINT NOT NULL,
  question TEXT NOT NULL,
  rating TEXT NOT NULL,
  reasons TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS journal_feedback_rated_at ON journal_feedback (rated_at);
`;
