import type { OrganisationKind } from '../model.ts';

/** One column of a table that offices fill in. The reader, the templates and docs/organisation.md all follow it. */
export type Column = {
  readonly key: string;
  readonly title: string;
  /** Other headers that mean the same. */
  readonly also: readonly string[];
  readonly required: boolean;
  readonly zh: string;
  readonly en: string;
  readonly examples: readonly [string, string];
  /** Characters, for the template. */
  readonly width: number;
};

export type Table = {
  readonly title: string;
  /** Sheets and files are told apart by these words in their names, in the order of `organisationKinds`. */
  readonly named: RegExp;
  readonly columns: readonly Column[];
};

const code = (examples: readonly [string, string], zh = '本单位内唯一、长期不变；再次导入按编号更新') =>
  ({
    key: 'code',
    title: '编号',
    also: ['代码', '编码', 'code'],
    required: true,
    zh,
    en: 'unique within the office and lasting; a later import updates by it',
    examples,
    width: 14,
  }) as const satisfies Column;

/** Rows whose code begins so are the template's own and are passed over. */
export const EXAMPLE = '示例';

export const organisationTables = {
  places: {
    title: '地点网格',
    named: /地点|网格|places/i,
    columns: [
      code(['示例01', '示例0101']),
      {
        key: 'name',
        title: '名称',
        also: ['地点名称', '网格名称', 'name'],
        required: true,
        zh: '地点全名，会印在海报上',
        en: 'full name, printed on posters',
        examples: ['兴业街道', '翠湖社区'],
        width: 24,
      },
      {
        key: 'kind',
        title: '类型',
        also: ['级别', '层级', 'kind'],
        required: true,
        zh: '城市（全库只有一个）、乡镇街道、社区村、网格；导入后不能改',
        en: '城市 city (only one), 乡镇街道 town, 社区村 community, 网格 grid; cannot be changed later',
        examples: ['乡镇街道', '社区村'],
        width: 14,
      },
      {
        key: 'parent',
        title: '上级编号',
        also: ['上级', '所属编号', 'parent'],
        required: false,
        zh: '上一级地点的编号；城市留空，乡镇街道留空即属本市',
        en: 'code of the place above; empty for the city, and for towns of the city',
        examples: ['', '示例01'],
        width: 14,
      },
    ],
  },
  groups: {
    title: '专业小组',
    named: /专业|小组|groups/i,
    columns: [
      code(['示例G1', '示例G2']),
      {
        key: 'name',
        title: '名称',
        also: ['小组名称', 'name'],
        required: true,
        zh: '代表专业小组全名',
        en: 'full name of the deputies’ group',
        examples: ['教育专业小组', '农业农村专业小组'],
        width: 26,
      },
      {
        key: 'hall',
        title: '议事厅',
        also: ['议事厅名称', 'hall'],
        required: false,
        zh: '该小组议事厅的名称',
        en: 'name of its hall',
        examples: ['教育议事厅', ''],
        width: 26,
      },
    ],
  },
  deputies: {
    title: '代表',
    named: /代表|deput/i,
    columns: [
      code(['示例D1', '示例D2']),
      {
        key: 'name',
        title: '姓名',
        also: ['代表姓名', '名称', 'name'],
        required: true,
        zh: '会印在海报上；不要填电话、住址',
        en: 'printed on posters; no telephone, no address',
        examples: ['张示例', '欧阳示例'],
        width: 14,
      },
      {
        key: 'level',
        title: '代表层级',
        also: ['层级', '级别', 'level'],
        required: false,
        zh: '全国、省、设区的市、县级、乡镇；留空为县级（县、县级市、区）',
        en: '全国 nation, 省 province, 设区的市 prefecture, 县级 county (the default), 乡镇 town',
        examples: ['县级', '乡镇'],
        width: 12,
      },
      {
        key: 'group',
        title: '专业小组编号',
        also: ['小组编号', '专业小组', 'group'],
        required: false,
        zh: '所在专业小组的编号',
        en: 'code of the deputies’ group',
        examples: ['示例G1', ''],
        width: 16,
      },
      {
        key: 'grids',
        title: '网格编号',
        also: ['所属网格', '联系网格', '网格', 'grids'],
        required: false,
        zh: '所联系网格的编号，多个用顿号或逗号隔开',
        en: 'codes of the grids, separated by commas',
        examples: ['示例010101', '示例010101、示例010102'],
        width: 28,
      },
      {
        key: 'photo',
        title: '照片',
        also: ['照片文件', 'photo'],
        required: false,
        zh: '照片的文件名（放在导入文件旁的“照片”文件夹）；留空则海报不印照片',
        en: 'file name in the folder 照片 beside this file; empty: no portrait on the poster',
        examples: ['张示例.jpg', ''],
        width: 18,
      },
      {
        key: 'serving',
        title: '状态',
        also: ['在任', 'serving'],
        required: false,
        zh: '在任或离任；留空为在任，离任后不再印海报',
        en: '在任 serving (the default) or 离任 left: no more posters',
        examples: ['在任', '在任'],
        width: 10,
      },
    ],
  },
  stations: {
    title: '家站点室',
    named: /家站点室|站点|联络站|stations/i,
    columns: [
      code(['示例S1', '示例S2']),
      {
        key: 'name',
        title: '名称',
        also: ['站点名称', 'name'],
        required: true,
        zh: '全名，会印在海报上',
        en: 'full name, printed on posters',
        examples: ['兴业街道人大代表之家', '翠湖社区代表联络站'],
        width: 30,
      },
      {
        key: 'kind',
        title: '类型',
        also: ['类别', 'kind'],
        required: true,
        zh: '家（代表之家）、站（联络站）、点（联系点）、室（工作室、接待室）',
        en: '家 home, 站 station, 点 point, 室 room',
        examples: ['家', '站'],
        width: 10,
      },
      {
        key: 'place',
        title: '地点编号',
        also: ['所在地点', '地点', 'place'],
        required: true,
        zh: '所在乡镇街道、社区村或网格的编号',
        en: 'code of its town, community or grid',
        examples: ['示例01', '示例0101'],
        width: 14,
      },
      {
        key: 'address',
        title: '地址',
        also: ['详细地址', 'address'],
        required: false,
        zh: '门牌地址，会印在海报上',
        en: 'street address, printed on its poster',
        examples: ['兴业路 12 号', ''],
        width: 28,
      },
      {
        key: 'hours',
        title: '开放时间',
        also: ['接待时间', 'hours'],
        required: false,
        zh: '如：每月 15 日上午',
        en: 'for instance: 每月 15 日上午',
        examples: ['每月 15 日上午', ''],
        width: 20,
      },
    ],
  },
  studios: {
    title: '云工作室',
    named: /云工作室|工作室|studios/i,
    columns: [
      code(['示例Y1', '示例Y2']),
      {
        key: 'name',
        title: '名称',
        also: ['工作室名称', 'name'],
        required: false,
        zh: '留空则为“某某代表云工作室”',
        en: 'empty: NAME代表云工作室',
        examples: ['', '欧阳示例代表云工作室'],
        width: 28,
      },
      {
        key: 'deputy',
        title: '代表编号',
        also: ['代表', 'deputy'],
        required: true,
        zh: '所属代表的编号',
        en: 'code of its deputy',
        examples: ['示例D1', '示例D2'],
        width: 14,
      },
      {
        key: 'place',
        title: '地点编号',
        also: ['网格编号', '网格', '地点', 'place'],
        required: true,
        zh: '所在网格的编号；没有网格时填社区村或乡镇街道的编号',
        en: 'code of its grid, or of its community or town where there is no grid',
        examples: ['示例010101', '示例0101'],
        width: 14,
      },
    ],
  },
} as const satisfies Record<OrganisationKind, Table>;

export type CellsOf<Kind extends OrganisationKind> = Partial<
  Record<(typeof organisationTables)[Kind]['columns'][number]['key'], string>
>;
