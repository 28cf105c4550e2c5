// Plain JavaScript that Node 20 runs: the first thing that every npm command calls. It brings node_modules in step
// with package-lock.json, and then goes on under the project's own Node (the `node` devDependency).
//   node scripts/bootstrap.mjs scripts/demo.ts --flag     runs a TypeScript script
//   node scripts/bootstrap.mjs vitest run                 runs an installed package's command
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const nodeModules = path.join(root, 'node_modules');
const ownNode = path.join(nodeModules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** True where every package of the lock file that this machine needs is installed in the version that it names. */
const upToDate = () => {
  const installed = path.join(nodeModules, '.package-lock.json');
  if (!existsSync(ownNode) || !existsSync(installed)) return false;
  const there = packagesIn(installed);
  return Object.entries(packagesIn(path.join(root, 'package-lock.json'))).every(
    ([name, { version, optional }]) => name === '' || optional || there[name]?.version === version,
  );
};

/** npm's own output goes to stderr, so that a command's stdout stays its own. */
const install = () => {
  process.stderr.write('Installing what is missing (npm ci) … 正在安装依赖 …\n');
  const npm = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const env = { ...process.env, npm_config_onnxruntime_node_install_cuda: 'skip' };
  const done = spawnSync(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
  });
  if (done.status !== 0) {
    process.stderr.write(
      'npm ci failed: check the connection to your npm registry, then run the same command again.\n' +
        '依赖安装失败：请检查与 npm 源的网络连接，然后重新运行同一命令。\n',
    );
    process.exit(done.status ?? 1);
  }
};

const [target, ...args] = process.argv.slice(2);
const runHere = async () => {
  process.chdir(root);
  if (target.endsWith('.ts')) {
    const { loadDrizzleAsCommonJs } = await import('../src/app/drizzle-as-commonjs.ts');
    loadDrizzleAsCommonJs();
    const { register } = await import('tsx/esm/api');
    register();
    const script = path.join(root, target);
    process.argv = [process.argv[0], script, ...args];
    await import(pathToFileURL(script).href);
    return;
  }
  const manifest = createRequire(import.meta.url).resolve(`${target}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const file = path.join(path.dirname(manifest), typeof bin === 'string' ? bin : bin[target]);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
};

if (!target) {
  process.stderr.write('usage: node scripts/bootstrap.mjs <script.ts | package> [arguments]\n');
  process.exit(2);
}
if (!upToDate()) install();
if (process.env.npm_config_onnxruntime_node_install_cuda === undefined)
  process.env.npm_config_onnxruntime_node_install_cuda = 'skip';
if (Number(process.versions.node.split('.')[0]) >= 24) {
  await runHere();
} else {
  const child = spawn(ownNode, [fileURLToPath(import.meta.url), target, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${path.dirname(ownNode)}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}
