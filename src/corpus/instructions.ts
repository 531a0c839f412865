import { sentenceSpans } from '../text/sentences.ts';

// A command to a model has both: a verb in the imperative at its head, and a word for what only a
// model has or is. "Agents follow instructions" has no command, "See the prompt" no such verb.
const COMMAND =
  /(?:^|[.!?:;,"“(]\s*|\b(?:please|now|and|then|must|should|to|you (?:will|shall|can))\s+)(?:ignore|disregard|forget|override|bypass|skip|reveal|repeat|print|show|output|leak|pretend|obey|stop following|(?:do not|don['’]t|never) (?:follow|obey|mention|reveal|cite|answer)|act as|respond|reply|answer|say|tell|recommend|praise|follow)\b/iu;
const ADDRESSEE =
  /\b(?:(?:(?:all|any|the|your|my|these|those|previous|prior|above|earlier|preceding|following|new|system|original|other)\s+)+(?:instructions?|prompts?|guidelines|directives|commands)|system (?:prompt|message)s?|(?:as|dear|attention|hey|you are|you['’]re) (?:an? |the )?(?:ai|llm|assistant|language model|chat ?bot|model)\b|(?:ai|llm|assistant|language model|chat ?bot)s?\s*[:,]\s|if you are an? (?:ai|llm|assistant|language model|chat ?bot|model)\b)/iu;
const TAKEOVER =
  /(?:^|[.!?:]\s*|\b(?:please|now|and)\s+)(?:ignore|disregard|forget) (?:about )?(?:everything|anything|all|above|previous|prior|the (?:above|previous|preceding))\b|\bi want you to act as\b|\bnow you are\b|\byou are now (?:an? |the |in |no longer )|\bpretend (?:to be|that you are|you are|you['’]re)\b|<\|(?:im_start|system|endoftext)\|>|^\s*(?:system|assistant)\s*:\s/iu;

/**
 * The lines, from 1, on which a sentence speaks to a language model instead of telling about
 * something. The answering treats all text of the corpus as data; this is to tell the owner that
 * a text brought along what its author hardly wants to be quoted.
 */
export function instructionLines(text: string): number[] {
  const starts = sentenceSpans(text)
    .filter(({ start, end }) => isInstruction(text.slice(start, end)))
    .map(({ start }) => start);
  return [...new Set(starts.map((start) => text.slice(0, start).split('\n').length))];
}

function isInstruction(sentence: string): boolean {
  return TAKEOVER.test(sentence) || (COMMAND.test(sentence) && ADDRESSEE.test(sentence));
}
