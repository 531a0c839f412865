import { anyOf } from '../text/patterns.ts';
import { COMMON, commonness, isStopWord, wordsOf } from '../text/words.ts';

export type SmallTalk = 'greeting' | 'thanks' | 'farewell' | 'self';

const GREETING =
  /^(hi|hello|hey|hiya|howdy|greetings|good (morning|afternoon|evening|day)|hallo|guten tag|hola|bonjour|servus|moin)\b/i;
const MEETING = /\b(nice|pleased|glad|good) to meet you\b/i;
const AGREEMENT =
  /^\W*(ok(ay)?|cool|great|nice|good|alright|all right|fine|i see|got it|understood|wow)\b/i;
const THANKS = /\b(thanks?|thank you|thx|cheers|danke|merci|gracias|much appreciated)\b/i;
const FAREWELL =
  /^((ok(ay)?|thanks|well|and)[,.! ]+)*(bye|goodbye|see you|ciao|tsch[uü]ss|farewell|good night)\b/i;
const SELF = anyOf(
  /\b(what|who) (can|could|do|are|should|would) (you|u|i ask you|i ask)\b/i,
  /\bhow are you\b/i,
  /\b(what|who)( \w+)? are you\b/i,
  /^\W*(so |and |but )?are you\b/i,
  /\b(example|sample) questions?\b/i,
  /\byour (answers?|sources?|knowledge|information|data)\b/i,
  /\bhow (can|could) you help\b/i,
  /\bwhat (kinds?|sorts?|types?) of (questions?|things?|topics?)\b.*\b(i|you)\b/i,
  /\bare (you|u) (a |an )?(human|bot|robot|real|person|machine|ai|chatgpt|llm|assistant)\b/i,
  /\bwhat is this( (site|page|bot|chat|assistant|thing))?\s*\??$/i,
  /\bwho (made|built|wrote|runs|created|programmed) (you|this( (site|page|bot|chat|assistant|thing|service))?)\s*\??$/i,
  /\bhow do you work\b/i,
  /^help[!.?]*$/i,
  /\bwhat (questions|topics) (can|could|should|may) i\b/i,
  /\bwhat (can|could|should|may) i ask\b/i,
  /\bcan you help( me)?\s*\??$/i,
  /\b(what is|what's) your name\b/i,
  /\bhow does this (bot |assistant |page |site |thing )?work\b/i,
  /\b(talk|speak|chat) (to|with) (a |an )?(human|person|real)\b/i,
  /\b(is|are|was|were) (this|these|the|your) (answers?|texts?|repl(y|ies)|responses?) (generated|written|made|produced|by)\b/i,
  /\bwho (is|am i) (this|talking|speaking|chatting)\b/i,
  /\b(am i|are we) (talking|speaking|chatting|writing) (to|with)\b/i,
  /\b(trust|rely on|believe) (you|what you|your)\b/i,
  /\bwhat('s| is| are)? your\b/i,
  /\babout (yourself|you)\b/i,
  /\bexamples? of (a |the )?(questions?|things?|what)\b/i,
  /\bwhat'?s? (is |are )?(this|the) (site|page|bot|chat|assistant|website|service)( (for|about))?\W*$/i,
  /\b(do|can) you (speak|understand|know|remember|store|keep|learn)\b/i,
);

/** So short a remark with thanks or a greeting in it is no more than that, if it asks for nothing. */
const MAX_POLITE_WORDS = 8;
const MAX_GREETING_WORDS = 4;
const REQUEST =
  /\b(what|who|how|where|when|which|why|tell|show|give|list|explain|write|find|help|can|could|is|are|do|does)\b/i;
const ASKS = /\b(what|who|how|where|when|which|why|tell|show|give|list|explain|write|find|help)\b/i;
/** Words of politeness that are rarer in speech than `COMMON`. */
const POLITE = new Set(
  'hiya howdy greetings morning afternoon evening hallo guten tag hola bonjour servus moin thx cheers danke merci gracias goodbye ciao tschuss farewell everyone assistant bot dear madam helped helpful cool perfect awesome appreciated alright understood wow answer answers dir dich ihnen vielmals bitte viel vielen dank schon bye beaucoup mille grazie obrigado'.split(
    ' ',
  ),
);

/** What a question that names nothing is about, if it is no more than talk; else null. */
export function readSmallTalk(question: string): SmallTalk | null {
  if (SELF.test(question)) return 'self';
  const isOnlyPolite = wordsOf(question).every(
    ({ form }) => POLITE.has(form) || isStopWord(form) || commonness(form) >= COMMON,
  );
  const isShort = wordsOf(question).length <= MAX_POLITE_WORDS && !REQUEST.test(question);
  const isTold = !question.includes('?') && !ASKS.test(question);
  if (THANKS.test(question) && wordsOf(question).length <= MAX_POLITE_WORDS && isTold)
    return 'thanks';
  if (isShort && MEETING.test(question)) return 'greeting';
  if (isShort && GREETING.test(question) && wordsOf(question).length <= MAX_GREETING_WORDS)
    return 'greeting';
  if (!isOnlyPolite) return null;
  if (THANKS.test(question) || (isShort && AGREEMENT.test(question))) return 'thanks';
  if (FAREWELL.test(question)) return 'farewell';
  if (GREETING.test(question)) return 'greeting';
  return null;
}
