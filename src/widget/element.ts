import type { Answer, Feedback } from '../domain.ts';
import { askServer } from './client.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { fitsBesidePage } from './floating.ts';
import { isOnDarkGround, watchGround } from './ground.ts';
import type { LoadLater } from './source-marker.ts';
import { loadStrings, type OwnStrings } from './strings.ts';
import css from './styles/index.css';
import { type Failure, MAX_QUESTION_LENGTH } from './transcript.ts';
import { createWidget, type Widget } from './widget.ts';

/** The `detail` of each event. Events bubble and are composed, so that the page can listen anywhere. */
export interface AskEvents {
  'ask-question': { readonly question: string };
  'ask-answer': { readonly question: string; readonly answer: Answer };
  'ask-error': { readonly question: string; readonly failure: Failure };
  'ask-feedback': Feedback;
}

const REFLECTED = [
  'endpoint',
  'heading',
  'greeting',
  'placeholder',
  'suggestions',
  'theme',
  'position',
  'storage',
] as const;
const SILENCE_MS = 30_000;

/** The element `<ask-the-researcher>`: a conversation with the service. */
export class AskTheResearcher extends HTMLElement {
  static readonly observedAttributes = [...REFLECTED, 'lang', 'open'];
  /** Base address for elements without an `endpoint`. */
  static defaultEndpoint = '';
  /** The launcher that the script has added by itself; it makes room for an element of the page. */
  static addedLauncher: HTMLElement | undefined;
  /** Set by the file that defines the element. */
  static loadLater: (endpoint: string) => ReturnType<LoadLater>;
  /** Set likewise; rejects for a language that there is no file for. */
  static loadLanguage: (endpoint: string, language: string) => Promise<OwnStrings>;

  /** Base address of the service; defaults to the folder of the script. */
  declare endpoint: string;
  declare heading: string;
  /** What stands above the first question. */
  declare greeting: string;
  declare placeholder: string;
  /** Questions separated by `|`; defaults to those that the server suggests. */
  declare suggestions: string;
  declare theme: '' | 'auto' | 'light' | 'dark';
  declare position: '' | 'launcher' | 'inline';
  /** `session` (default) lasts until the tab is closed, `local` until the visitor clears it. */
  declare storage: '' | 'session' | 'local';

  readonly #shadow = this.attachShadow({ mode: 'open' });
  #strings: OwnStrings = {};
  #conversation: Conversation | undefined;
  #widget: Widget | undefined;
  #endWatch: (() => void) | undefined;

  static {
    for (const name of REFLECTED) {
      Object.defineProperty(AskTheResearcher.prototype, name, {
        get(this: HTMLElement) {
          return this.getAttribute(name) ?? '';
        },
        set(this: HTMLElement, value: string) {
          this.setAttribute(name, value);
        },
        configurable: true,
        enumerable: true,
      });
    }
  }

  /** Whether the launcher's panel is open; reflects the attribute `open`. */
  get opened(): boolean {
    return this.hasAttribute('open');
  }

  set opened(opened: boolean) {
    this.toggleAttribute('open', opened);
  }

  /** Replaces texts of the widget, one by one or all of them for another language. */
  get strings(): OwnStrings {
    return this.#strings;
  }

  set strings(strings: OwnStrings) {
    this.#strings = strings;
    if (this.#widget === undefined) return;
    this.#build();
    this.#widget.show();
    this.#followGround();
  }

  open(): void {
    this.opened = true;
    this.#widget?.focus();
  }

  close(): void {
    this.opened = false;
  }

  /**
   * Asks on the visitor's behalf, without reference to earlier questions; resolves once there is an
   * outcome.
   */
  async ask(question: string): Promise<void> {
    const text = question.trim().slice(0, MAX_QUESTION_LENGTH);
    if (text === '') return;
    this.opened = true;
    await this.#conversation?.ask(text, { fresh: true });
  }

  /** Starts a new conversation. */
  clear(): void {
    this.#conversation?.clear();
    this.#widget?.clear();
  }

  connectedCallback(): void {
    for (const name of [...REFLECTED, 'strings', 'opened'] as const) this.#upgradeProperty(name);
    if (this.#shadow.adoptedStyleSheets.length === 0) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      this.#shadow.adoptedStyleSheets = [sheet];
    }
    addEventListener('pagehide', this.#save);
    if (this !== AskTheResearcher.addedLauncher) AskTheResearcher.addedLauncher?.remove();
    if (this.#widget === undefined) {
      this.#conversation ??= this.#createConversation();
      if (this.#conversation.open && fitsBesidePage()) this.opened = true;
      this.#build();
    }
    this.#widget?.show();
    this.#followGround();
    this.#endWatch = watchGround(this.#followGround);
  }

  disconnectedCallback(): void {
    removeEventListener('pagehide', this.#save);
    this.#endWatch?.();
    this.#save();
    // A page that swaps its body may reinsert the element right away.
    queueMicrotask(() => {
      if (!this.isConnected) this.#conversation?.stop();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (this.#widget === undefined || before === after) return;
    if (name === 'theme') {
      this.#followGround();
      return;
    }
    if (name !== 'open') {
      this.#build();
      this.#widget.show();
      this.#followGround();
      return;
    }
    if (this.#conversation !== undefined) this.#conversation.open = this.opened;
    this.#save();
    this.#widget.setOpen(this.opened);
  }

  readonly #save = () => this.#conversation?.save();

  readonly #loadLater: LoadLater = async () => {
    const later = await AskTheResearcher.loadLater(this.#endpoint());
    const sheets = this.#shadow.adoptedStyleSheets;
    if (!sheets.includes(later.sheet)) sheets.push(later.sheet);
    return later;
  };

  readonly #followGround = () => {
    const root = this.#widget?.root;
    if (root === undefined) return;
    const isAuto = this.theme !== 'light' && this.theme !== 'dark';
    const isDark = isAuto ? isOnDarkGround(this) : undefined;
    root.style.colorScheme = isDark === undefined ? '' : isDark ? 'dark' : 'light';
  };

  #build(): void {
    if (this.#conversation === undefined) return;
    const language = this.closest<HTMLElement>('[lang]')?.lang || 'en';
    const strings = loadStrings(language, (tag) =>
      AskTheResearcher.loadLanguage(this.#endpoint(), tag),
    );
    if (strings instanceof Promise) {
      strings.then(() => {
        this.#build();
        this.#widget?.show();
        this.#followGround();
      });
      return;
    }
    this.#widget?.destroy();
    this.#widget = createWidget({
      conversation: this.#conversation,
      endpoint: this.#endpoint(),
      loadLater: this.#loadLater,
      heading: this.heading,
      placeholder: this.placeholder,
      suggestions: this.suggestions.split('|').filter((question) => question.trim() !== ''),
      floating: this.position === 'launcher',
      language,
      loaded: strings,
      strings: { ...(this.greeting && { introduction: this.greeting }), ...this.#strings },
      onOpen: (opened) => {
        this.opened = opened;
      },
      onFeedback: (feedback) => this.#emit('ask-feedback', feedback),
    });
    this.#shadow.replaceChildren(this.#widget.root);
    this.#widget.setOpen(this.opened);
  }

  #createConversation(): Conversation {
    return createConversation({
      ask: (options) =>
        askServer({ ...options, endpoint: this.#endpoint(), silenceMs: SILENCE_MS }),
      storage: storageOf(this.storage),
      storageKey: ['ask-the-researcher', this.#endpoint(), this.#nameOnPage()].join(' ').trim(),
      onStart: (turn) => {
        this.#widget?.panel.start(turn);
        this.#emit('ask-question', { question: turn.question });
      },
      onGrow: (turn) => this.#widget?.panel.grow(turn),
      onEnd: (turn, outcome) => {
        const { question } = turn;
        this.#widget?.panel.end(turn, outcome);
        if (outcome.type === 'answered') {
          this.#emit('ask-answer', { question, answer: outcome.answer });
        } else if (outcome.type === 'failed') {
          this.#emit('ask-error', { question, failure: outcome.failure });
        }
      },
    });
  }

  /** Tells the elements of a page apart; empty for the first, so that it continues on the next page. */
  #nameOnPage(): string {
    const place = [...document.querySelectorAll(this.localName)].indexOf(this);
    return this.id || (place > 0 ? String(place) : '');
  }

  #endpoint(): string {
    return (this.endpoint || AskTheResearcher.defaultEndpoint).replace(/\/+$/, '');
  }

  #emit<Name extends keyof AskEvents>(name: Name, detail: AskEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  // A property set before the element was defined shadows the accessor of the class.
  #upgradeProperty<Name extends keyof this>(name: Name): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }
}

function storageOf(kind: string): Storage | undefined {
  try {
    return kind === 'local' ? localStorage : sessionStorage;
  } catch {
    return undefined; // Blocked by the visitor's settings.
  }
}
