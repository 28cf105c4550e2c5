import type { JSX } from 'preact';
import { Choices, Composer } from './composer.tsx';
import type { ChatView } from './line.ts';
import type { Live } from './live.ts';
import { Log } from './log.tsx';
import { pageWords } from './words.ts';

/** The conversation: on the server with `live` null, and the same in the browser. */
export const Chat = ({ view, live }: { view: ChatView; live: Live | null }): JSX.Element => {
  const words = pageWords[view.lang];
  return (
    <>
      <main>
        <Log view={view} live={live} words={words} />
        <Choices view={view} live={live} words={words} />
      </main>
      <Composer view={view} live={live} words={words} />
    </>
  );
};
