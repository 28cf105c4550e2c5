// `npm run lock`, after every change of dependencies: a registry mirror without all platforms' packages lets npm write
// a lock file without them, and then `npm ci` refuses it everywhere. This adds the missing optional entries, without
// integrity hashes, as npm writes them where a registry gives none.
import { readFileSync, writeFileSync } from 'node:fs';

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;

const systems = /(android|darwin|freebsd|linux|win32|openharmony|openbsd|netbsd|sunos|aix)/;
const processors = /(arm64|x64|ia32|riscv64|s390x|ppc64|loong64|mips64el|arm(?=-|$))/;

const entryFor = (name, version, parent) => {
  const os = systems.exec(name)?.[1];
  const cpu = processors.exec(name)?.[1];
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) ? 'glibc' : undefined;
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    ...(parent.license && { license: parent.license }),
    optional: true,
    ...(os && { os: [os] }),
  };
};

for (const [at, parent] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    const known = packages[`${at}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
    // Only an exact version of a package for one platform can be told from its name.
    if (known || !/^\d/.test(range) || !systems.test(name)) continue;
    packages[`node_modules/${name}`] = entryFor(name, range, parent);
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
