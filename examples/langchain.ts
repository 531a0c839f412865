/** The search as a LangChain retriever, for your own chains and agents. */
import { openService, readConfig } from 'ask-the-researcher';
import { createResearcherRetriever } from 'ask-the-researcher/langchain';

const service = await openService(readConfig(process.env), {
  log: console.error,
  warn: console.error,
});
const [question = 'distributed tracing'] = process.argv.slice(2);
const documents = await createResearcherRetriever(service, { k: 3 }).invoke(question);
console.log(documents.map(({ pageContent, metadata }) => `${metadata.title}: ${pageContent}`));
