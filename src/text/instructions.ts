import { anyOf } from './patterns.ts';
import { sentenceSpans } from './sentences.ts';

// A command to a model has both: an imperative at its start, and a word for what only a model has or
// is. "Agents follow instructions" is not a command, and "See the prompt" has no such verb.
const COMMAND =
  /(?:^|[.!?:;,"“(]\s*|\b(?:please|now|and|then|must|should|to|you (?:will|shall|can))\s+)(?:ignore|disregard|forget|override|bypass|skip|reveal|repeat|print|show|output|leak|pretend|obey|stop following|(?:do not|don['’]t|never) (?:follow|obey|mention|reveal|cite|answer)|act as|respond|reply|answer|say|tell|recommend|praise|follow)\b/iu;
const ADDRESSEE =
  /\b(?:(?:(?:all|any|the|your|my|hidden|secret|internal|these|those|previous|prior|above|earlier|preceding|following|new|system|original|other)\s+)+(?:instructions?|prompts?|rules|guidelines|directives|commands)|system (?:prompt|message)s?|(?:as|dear|attention|hey|you are|you['’]re) (?:an? |the )?(?:ai|llm|assistant|language model|chat ?bot|model)\b|(?:ai|llm|assistant|language model|chat ?bot)s?\s*[:,]\s|if you are an? (?:ai|llm|assistant|language model|chat ?bot|model)\b)/iu;
const TAKEOVER = anyOf(
  /(?:^|[.!?:]\s*|\b(?:please|now|and)\s+)(?:ignore|disregard|forget) (?:about )?(?:everything|anything|all|above|previous|prior|the (?:above|previous|preceding)|(?:the|your|all|any) (?:documents?|sources?|passages?|files?|texts?|context|corpus|profile|role|task|training)|what(?:ever)? [^.:]{0,40}(?:say|says|tells?))\b/iu,
  /\bi want you to act as\b/iu,
  /\bnow you are\b/iu,
  /\byou are now (?:an? |the |in |no longer )/iu,
  /\bpretend (?:to be|that you are|you are|you['’]re)\b/iu,
  /<\|(?:im_start|system|endoftext)\|>/iu,
  /^\s*(?:system|assistant)\s*:\s/iu,
);

/**
 * The lines, from 1, on which a sentence addresses a language model. Answering treats all text of the
 * corpus as data; this lets the owner know about text that should hardly be quoted.
 */
export function instructionLines(text: string): number[] {
  const starts = sentenceSpans(text)
    .filter(({ start, end }) => isInstruction(text.slice(start, end)))
    .map(({ start }) => start);
  return [...new Set(starts.map((start) => text.slice(0, start).split('\n').length))];
}

/** Whether a sentence addresses a language model. */
function isInstruction(sentence: string): boolean {
  return TAKEOVER.test(sentence) || (COMMAND.test(sentence) && ADDRESSEE.test(sentence));
}

// What a visitor may say to steer the reply: in a question it is not part of what is asked, while in
// a corpus it would be ordinary prose.
const STEERING = anyOf(
  /\bfrom now on\b/iu,
  /\byou are (?:now|no longer)\b/iu,
  /\b(?:for|in|before|after|at the (?:start|end) of) (?:this|the|your|every|each) (?:next )?(?:answers?|repl(?:y|ies)|responses?|sentences?)\b/iu,
  /\byou (?:have to|must|shall|should|will|need to|are to) (?:now )?(?:pretend|say|answer|write|reply|respond|claim|repeat|act|ignore|start|end)\b/iu,
  /^\W*(?:please )?(?:repeat|decode|translate|say|print|output|write|answer|reply|respond)\b(?=.*(?:\bword\b|\bonly\b|\btimes\b|\bsystem\b|\bbase64\b|\bpoem\b|["“:]))/iu,
  /^\W*(?:(?:also|and|then|please|finally)\W+)*(?:end|begin|start|finish|conclude|append|prepend|add|include|insert|sign)\b.*\b(?:repl(?:y|ies)|answers?|responses?|sentences?|messages?|words?|phrase)\b/iu,
  /^\W*(?:claim|pretend|assume|imagine) (?:that|to|you)\b/iu,
  /\b(?:system|developer|hidden) (?:override|message|prompt|instructions?)\b/iu,
  /^\W*(?:do not|don['’]t|never) (?:cite|mention|use|show|give|reveal|answer|refuse|quote)\b/iu,
  /\b(?:wipe|clear|erase|delete|reset) (?:your|the|all) (?:memory|context|instructions?|rules|history)\b/iu,
  /\bnote to (?:the )?(?:ai|llm|assistant|model|bot)\b/iu,
  /\b(?:as|be|are) (?:an? )?(?:dan|jailbroken|unrestricted|unfiltered|uncensored|evil|pirate)\b/iu,
  /\b(?:ignoriere|vergiss|wiederhole|antworte nur|tu so als)\b/iu,
);

const MARKUP =
  /<(script|style|system|instructions?|prompt)\b[^>]*>[\s\S]*?<\/\1\s*>|\[(INST|SYS)\][\s\S]*?\[\/\2\]|<\/?[a-z][^<>]*>|\[\/?(?:INST|SYS)\]/gi;
/** Where a command ends and a question begins: "Pretend to be a pirate and tell me what A is." */
const THEN =
  /(?:,?\s+(?:and|then|but|after(?:wards| that))|[:;])\s+(?=(?:then )?(?:tell|explain|describe|give|show|list|name|what|who|where|when|how|which)\b)/i;

/**
 * A question without markup, and without sentences and bracketed remarks that tell the assistant how to
 * behave; empty if nothing else is left.
 */
export function withoutInstructions(question: string): string {
  const remarks = question
    .replace(MARKUP, ' ')
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, (remark) =>
      isSteering(remark.slice(1, -1)) ? '' : remark,
    );
  const kept = sentenceSpans(remarks)
    .flatMap(({ start, end }) => remarks.slice(start, end).split(/(?<=[.?!])\s+/))
    .flatMap((sentence) => (isSteering(sentence) ? sentence.split(THEN) : sentence))
    .filter((part) => !isSteering(part));
  return kept.join(' ').trim();
}

function isSteering(sentence: string): boolean {
  return isInstruction(sentence) || STEERING.test(sentence);
}
