/**
 * vitest's globalSetup: one PostgreSQL for the whole run, thrown away at its end. Tests read its address by
 * `inject('postgresUrl')`; where there is none they are skipped, and the reason is printed once.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  // A module is augmented by an interface of the same name; a type would not merge.
  interface ProvidedContext {
    /** Address of a server on which tests may create databases, or null where there is none. */
    postgresUrl: string | null;
    /** Why there is none; empty where there is one. */
    postgresAbsence: string;
  }
}

/** Newest first: Debian keeps each major version in a folder of its own and puts none of initdb in PATH. */
const serverBinaries = (): string | null => {
  const debian = globSync('/usr/lib/postgresql/*/bin').sort((a, b) =>
    b.localeCompare(a, 'en', { numeric: true }),
  );
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  return (
    [...debian, ...onPath].find((folder) =>
      ['initdb', 'pg_ctl', 'postgres'].every((name) => existsSync(path.join(folder, name))),
    ) ?? null
  );
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });

// The shell waits for the end of its input. That comes when vitest says so, and also when vitest is killed, so that
// no server is ever left behind. fsync off: the data lives minutes.
const SCRIPT = `
set -e
bin=$1 home=$2 port=$3
cd "$home"
"$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$home/log" 2>&1
"$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -s \\
  -o "-p $port -k $home -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100" \\
  start >>"$home/log" 2>&1
echo ready
cat >/dev/null || true
"$bin/pg_ctl" -D "$home/data" -m immediate -s stop >>"$home/log" 2>&1 || true
rm -rf "$home/data"
`;

type Cluster = { readonly url: string; readonly stop: () => Promise<void> };

const startCluster = async (bin: string, home: string): Promise<Cluster> => {
  const port = await freePort();
  const shell = ['sh', '-c', SCRIPT, 'throwaway-postgresql', bin, home, String(port)];
  // initdb and postgres refuse to run as root.
  const [command = 'sh', ...args] =
    process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...shell] : shell;
  // A session of its own: Ctrl-C in the terminal must not kill the shell before it has stopped the server.
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const ready = new Promise<boolean>((resolve) => {
    child.stdout?.once('data', () => resolve(true));
    void ended.then(() => resolve(false));
  });
  if (!(await ready)) throw new Error(`the throwaway server did not start: read ${path.join(home, 'log')}`);
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await ended;
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
};

const ownedByPostgres = async (folder: string): Promise<void> => {
  if (process.getuid?.() !== 0) return;
  const passwd = await readFile('/etc/passwd', 'utf8');
  const [, , uid, gid] = passwd.match(/^postgres:.*$/m)?.[0].split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error('there is no user postgres to run the server as');
  await chown(folder, Number(uid), Number(gid));
};

export const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const without = (reason: string): (() => Promise<void>) => {
    process.stdout.write(`PostgreSQL tests are skipped: ${reason}\n`);
    provide('postgresUrl', null);
    provide('postgresAbsence', reason);
    return async () => undefined;
  };

  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    provide('postgresUrl', given);
    provide('postgresAbsence', '');
    return async () => undefined;
  }
  const bin = serverBinaries();
  if (bin === null) return without('no server found (install Debian’s postgresql, or set TEST_DATABASE_URL)');
  const home = await mkdtemp(path.join(os.tmpdir(), 'mashang-pg-'));
  try {
    await ownedByPostgres(home);
    const cluster = await startCluster(bin, home);
    provide('postgresUrl', cluster.url);
    provide('postgresAbsence', '');
    return async () => {
      await cluster.stop();
      await rm(home, { recursive: true, force: true });
    };
  } catch (error) {
    // The log stays for whoever wants to know why.
    return without(error instanceof Error ? error.message : String(error));
  }
};
