import { z } from 'zod';
import { doubts } from '../src/answer/check.ts';
import { loadCheck } from '../src/answer/load.ts';
import { buildNameIndex } from '../src/answer/names.ts';
import type { Quote } from '../src/answer/statement.ts';
import { readConfig } from '../src/config.ts';
import type { Passage } from '../src/domain.ts';
import { ServiceError } from '../src/errors.ts';
import { readPassages } from '../src/indexer.ts';
import { createChecker } from '../src/models/checker.ts';
import { sentenceSpans } from '../src/text/sentences.ts';
import { readJsonLines } from './evaluate/cases.ts';
import { plainSource } from './evaluate/plain-source.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run evaluate:sentences -- --cases FILE --passages FILE [--corpus DIR] [--verbose]

Puts sentences that a model wrote from numbered passages to the check, and counts the true ones that
it drops and the false ones that it shows.

  --cases FILE     lines of {"prompt", "sentence", "label": "supported" or "unsupported", "kind",
                   "quotes": [{"number", "text"}] or "cited": [numbers of passages]}
  --passages FILE  lines of {"prompt", "passages": [{"number", "from", "text"}]}
  --corpus DIR     whose names are known; the corpus of the settings if it is left out
  --verbose        print each sentence that is dropped or shown by mistake
  --help           this text`;

const caseSchema = z.object({
  prompt: z.string(),
  sentence: z.string(),
  label: z.enum(['supported', 'unsupported']),
  kind: z.string().default(''),
  cited: z.array(z.number()).default([]),
  quotes: z.array(z.object({ number: z.number(), text: z.string() })).optional(),
});
const promptSchema = z.object({
  prompt: z.string(),
  passages: z.array(z.object({ number: z.number(), from: z.string(), text: z.string() })),
});

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    cases: { type: 'string' },
    passages: { type: 'string' },
    corpus: { type: 'string' },
    verbose: { type: 'boolean' },
  });
  if (!values.cases || !values.passages) {
    throw new ServiceError('invalid-request', `Name the cases and their passages.\n\n${USAGE}`);
  }
  const cases = await readJsonLines(values.cases, caseSchema);
  const prompts = await readJsonLines(values.passages, promptSchema);
  const { sources } = await readPassages(values.corpus ?? readConfig(process.env).CORPUS_DIR);
  const checker = await createChecker();
  const parts = { names: buildNameIndex(sources, () => true), checker, model: loadCheck() };
  const missed: string[] = [];
  const counts = { true: 0, false: 0, dropped: 0, shown: 0 };
  for (const { prompt, sentence, label, kind, cited, quotes } of cases) {
    const passages = prompts.find((one) => one.prompt === prompt)?.passages ?? [];
    const numbers = quotes?.map(({ number }) => number) ?? cited;
    const used = passages.filter(({ number }) => numbers.includes(number));
    const shown = (used.length > 0 ? used : passages).map((one): Quote => {
      const quote = quotes?.find(({ number }) => number === one.number)?.text ?? one.text;
      return toQuote(one.from, quote);
    });
    const found = await doubts(sentence, shown, parts, signal);
    const isShown = found.length === 0;
    const isTrue = label === 'supported';
    counts[isTrue ? 'true' : 'false']++;
    if (isTrue && !isShown) counts.dropped++;
    if (!isTrue && isShown) counts.shown++;
    if (isTrue !== isShown)
      missed.push(
        `${isTrue ? 'dropped' : 'shown'} (${kind}${found.length > 0 ? `; ${found}` : ''}): ${sentence}`,
      );
  }
  await checker.dispose();
  if (values.verbose) for (const one of missed) console.log(one);
  console.log(
    `dropped ${counts.dropped} of ${counts.true} true, shown ${counts.shown} of ${counts.false} false`,
  );
});

function toQuote(from: string, text: string): Quote {
  const [title = '', ...headings] = from.split(' › ');
  const source = plainSource(title, 'page', title, text);
  const sentences = sentenceSpans(text);
  const passage: Passage = {
    id: `${title}#1`,
    sourceId: title,
    headings,
    text,
    start: 0,
    sentences,
  } as Passage;
  return { source, passage, start: 0, end: text.length };
}
