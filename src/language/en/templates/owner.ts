/** What the owner reads at the start and while the service runs; settings have a file of their own. */

import { command } from '../command.ts';

import { count } from '../grammar.ts';

/** Lines of the log. */
export const LOG = {
  fetchingModel: 'Fetching the model',
  embedding: 'Embedding',
  percent: (what: string, percent: number) => `${what}: ${percent}%`,
  indexing: (folder: string) => `Indexing ${folder} …`,
  indexed: (sources: number, passages: number) =>
    `Indexed ${count(sources, 'source', 'sources')} in ${count(passages, 'passage', 'passages')}.`,
  /** @param chatModel the model that writes the answers, or null where they are quoted */
  ready: (
    sources: number,
    lists: number,
    embedder: string | null,
    reader: string | null,
    chatModel: string | null,
  ) =>
    `${count(sources, 'source', 'sources')} and ${count(lists, 'list', 'lists')} made from them, search by ${embedder ? `${embedder} and keywords` : 'keywords only'}, ${reader ?? 'no reader'}, answers ${chatModel ? `written by ${chatModel}` : 'quoted'}.`,
  address: (url: string) => `Ask at ${url}`,
  admin: (url: string) => `See unanswered questions at ${url}/admin`,
  requestFailed: (id: string | undefined) =>
    id === undefined ? 'A request failed:' : `A request failed, id ${id}:`,
  swapped: (index: string, sources: number, passages: number) =>
    `Answering from the new index ${index}: ${count(sources, 'source', 'sources')} in ${count(passages, 'passage', 'passages')}.`,
};

/** How a package with native code is built. */
export const TO_BUILD =
  'install a C++ compiler, make and Python, and run npm ci; if the headers of Node cannot be downloaded, run npm_config_nodedir=/usr npm ci, where /usr is the folder that has them in include/node';

export const WARNING = {
  notNative: `hnswlib-node is not built, so each search compares all vectors: exact, and fast enough up to about 10,000 passages. To build it, ${TO_BUILD}. Then run: ${command('index')}`,
  noGraph: `The index was built without hnswlib-node, so each search compares all vectors: exact, and fast enough up to about 10,000 passages. Run: ${command('index')}`,
  modelFailed: (reason: string) =>
    `A model failed, so the answer is quoted, shorter, or found by keyword: ${reason}`,
  unsupported:
    'The answer is quoted, because no quote supports anything that the chat model wrote, or it found no answer.',
  /** @param reason a sentence */
  indexRefused: (index: string, reason: string) =>
    `The new index is refused, and the previous one (${index}) goes on answering. ${reason}`,
  indexerEnded: 'The process that indexes the corpus ended without a result; the log may say why.',
  noReader: (reason: string) => `${reason} Until then, answers are chosen without the reader.`,
};

export const INDEX = {
  missing: (dir: string) => `There is no index in ${dir}. Run: ${command('index')}`,
  /** @param reason the end of the sentence, one of `INDEX_FAULTS` */
  unusable: (dir: string, reason: string) =>
    `The index in ${dir} cannot be used: ${reason}. Run: ${command('index')}`,
  otherEmbedder: (built: ModelSize, set: ModelSize) =>
    `The index was built with ${sized(built)}, but the service is set to ${sized(set)}. Run: ${command('index')}`,
  notWritten: (dir: string, reason: string) =>
    `The index cannot be written to ${dir} (${reason}); the previous index is unchanged. Free up space, fix the permissions, or choose another folder with --out or INDEX_DIR.`,
};

export const INDEX_FAULTS = {
  manifestUnreadable: 'its manifest cannot be read',
  manifestNotJson: 'its manifest is not JSON',
  manifestDamaged: (field: string) => `its manifest is damaged at "${field}"`,
  otherFormat: (format: unknown, readable: number) =>
    `its format is ${String(format)}, but this version reads ${readable}`,
  fileUnreadable: (name: string) => `its file ${name} cannot be read`,
  fileDamaged: (name: string) => `its file ${name} is damaged`,
  wrongCounts: 'its counts do not match its manifest',
  wrongVectors: 'its vectors do not match its passages',
  noVectors: 'it was built without the embedder that the service uses',
  databaseFails: (reason: string) => `the database fails (${reason})`,
};

/** An index in PostgreSQL. */
export const DATABASE = {
  unreachable: (place: string, reason: string) =>
    `${place} cannot be reached (${reason}). Start it, create the database, or correct its address in VECTOR_STORE (DATABASE_URL for VECTOR_STORE=pgvector); or set VECTOR_STORE=files, which needs no database.`,
  notWritten: (place: string, reason: string) =>
    `The index cannot be written to ${place} (${reason}); the previous index is unchanged. Check VECTOR_STORE, and whether the database can be reached.`,
  noExtension: (place: string, reason: string) =>
    `The index cannot be written to ${place}, because its extension pgvector is missing (${reason}). Install it on the database server, and run there as its administrator: CREATE EXTENSION vector;`,
  tooManyDimensions: (dimensions: number, most: number) =>
    `pgvector searches vectors of at most ${most} dimensions, but the embedder gives ${dimensions}. Set EMBEDDING_DIMENSIONS=${most} or less, choose another EMBEDDER, or set VECTOR_STORE=files.`,
  notice: (remark: string) => `PostgreSQL remarks on the index: ${remark}.`,
  searchFails: (reason: string) =>
    `The vectors in PostgreSQL (VECTOR_STORE) cannot be searched: ${reason}. Questions are answered by keywords alone until they can.`,
  searchRecovered: 'The vectors in PostgreSQL can be searched again.',
};

/** What went wrong with a model. */
export const MODEL = {
  filesMissing: (dir: string, failures: readonly string[], files: readonly string[]) =>
    `The files of the local embedding model are not in ${dir} and could not be fetched from ${failures.join(', ')}. Allow network access, or set MODEL_FILES_DIR to a folder with ${files.join(', ')}.`,
  namedMissing: (name: string, reason: string, files: readonly string[]) =>
    `The model ${name} is not on this machine and could not be fetched (${reason}). Allow network access, or set MODEL_FILES_DIR or EMBEDDER=local:FOLDER to a folder with ${files.join(', ')}.`,
  noFolder: (name: string) =>
    `${name} is no folder with a model, and no name of the form owner/name`,
  namedNeeds: (files: readonly string[]) =>
    `Its folder needs ${files.join(', ')} of a model of sentence-transformers.`,
  embedderName: 'local embedding model',
  readerName: 'reader',
  readerRemedy:
    'It ships with the project: restore the folder models/reader, or set READER=none. Its runtime needs Linux with glibc, macOS or Windows.',
  needsRuntime: 'Its runtime needs Linux with glibc, macOS or Windows.',
  cannotLoad: (name: string, file: string, reason: string, remedy: string) =>
    `The ${name} ${file} cannot be loaded: ${reason}. ${remedy}`,
  stopped: (name: string) => `The ${name} has stopped.`,
  allowsTelemetry: (variable: string) =>
    `The local embedding model is not loaded, because this process would let onnxruntime send usage data. Set ${variable}=1 in the main thread or in the environment.`,
  wrongDimensions: (model: string, actual: number, expected: number) =>
    `${model} returned a vector of ${count(actual, 'dimension', 'dimensions')} where ${expected} were expected. Set EMBEDDING_DIMENSIONS=${actual}, or choose another model.`,
  noVector: (model: string) => `${model} returned no vector for a text. Choose another EMBEDDER.`,
  wrongCount: (model: string, vectors: number, texts: number) =>
    `${model} returned ${count(vectors, 'vector', 'vectors')} for ${count(texts, 'text', 'texts')}, or numbered them incorrectly.`,
  tooSlow: (model: string, seconds: number) =>
    `${model} did not finish its answer within ${seconds} s.`,
  silent: (model: string, seconds: number) => `${model} sent nothing for ${seconds} s.`,
  keyRefused: (model: string, status: number) =>
    `The provider of ${model} refused the key (HTTP ${status}). Check the key in the settings.`,
  unknown: (model: string) =>
    `The provider does not know the model ${model}. Check its name and the base URL.`,
  rateLimited: (model: string) =>
    `The provider of ${model} limits the rate, or the quota is used up (HTTP 429). Try again later.`,
  /** @param reply its status and what it says */
  providerFailed: (model: string, reply: string) =>
    `The provider of ${model} has a problem of its own (HTTP ${reply}). Try again later.`,
  requestRefused: (model: string, reason: string) =>
    `The provider of ${model} refused the request: ${reason}`,
  callFailed: (model: string, reason: string) => `The call to ${model} failed: ${reason}`,
  wait: (model: string, seconds: number, limit: number) =>
    `The provider of ${model} limits the rate and asks to wait ${seconds} s, longer than CHAT_TIMEOUT_SECONDS=${limit}.`,
  noCredit: (model: string) => `The account at the provider of ${model} has no credit (HTTP 402).`,
  brokeOff: (model: string, reason: string) =>
    `The stream of ${model} broke off before its end: ${reason}`,
  budgetSpent: (budget: number) =>
    `DAILY_BUDGET=${budget} is used up, so answers are quoted until tomorrow.`,
  resting: (model: string, failures: number, seconds: number) =>
    `${model} failed ${failures} times in a row and is not asked for ${seconds} s; answers are quoted.`,
  asked: (model: string) => `${model} works and is asked again.`,
  noEnd: 'no finish_reason came',
  /** @param finish the provider's own word */
  cutShort: (model: string, finish: string) =>
    `${model} ran out of tokens before its end (finish_reason ${finish}). Raise CHAT_MAX_TOKENS, which also counts the model's reasoning, or the context size of the server.`,
  filtered: (model: string, finish: string) =>
    `The provider's filter stopped ${model} (finish_reason ${finish}).`,
  refused: (model: string, words: string) => `${model} refused to answer: ${words}`,
  empty: (model: string) => `${model} ended without a word of text.`,
  unchecked: (model: string) =>
    `${model} gave no verdict on the sentences that it was asked to check. Choose another CHECK_MODEL, or set CHECK=quotes.`,
  ended: (model: string, finish: string) =>
    `${model} ended for a reason that is no end of an answer (finish_reason ${finish}).`,
  leftOut: (model: string, parameter: string) =>
    `The provider of ${model} refuses the parameter ${parameter}, which is left out from now on.`,
};

/** How a download failed; follows the name of what was tried. */
export const DOWNLOAD = {
  folder: (dir: string) => `the folder ${dir}`,
  npmPackage: (name: string) => `the npm package ${name}`,
  noTarball: 'npm pack wrote no tarball',
  noByte: (seconds: number) => `no byte within ${seconds} s`,
  tooLong: (file: string, bytes: number) => `${file} is longer than its ${bytes} bytes`,
  tooShort: (file: string, received: number, bytes: number) =>
    `${file} ended after ${received} of ${bytes} bytes`,
  wrongHash: (file: string) => `${file} has the wrong SHA-256`,
};

interface ModelSize {
  readonly model: string;
  readonly dimensions: number;
}

function sized({ model, dimensions }: ModelSize): string {
  return `${model} (${dimensions} dimensions)`;
}
