import { existsSync } from 'node:fs';
import path from 'node:path';
import { env } from '@huggingface/transformers';
import { DirectoryLoader } from '@langchain/classic/document_loaders/fs/directory';
import { TextLoader } from '@langchain/classic/document_loaders/fs/text';
import { formatDocumentsAsString } from '@langchain/classic/util/document';
import { HuggingFaceTransformersEmbeddings } from '@langchain/community/embeddings/huggingface_transformers';
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import express from 'express';

// The pipeline of LangChain's own tutorials: split, embed, search, prompt, model, parser. The model
// answers at once, so that what is measured is everything but the model.

const { CORPUS_DIR = '', INDEX_DIR = '', MODEL_DIR = '', PORT = '0' } = process.env;

env.allowRemoteModels = false;
env.localModelPath = path.dirname(MODEL_DIR);
const embeddings = new HuggingFaceTransformersEmbeddings({
  model: path.basename(MODEL_DIR),
  pretrainedOptions: { dtype: 'q4' },
});
// With its 512 texts at once the model would need gigabytes.
embeddings.batchSize = 16;

const store = existsSync(path.join(INDEX_DIR, 'hnswlib.index'))
  ? await HNSWLib.load(INDEX_DIR, embeddings)
  : await buildStore();

async function buildStore() {
  const loaders = {
    '.md': (file) => new TextLoader(file),
    '.txt': (file) => new TextLoader(file),
  };
  const documents = await new DirectoryLoader(CORPUS_DIR, loaders, true, 'ignore').load();
  const splitter = new RecursiveCharacterTextSplitter({ chunkSize: 1000, chunkOverlap: 200 });
  const built = await HNSWLib.fromDocuments(await splitter.splitDocuments(documents), embeddings);
  await built.save(INDEX_DIR);
  return built;
}

const prompt = ChatPromptTemplate.fromTemplate(`Answer the question based only on this context:

{context}

Question: {question}`);
const model = new FakeListChatModel({ responses: ['It is described in the context.'] });
const chain = RunnableSequence.from([
  {
    context: store.asRetriever({ k: 4 }).pipe(formatDocumentsAsString),
    question: new RunnablePassthrough(),
  },
  prompt,
  model,
  new StringOutputParser(),
]);

const app = express();
app.use(express.json());
app.post('/api/chat', async (request, response) => {
  const { question } = request.body;
  response.json({ answer: await chain.invoke(question) });
});
const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port} `);
});
