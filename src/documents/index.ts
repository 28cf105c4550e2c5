export { readTable, readTableLines } from './read-table.ts';
export {
  type BadLine,
  badFile,
  badLine,
  isBadLine,
  type TableLine,
  type TableRow,
  type Wording,
} from './table/row.ts';
