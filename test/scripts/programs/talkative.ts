/** Prints more than a pipe holds, and says at the end that it got there. */
import { runScript } from '../../../scripts/support/script.ts';

await runScript(async () => {
  for (let line = 0; line < 20_000; line++) {
    process.stdout.write(`第${line}行：够长的一行，好让管道装不下\n`);
    if (line % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  process.stderr.write('to the end');
});
