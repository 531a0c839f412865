import { z } from 'zod';
import { buildNameIndex } from '../src/answer/names.ts';
import { readConfig } from '../src/config.ts';
import { ServiceError } from '../src/errors.ts';
import { readPassages } from '../src/indexer.ts';
import { openChatModels } from '../src/open-chat-models.ts';
import { readJsonLines } from './evaluate/cases.ts';
import { checkClaims, type WrittenClaim } from './evaluate/sentences.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run evaluate:sentences -- --cases FILE --passages FILE [OPTIONS]

Puts sentences that a model wrote from numbered passages to the check, and counts the true ones that
it drops and the false ones that it shows. CHECK, CHECK_MODEL and CHAT_MODEL say who checks; without
a model, their quotes, names and numbers are looked up alone.

  --cases FILE     lines of {"prompt", "sentence", "label": "supported" or "unsupported", "kind",
                   "quotes": [{"number", "text"}] or "cited": [numbers of passages]}
  --passages FILE  lines of {"prompt", "passages": [{"number", "from", "text"}]}
  --corpus DIR     whose names are known (CORPUS_DIR)
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
  const config = readConfig(process.env);
  const prompts = new Map(
    (await readJsonLines(values.passages, promptSchema)).map((one) => [one.prompt, one.passages]),
  );
  const claims = (await readJsonLines(values.cases, caseSchema)).map((one): WrittenClaim => {
    const passages = prompts.get(one.prompt) ?? [];
    const numbers = one.quotes?.map(({ number }) => number) ?? one.cited;
    const cited = passages.filter(({ number }) => numbers.includes(number));
    const quotes = (cited.length > 0 ? cited : passages).map(({ number, from, text }) => ({
      from,
      text: one.quotes?.find((quote) => quote.number === number)?.text ?? text,
    }));
    const { kind, sentence, label } = one;
    return { kind, sentence, isCarried: label === 'supported', quotes };
  });
  const { sources } = await readPassages(values.corpus ?? config.CORPUS_DIR);
  const names = buildNameIndex(sources, () => true);
  const { checkModel: model } = await openChatModels(config, { warn: console.error });
  const checked = await checkClaims(claims, names, model, signal);
  const wrong = checked.filter(({ isCarried, isShown }) => isCarried !== isShown);
  if (values.verbose) {
    for (const { isShown, kind, reason, sentence } of wrong) {
      console.log(
        `${isShown ? 'shown' : 'dropped'} (${[kind, reason].filter(Boolean).join('; ')}): ${sentence}`,
      );
    }
  }
  const carried = checked.filter(({ isCarried }) => isCarried).length;
  const shown = wrong.filter(({ isShown }) => isShown).length;
  console.log(
    `dropped ${wrong.length - shown} of ${carried} true, shown ${shown} of ${checked.length - carried} false`,
  );
});
