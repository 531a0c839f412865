/** Scripts that are written without spaces between words. */
const SCRIPTS = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const UNSPACED = new RegExp(`[${SCRIPTS}]`, 'u');

/** Particles and question words of Chinese, Japanese and Thai, which say nothing about a topic. */
export const UNSPACED_STOP_WORDS: readonly string[] = (
  '的 了 是 在 和 与 及 也 都 就 有 他 她 它 他的 她的 我 你 这 那 什么 何 几 几个 多少 谁 哪 哪里 哪个 哪些 吗 呢 么 为什么 怎么 如何 时候 请 问 请问 ' +
  'の は が を に へ と で も や か ね よ て た だ です ます ました ました か いる います い ある あり する し して さ れ この その あの どの どこ だれ 誰 なに 何 いつ なぜ どう どれ いくつ です か ください ' +
  'ที่ และ ใน ของ เป็น อยู่ ได้ ให้ ว่า จะ มี ไม่ คือ อะไร ใคร ไหน เมื่อไร อย่างไร ทำไม กี่ หรือ ไหม'
).split(' ');

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** The words in a run of letters, with their offsets in it: one, unless its script has no spaces. */
export function wordsInRun(run: string): { text: string; start: number }[] {
  if (!UNSPACED.test(run)) return [{ text: run, start: 0 }];
  return [...segmenter.segment(run)].map(({ segment, index }) => ({ text: segment, start: index }));
}
