import { stringify } from 'csv-stringify/sync';
import { type Sheet, writeWorkbook } from '../../documents/index.ts';
import { type OrganisationKind, organisationKinds } from '../model.ts';
import { type Column, EXAMPLE, organisationTables, type Table } from './columns.ts';

/** Rows of cells under the titles of a kind's columns. */
export type Filled = { readonly [Kind in OrganisationKind]: readonly (readonly string[])[] };

const columnsOf = (kind: OrganisationKind): readonly Column[] => organisationTables[kind].columns;

/** Required columns carry a star, which the reader passes over. */
const header = (column: Column): string => (column.required ? `${column.title}*` : column.title);

const sheetOf = (kind: OrganisationKind, rows: readonly (readonly string[])[], examples: boolean): Sheet => ({
  name: organisationTables[kind].title,
  columns: columnsOf(kind).map((column) => ({
    title: header(column),
    width: column.width,
    strong: column.required,
  })),
  rows,
  examples,
});

const explanations = (): Sheet => ({
  name: '填写说明',
  columns: [
    { title: '表', width: 14 },
    { title: '列', width: 16 },
    { title: '必填', width: 8 },
    { title: '怎么填', width: 64 },
    { title: 'What to write', width: 64 },
  ],
  rows: [
    ...organisationKinds.flatMap((kind) =>
      columnsOf(kind).map((column) => [
        organisationTables[kind].title,
        column.title,
        column.required ? '是' : '',
        column.zh,
        column.en,
      ]),
    ),
    [
      '各表',
      '示例行',
      '',
      `编号以“${EXAMPLE}”开头的行是示例，导入时自动跳过，可以不删。`,
      `Rows whose code begins with ${EXAMPLE} are examples and are passed over.`,
    ],
    [
      '各表',
      '再次导入',
      '',
      '可以反复导入：编号相同的行会更新，不会重复；表中没有的列保持原值，二维码不变。',
      'Import as often as you like: rows with known codes are updated, never doubled; columns that the file lacks keep their values; QR codes never change.',
    ],
    [
      '各表',
      '个人信息',
      '',
      '不要填写电话、住址、证件号码；系统不保存这些列。',
      'No telephones, home addresses or identity numbers: such columns are not stored.',
    ],
  ],
  wrap: true,
});

const exampleRows = (kind: OrganisationKind): string[][] =>
  ([0, 1] as const).map((at) => columnsOf(kind).map((column) => column.examples[at]));

const csvOf = (kind: OrganisationKind, rows: readonly (readonly string[])[]): string =>
  // The mark makes Excel read UTF-8.
  `\uFEFF${stringify([columnsOf(kind).map(header), ...rows])}`;

const csvName = (kind: OrganisationKind): string => `${(organisationTables[kind] satisfies Table).title}.csv`;
const WORKBOOK = '组织数据.xlsx';
const TEMPLATE = '组织数据模板.xlsx';

/** What the office fills in: one workbook with an explanation and a sheet a kind, and the same as CSV files. */
export const templateFiles = async (): Promise<{ name: string; content: string | Uint8Array }[]> => [
  {
    name: TEMPLATE,
    content: await writeWorkbook([
      explanations(),
      ...organisationKinds.map((kind) => sheetOf(kind, exampleRows(kind), true)),
    ]),
  },
  ...organisationKinds.map((kind) => ({ name: csvName(kind), content: csvOf(kind, exampleRows(kind)) })),
];

/** Filled organisationTables in the form in which offices hand them in. */
export const organisationFiles = async (
  rows: Filled,
  format: 'xlsx' | 'csv',
): Promise<{ name: string; content: string | Uint8Array }[]> =>
  format === 'csv'
    ? organisationKinds.map((kind) => ({ name: csvName(kind), content: csvOf(kind, rows[kind]) }))
    : [
        {
          name: WORKBOOK,
          content: await writeWorkbook([
            explanations(),
            ...organisationKinds.map((kind) => sheetOf(kind, rows[kind], false)),
          ]),
        },
      ];
