/** Takes the lock on the folder given, says so, and holds it until it is killed. Refused: says why and ends with 3. */
import { Failure } from '../../../src/kernel/index.ts';
import { lockDataDir } from '../../../src/platform/lock.ts';

try {
  lockDataDir(process.argv[2] ?? '', new Date());
  process.stdout.write('held\n');
  setInterval(() => undefined, 1000);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stdout.write(`${error.en}\n${error.zh}\n`);
  process.exitCode = error.exitCode;
}
