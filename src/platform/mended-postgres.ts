import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type postgres from 'postgres';

type Mend = readonly [broken: string, whole: string];

/**
 * What postgres.js 3.4.9 does when the server goes away (issues 1154 and 1208 and request 1155 of its project, open in
 * November 2026), and what is mended:
 * - a write that waits for the event loop's next turn meets a connection without a socket, and the process ends;
 * - the mark that a write waits outlives the connection, whose next queries are then never sent;
 * - the last query and the error that ended it outlive the connection too: the next query gets that error;
 * - whoever waits for a connection that the server closes each time before it is ready waits for ever;
 * - a connection lost while it asks for the array types rejects a promise that nobody holds, and the process ends;
 * - a transaction goes on after its connection was lost and made anew: what follows would be done outside of it.
 */
const mends: Readonly<Record<string, readonly Mend[]>> = {
  'connection.js': [
    [
      `    clearImmediate(nextWriteTimer)
    if (socket) {`,
      `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {`,
    ],
    [
      `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
      // Until it connects again it refuses what it is given: `connect` takes this back.
      `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    terminated = true
    socket.removeListener('data', data)`,
    ],
    [
      `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
`,
      `    const again = initial && host.length > 1
    !again && (query || initial || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = results = errorResponse = null
    result = new Result()

    if (again)
      return reconnect()

`,
    ],
    [
      `    types.forEach(({ oid, typarray }) => addArrayType(oid, typarray))`,
      // Who waits for this connection is told, or gets the next one, which asks again.
      `    types && types.forEach(({ oid, typarray }) => addArrayType(oid, typarray))`,
    ],
    [
      `      order by b.oid
    \`], [], execute)`,
      `      order by b.oid
    \`], [], execute).catch(() => null)`,
    ],
  ],
  'index.js': [
    [
      `      , connection
      , prepare = null

    try {`,
      `      , connection
      , lost = null
      , prepare = null

    try {`,
    ],
    [
      `new Promise((_, reject) => connection.onclose = reject)`,
      `new Promise((_, reject) => connection.onclose = error => {
          lost = error
          while (queries.length)
            queries.shift().reject(error)
          reject(error)
        })`,
    ],
    [
      `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue`,
      `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue`,
    ],
  ],
};

/** @throws where the code is not the one that these mends were made for: another version may need none, or others. */
const mended = (source: string, file: string): string =>
  (mends[file] ?? []).reduce((code, [broken, whole]) => {
    if (code.split(broken).length !== 2)
      throw new Error(`${file} of postgres.js is not as it was when it was mended`);
    return code.replace(broken, () => whole);
  }, source);

/** A copy of postgres.js of our own, mended while it is loaded; whoever else imports it has the one that was installed. */
export const loadPostgres = (): typeof postgres => {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('postgres'));
  const isOurs = (file: string): boolean => path.dirname(file) === folder;
  for (const file of Object.keys(require.cache)) if (isOurs(file)) delete require.cache[file];
  const hooks = registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      const file = url.startsWith('file:') ? fileURLToPath(url) : '';
      if (!isOurs(file) || mends[path.basename(file)] === undefined) return loaded;
      return { ...loaded, source: mended(readFileSync(file, 'utf8'), path.basename(file)) };
    },
  });
  try {
    return require('postgres') as typeof postgres;
  } finally {
    hooks.deregister();
  }
};
