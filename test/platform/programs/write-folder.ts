/** Writes three large outputs into the folder given, with the letter given, again and again until it is killed. */
import { writeFolder } from '../../../src/platform/index.ts';

const [, , dir = '', letter = 'a'] = process.argv;
const content = letter.repeat(400_000);
process.stdout.write('started\n');
for (;;)
  await writeFolder(
    dir,
    ['assignments.csv', 'themes.json', 'run.json'].map((name) => ({ name, content })),
  );
