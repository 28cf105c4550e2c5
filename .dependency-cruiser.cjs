// The import rule of ARCHITECTURE.md: a stage may import only stages above it, through their index.ts;
// tables.ts may import tables.ts of stages above.
const stages = [
  'kernel',
  'platform',
  'documents',
  'access',
  'organisation',
  'topics',
  'embedding',
  'clustering',
  'intake',
  'conversation',
  'channels',
  'themes',
  'digest',
  'deliberation',
  'publication',
  'web',
  'jobs',
  'app',
];
const alternatives = (names) => `^src/(${names.join('|')})/`;

const upwardOnly = stages.slice(0, -1).map((stage, at) => ({
  name: `${stage}-imports-only-upwards`,
  comment: 'A stage may import only stages above it in the list of ARCHITECTURE.md.',
  severity: 'error',
  from: { path: `^src/${stage}/` },
  to: { path: alternatives(stages.slice(at + 1)) },
}));

const home = (name, packages, homes) => ({
  name: `${name}-has-one-home`,
  comment: `${name} may be imported only in ${homes}.`,
  severity: 'error',
  from: { path: '^src/', pathNot: homes },
  to: { path: `node_modules/(${packages})(/|$)` },
});

module.exports = {
  forbidden: [
    ...upwardOnly,
    {
      name: 'stages-meet-at-index',
      comment: 'Another stage is imported through its index.ts only (tables.ts: through tables.ts).',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '/tables\\.ts$' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'tables-meet-at-tables',
      severity: 'error',
      from: { path: '^src/([^/]+)/tables\\.ts$' },
      to: {
        path: '^src/([^/]+)/',
        pathNot: ['^src/$1/', '^src/[^/]+/tables\\.ts$', '^src/(kernel|platform)/index\\.ts$'],
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'src-knows-no-scripts',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: { path: '^(src|scripts)/' },
      to: { couldNotResolve: true },
    },
    home('transformers.js', '@xenova/transformers', '^src/embedding/encoder\\.ts$'),
    home('onnxruntime-node', 'onnxruntime-node', '^src/(embedding/|clustering/neighbours\\.ts$)'),
    home(
      'drizzle and the database drivers',
      'drizzle-orm|postgres|@electric-sql/pglite',
      '(/tables\\.ts|/store\\.ts|^src/platform/.*)$',
    ),
    home('grammy', 'grammy|@grammyjs', '^src/channels/telegram/'),
    home('fast-xml-parser', 'fast-xml-parser', '^src/channels/wechat/'),
    home('express', 'express', '^src/(web|app)/'),
    home('node-cron', 'node-cron', '^src/jobs/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
