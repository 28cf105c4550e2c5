import {
  Component,
  hydrate,
  type JSX,
  options,
  type TargetedEvent,
  type TargetedKeyboardEvent,
  type TargetedMouseEvent,
  type TargetedSubmitEvent,
} from 'preact';
import { Chat } from '../chat.tsx';
import type { Answer, ChatView, Line } from '../line.ts';
import type { Live, Tap } from '../live.ts';
import { type Problem, pageWords } from '../words.ts';
import { newId, openQueue, type Queue } from './queue.ts';
import { shrink } from './shrink.ts';
import { listen, openTalk, type Reached, type Talk } from './talk.ts';

type State = {
  readonly view: ChatView;
  readonly live: boolean;
  readonly notice: string | null;
  /** Choices or words are out of sight below. */
  readonly below: boolean;
};

// Preact asks for `queueMicrotask`, which WebViews before 2019 (Chrome 71) do not have.
options.debounceRendering = (render) => void Promise.resolve().then(render);

// Less than half a button: nothing that is worth a hint.
const BELOW = 40;

// A network that comes and goes: soon at first, then less often.
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Refusals that come to an end by themselves: what was said stays in the queue. */
const PASSING: ReadonlySet<Problem> = new Set(['down', 'fault', 'tooFast']);

const merged = (lines: readonly Line[], more: readonly Line[]): readonly Line[] => {
  const known = new Set(lines.map(({ id }) => id));
  const fresh = more.filter(({ id }) => !known.has(id));
  return fresh.length === 0 ? lines : [...lines, ...fresh].sort((a, b) => a.id - b.id);
};

const lastId = ({ lines }: ChatView): number => (lines.length === 0 ? 0 : lines[lines.length - 1]!.id);

class Island extends Component<{ view: ChatView }, State> {
  private readonly queue: Queue;
  private readonly talk: Talk;
  private readonly pictures = new Map<string, string>();
  private sending = false;
  private failures = 0;
  private timer = 0;
  /** How much of what waits was in sight. */
  private seen = 0;
  private width = window.innerWidth;
  /** A choice was tapped, and its answer is awaited. */
  private tapped = false;

  constructor(props: { view: ChatView }) {
    super(props);
    const { view } = props;
    this.queue = openQueue(view.path);
    this.talk = openTalk(view);
    this.state = { view, live: false, notice: null, below: false };
  }

  override componentDidMount(): void {
    const box = this.box();
    // What was typed before the page went away, or before this script came.
    if (box.value === '') box.value = this.queue.draft();
    else this.queue.setDraft(box.value);
    this.grow();
    this.setState({ live: true });
    listen(this.props.view.path, { after: this.after, heard: this.heard, ask: this.ask });
    window.addEventListener('online', () => void this.flush());
    window.addEventListener('offline', () => this.setState({ notice: this.words().offline }));
    window.addEventListener('scroll', this.look, { passive: true });
    window.addEventListener('resize', this.turned);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return;
      this.ask();
      void this.flush();
    });
    void this.flush();
  }

  override componentDidUpdate(_: unknown, before: State): void {
    this.grow();
    if (before.view.lines !== this.state.view.lines) {
      // On with reading where the answer begins.
      const now = document.getElementById('now');
      if (now !== null) now.scrollIntoView({ block: 'start' });
      // The button that was tapped is gone: with a keyboard one goes on from the answer, not from the top.
      if (now !== null && this.tapped && document.activeElement === document.body) now.focus();
      this.tapped = false;
    } else if (this.queue.all().length > this.seen) window.scrollTo(0, document.body.scrollHeight);
    this.seen = this.queue.all().length;
    this.look();
  }

  private readonly look = (): void => {
    const { scrollHeight } = document.documentElement;
    const below = scrollHeight - window.innerHeight - window.pageYOffset > BELOW;
    if (below !== this.state.below) this.setState({ below });
  };

  /** A phone that was turned shows the same again; a keyboard that comes up changes the height alone. */
  private readonly turned = (): void => {
    if (window.innerWidth !== this.width) {
      this.width = window.innerWidth;
      this.grow();
      document.getElementById('now')?.scrollIntoView({ block: 'start' });
    }
    this.look();
  };

  private readonly goBelow = (): void => window.scrollTo(0, document.documentElement.scrollHeight);

  private readonly words = () => pageWords[this.state.view.lang];
  private readonly box = () => document.getElementById('text') as HTMLTextAreaElement;
  private readonly after = (): number => lastId(this.state.view);

  private readonly heard = ({ lines, gap }: Answer): void => {
    if (gap) {
      location.replace(this.props.view.path);
      return;
    }
    // An answer, not the echo of what was said: that one comes before it is known whether the words were taken.
    for (const { about, from } of lines) if (about !== null && from === 'office') this.queue.remove(about);
    this.setState(({ view }) => {
      const all = merged(view.lines, lines);
      if (all === view.lines) return null;
      const newest = all[all.length - 1];
      const lang = newest?.from === 'office' ? newest.reply.lang : view.lang;
      if (lang !== view.lang) document.documentElement.lang = pageWords[lang].htmlLang;
      return { view: { ...view, lang, lines: all } };
    });
  };

  private readonly ask = (): void => {
    void this.talk.news(this.after()).then((reached) => {
      if (reached.kind === 'answered') this.heard(reached.answer);
    });
  };

  private say(text: string, choice: string | null): void {
    this.queue.add({ id: newId(), text, choice });
    this.setState({ notice: navigator.onLine ? null : this.words().offline });
    void this.flush();
  }

  /** Sends what waits, one after another and in order; what arrived is never sent again. */
  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    window.clearTimeout(this.timer);
    try {
      for (let next = this.queue.all()[0]; next !== undefined; next = this.queue.all()[0]) {
        const reached = await this.talk.say(next, this.after());
        if (!this.settled(next.id, next.text, reached)) break;
      }
    } finally {
      this.sending = false;
    }
  }

  /** @returns whether the next may be sent. */
  private settled(id: string, text: string, reached: Reached): boolean {
    if (reached.kind === 'answered') {
      this.failures = 0;
      this.queue.remove(id);
      this.setState({ notice: null });
      this.heard(reached.answer);
      return true;
    }
    const words = this.words();
    if (reached.kind === 'unreachable' || PASSING.has(reached.problem)) {
      const tooFast = reached.kind === 'refused' && reached.problem === 'tooFast';
      const notice =
        reached.kind === 'unreachable' ? words.offline : tooFast ? words.slowDown : words.trouble;
      this.setState({ notice });
      const wait = tooFast ? 15_000 : (RETRY_MS[this.failures] ?? 30_000);
      this.failures += 1;
      this.timer = window.setTimeout(() => void this.flush(), wait);
      return false;
    }
    if (reached.problem === 'expired') return this.begunAnew();
    // Not to be had like this: the words go back into the box.
    this.queue.remove(id);
    const box = this.box();
    if (box.value === '') box.value = text;
    this.queue.setDraft(box.value);
    this.setState({
      notice: reached.problem === 'tooLarge' ? words.tooLong : words.problems[reached.problem].text,
    });
    return false;
  }

  /** The session has ended: the page is loaded anew once, and the queue goes on from there. */
  private begunAnew(): boolean {
    const mark = `mashang ${this.props.view.path} reloaded`;
    let before: string | null = 'never';
    try {
      before = sessionStorage.getItem(mark);
      sessionStorage.setItem(mark, String(Date.now()));
    } catch {
      // Without storage a reload could go on for ever.
    }
    if (before === null || Date.now() - Number(before) > 60_000) location.replace(this.props.view.path);
    else this.setState({ notice: this.words().problems.expired.text });
    return false;
  }

  private grow(): void {
    const box = this.box();
    box.style.height = 'auto';
    // The border is not part of scrollHeight.
    box.style.height = `${box.scrollHeight + 4}px`;
  }

  private readonly onSay = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const box = this.box();
    const text = box.value.trim();
    if (text === '') {
      box.focus();
      return;
    }
    box.value = '';
    this.queue.setDraft('');
    this.grow();
    this.say(text, null);
  };

  private readonly onChoose = (choice: Tap, event: TargetedMouseEvent<HTMLButtonElement>): void => {
    event.preventDefault();
    this.tapped = true;
    this.say(choice.label, choice.id);
  };

  private readonly onKey = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    // With a keyboard of keys Enter sends; on glass it begins a new line. 229: a word is still being composed.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (!window.matchMedia('(hover: hover) and (pointer: fine)').matches) return;
    event.preventDefault();
    this.onSay(event as unknown as TargetedSubmitEvent<HTMLFormElement>);
  };

  private readonly onAttach = (event: TargetedEvent<HTMLInputElement>): void => {
    const input = event.currentTarget;
    const file = input.files?.[0];
    input.value = '';
    if (file !== undefined) void this.show(file);
  };

  private async show(file: Blob): Promise<void> {
    const words = this.words();
    this.setState({ notice: words.sending });
    const photo = await shrink(file);
    if (photo.size > this.props.view.photoBytes) {
      this.setState({ notice: words.photoTooBig });
      return;
    }
    const id = newId();
    this.pictures.set(id, URL.createObjectURL(photo));
    const reached = await this.talk.show(photo, id, this.after());
    if (reached.kind === 'answered') {
      this.setState({ notice: null });
      this.heard(reached.answer);
    } else if (reached.kind === 'unreachable') {
      this.setState({ notice: navigator.onLine ? words.photoFailed : words.photoOffline });
    } else if (reached.problem === 'expired') this.begunAnew();
    else {
      const tooBig = reached.problem === 'tooLarge';
      this.setState({ notice: tooBig ? words.photoTooBig : words.problems[reached.problem].text });
    }
  }

  override render(): JSX.Element {
    const { view, live, notice, below } = this.state;
    const all: Live = {
      pending: this.queue.all(),
      notice,
      pictures: this.pictures,
      noPicture: (id) => {
        this.pictures.delete(id);
        this.forceUpdate();
      },
      below,
      goBelow: this.goBelow,
      say: this.onSay,
      choose: this.onChoose,
      write: () => {
        this.queue.setDraft(this.box().value);
        this.grow();
      },
      key: this.onKey,
      attach: this.onAttach,
    };
    return <Chat view={view} live={live ? all : null} />;
  }
}

const root = document.getElementById('chat');
const data = document.getElementById('view');
if (root !== null && data !== null)
  hydrate(<Island view={JSON.parse(data.textContent ?? '') as ChatView} />, root);
