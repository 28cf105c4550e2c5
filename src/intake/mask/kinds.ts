/** What a resident may have written about a person, and the mark that stands in its place. The table is total. */
export const maskKinds = {
  mobile: { mark: '〔手机号〕', en: 'mobile number' },
  landline: { mark: '〔座机〕', en: 'landline number' },
  identity: { mark: '〔身份证号〕', en: 'identity number' },
  bankCard: { mark: '〔银行卡号〕', en: 'bank card or account number' },
  plate: { mark: '〔车牌号〕', en: 'licence plate' },
  email: { mark: '〔邮箱〕', en: 'e-mail address' },
  wechat: { mark: '〔微信号〕', en: 'WeChat id' },
  qq: { mark: '〔QQ号〕', en: 'QQ number' },
  door: { mark: '〔门牌〕', en: 'door: building, unit, room' },
  name: { mark: '〔姓名〕', en: 'name' },
} as const satisfies Record<string, { readonly mark: string; readonly en: string }>;

export type MaskKind = keyof typeof maskKinds;

/** One thing that was masked. `start` and `end` are UTF-16 offsets in the original text. */
export type MaskHit = { readonly kind: MaskKind; readonly start: number; readonly end: number };
