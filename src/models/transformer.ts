import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '../errors.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import { reasonOf } from './reason.ts';
import { disableRuntimeTelemetry } from './runtime-telemetry.ts';

/** A transformer of BERT's kind and its vocabulary, loaded into this thread. */
export interface Transformer {
  /** The ids of a text's word pieces, without those that stand around it; those written out in it are left out. */
  tokenIds(text: string): number[];
  /** The ids that the model wants before and behind a text: [CLS] and [SEP] of BERT. */
  readonly around: readonly [readonly number[], readonly number[]];
  /**
   * What the model gives for one sequence. onnxruntime-node computes on the calling thread.
   * @param output instead of the one that was named when it was loaded
   */
  run(ids: readonly number[], types: readonly (0 | 1)[], output?: string): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export const CLS = 101;
export const SEP = 102;

/**
 * @param options.weights an ONNX file with BERT's inputs
 * @param options.tokenizerDir the folder of `tokenizer.json` and `tokenizer_config.json`
 * @param options.output the name of the output to read; the first one, if there is none
 * @param options.name what the error calls it, as in "local embedding model"
 * @param options.remedy a sentence for people, added to the error
 * @throws ServiceError `model-unavailable` if the files or the runtime cannot be loaded
 */
export async function loadTransformer(options: {
  readonly name: string;
  readonly weights: string;
  readonly tokenizerDir: string;
  readonly output?: string;
  readonly threads: number;
  readonly remedy: string;
}): Promise<Transformer> {
  const { name, weights, tokenizerDir, threads, remedy } = options;
  disableRuntimeTelemetry();
  try {
    // Loaded here because its native library is missing on some platforms (Alpine Linux): then the
    // service goes without the model instead of not starting.
    const [{ InferenceSession, Tensor }, { Tokenizer }] = await Promise.all([
      import('onnxruntime-node'),
      import('@huggingface/tokenizers'),
    ]);
    const session = await InferenceSession.create(weights, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      // A thread that spins after its run takes the core from the model that runs next.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      // The pattern of allocations differs with every length: remembering it costs memory only.
      enableMemPattern: false,
    });
    const [vocabulary, config] = await Promise.all(
      ['tokenizer.json', 'tokenizer_config.json'].map(async (file) =>
        JSON.parse(await readFile(join(tokenizerDir, file), 'utf8')),
      ),
    );
    const tokenizer = new Tokenizer(vocabulary, config);
    const [first = [], ...last] = tokenizer.encode('').ids.map((id: number) => [id]);
    const special = new Set([...first, ...last.flat()]);
    const hasTypes = session.inputNames.includes('token_type_ids');
    const output = options.output ?? session.outputNames[0] ?? '';
    return {
      around: [first, last.flat()],
      tokenIds(text) {
        const { ids } = tokenizer.encode(text, { add_special_tokens: false });
        return ids.filter((id: number) => !special.has(id));
      },
      async run(ids, types, wanted = output) {
        const row = (values: BigInt64Array) => new Tensor('int64', values, [1, values.length]);
        const inputs = {
          input_ids: row(BigInt64Array.from(ids, BigInt)),
          attention_mask: row(new BigInt64Array(ids.length).fill(1n)),
          ...(hasTypes && { token_type_ids: row(BigInt64Array.from(types, BigInt)) }),
        };
        const outputs = await session.run(inputs, [wanted]);
        return outputs[wanted]?.data as Float32Array;
      },
      dispose: () => session.release(),
    };
  } catch (cause) {
    throw new ServiceError(
      'model-unavailable',
      TEXT.cannotLoad(name, weights, reasonOf(cause), remedy),
      { cause },
    );
  }
}
