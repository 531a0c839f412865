import { configureGlobal } from 'fast-check';

// Tests are certain: the same cases in every run. Another seed explores others.
configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_123) });
