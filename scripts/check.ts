/** `npm run check`: every rule of CONTRIBUTING.md has a tool behind it, and this runs them all. */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

type Outcome = { ok: boolean; note: string };

const run = (command: string, args: readonly string[], quiet = false): { ok: boolean; stdout: string } => {
  const done = spawnSync(path.join('node_modules', '.bin', command), args, {
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: done.status === 0, stdout: done.stdout ?? '' };
};

const tool = (command: string, args: readonly string[]) => (): Outcome => ({
  ok: run(command, args).ok,
  note: '',
});

/** dependency-cruiser passes when it sees nothing, so the number of modules it saw is checked against the disk. */
const architecture = (): Outcome => {
  const { ok, stdout } = run('depcruise', ['src', 'scripts', '--output-type', 'json'], true);
  const report = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
    modules: { source: string }[];
  };
  const seen = report.modules.filter((module) => /^(src|scripts)\//.test(module.source)).length;
  const onDisk = globSync(['src/**/*.{ts,tsx}', 'scripts/**/*.{ts,mjs}']).length;
  for (const { rule, from, to } of report.summary.violations)
    console.error(`  ${rule.name}: ${from} → ${to}`);
  const note = `${seen} of ${onDisk} modules, ${report.summary.violations.length} violations`;
  return { ok: ok && report.summary.violations.length === 0 && seen >= onDisk, note };
};

/** Generating into a copy must add no file: the committed migrations already say what tables.ts says. */
const migrations = (): Outcome => {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'mashang-migrations-'));
  try {
    cpSync('migrations', copy, { recursive: true });
    const before = readdirSync(copy).length;
    const { ok } = run(
      'drizzle-kit',
      [
        'generate',
        '--dialect',
        'postgresql',
        '--schema',
        './src/*/tables.ts',
        '--out',
        path.relative('.', copy),
      ],
      true,
    );
    const added = readdirSync(copy).length - before;
    return { ok: ok && added === 0, note: added === 0 ? 'in step with tables.ts' : 'run npm run migrations' };
  } finally {
    rmSync(copy, { recursive: true });
  }
};

const checks: Record<string, () => Outcome> = {
  'format and lint (Biome)': tool('biome', ['check', '--error-on-warnings', '.']),
  'type-aware lint (oxlint)': tool('oxlint', ['--type-aware', '--deny-warnings']),
  'types (TypeScript)': tool('tsc', ['--noEmit']),
  'architecture (dependency-cruiser)': architecture,
  'dead code (knip)': tool('knip', []),
  'migrations (drizzle-kit)': migrations,
  'tests (vitest)': tool('vitest', ['run']),
};

const only = process.argv.slice(2);
const failed: string[] = [];
for (const [name, check] of Object.entries(checks)) {
  if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
  const started = performance.now();
  console.log(`▶ ${name}`);
  const { ok, note } = check();
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  console.log(`${ok ? '✓' : '✗'} ${name} ${[note, took].filter(Boolean).join(', ')}\n`);
  if (!ok) failed.push(name);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join('; ')}`);
  process.exitCode = 1;
}
