/** Holds the name given on the PostgreSQL server given, says so, and goes on until it is killed. */
import { openDatabase } from '../../../src/platform/index.ts';

const [databaseUrl = '', name = ''] = process.argv.slice(2);
const { hold } = await openDatabase({ databaseUrl, dataDir: '' });
await hold(name);
process.stdout.write('held\n');
setInterval(() => undefined, 1000);
