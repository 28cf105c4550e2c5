import { badFile } from '../../documents/index.ts';
import type { BadInput } from '../../kernel/index.ts';
import type { Db } from '../../platform/index.ts';
import { issueCodes } from '../codes/store.ts';
import { organisationKinds } from '../model.ts';
import { loadOrganisation, lockOrganisation, saveOrganisation } from '../store.ts';
import { type CheckedOrganisation, checkOrganisation, type Refusal } from './check.ts';
import { keepPhotos, writePhotos } from './photos.ts';
import { type ReadOrganisation, type Remark, readOrganisation } from './read.ts';

export type ImportOptions = {
  /** An XLSX or CSV file, or a folder of them. */
  readonly input: string;
  /** All or nothing: any refused row keeps the others out too. */
  readonly strict: boolean;
  /** Where the photos lie that the file names. */
  readonly photosFrom: string;
  /** Where portraits are kept, re-encoded. */
  readonly photoDir: string;
};

export type ImportReport = {
  readonly files: readonly string[];
  readonly tally: CheckedOrganisation['tally'];
  readonly refused: readonly Refusal[];
  readonly remarks: readonly Remark[];
  readonly examples: number;
  /** Studios and stations that got their first code. */
  readonly codesIssued: number;
  /** false where `strict` kept everything out. */
  readonly stored: boolean;
};

const rowCount = ({ incoming, refused, examples }: ReadOrganisation): number =>
  organisationKinds.reduce((sum, kind) => sum + incoming[kind].length, refused.length + examples);

const nothing = (input: string, [first]: readonly Remark[]): BadInput => {
  if (first === undefined)
    return badFile(input, {
      zh: '没有可导入的行。可先用 --templates 生成模板。',
      en: 'no row to import. --templates writes templates to begin with.',
    });
  const { file, line, words } = first;
  const at = line === null ? { zh: '', en: '' } : { zh: `第 ${line} 行`, en: `Line ${line}: ` };
  return badFile(file, {
    zh: `没有可导入的行。${at.zh}${words.zh}`,
    en: `no row to import. ${at.en}${words.en}`,
  });
};

/**
 * Reads what the office handed in, checks it against what is stored, and writes what is new or different in one
 * transaction: a second run of the same files changes nothing, and a killed one left nothing half done. New studios and
 * stations get their codes; those in force never change.
 * @throws BadInput where a file cannot be used as a whole, or holds no row.
 */
export const importOrganisation = async (db: Db, options: ImportOptions): Promise<ImportReport> => {
  const read = await readOrganisation(options.input);
  if (rowCount(read) === 0) throw nothing(options.input, read.remarks);
  const photos = await keepPhotos(read.incoming, options.photosFrom);
  const incoming = { ...read.incoming, deputies: photos.deputies };
  const remarks = [...read.remarks, ...photos.remarks];
  return db.transaction(async (tx) => {
    await lockOrganisation(tx);
    const checked = checkOrganisation(incoming, await loadOrganisation(tx));
    const refused = [...read.refused, ...checked.refused];
    const report = { files: read.files, tally: checked.tally, refused, remarks, examples: read.examples };
    if (options.strict && refused.length + photos.remarks.length > 0)
      return { ...report, codesIssued: 0, stored: false };
    // Before the rows: a row never names a portrait that is not there.
    await writePhotos(photos.files, options.photoDir);
    await saveOrganisation(tx, checked.changes);
    return { ...report, codesIssued: await issueCodes(tx), stored: true };
  });
};
