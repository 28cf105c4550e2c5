import { byPattern, needing } from '../rule.ts';

const part = String.raw`(?:Room|Rm|Flat|Apartment|Apt|Unit|Building|Block|Bldg)\.?\s?(?:No\.?\s?)?`;
const english = byPattern(
  'door',
  new RegExp(
    String.raw`(?<![A-Za-z])(?:No\.?\s?\d{1,3} Building,?\s?(?=Unit|Room))?(?:${part}(?:[A-Z]?\d{1,4}[A-Z]?|(?<=(?:Building|Block|Bldg)\.?\s?)[A-Z])(?![A-Za-z0-9])(?:,?\s?(?=${part}(?:[A-Z]?\d|[A-Z](?![A-Za-z]))))?){1,4}`,
    'gi',
  ),
  // Room 302 of the library is nobody's home.
  ({ value, before, after }) => {
    if (/^\s?(?:(?:of|in|at) the (?!building|block|estate|flats|teachers|dorm)|is (?:a|the) )/i.test(after))
      return false;
    if (
      /\b(?:live|living|stay|home|flat is|apartment is)\b.{0,20}$/i.test(before) &&
      /[,\s]\s?unit/i.test(value)
    )
      return true;
    return (
      /(?:room|rm|flat|apartment|apt)/i.test(value) &&
      /\d{3}|\d[A-Z]|[,\s]\s?(?:unit|building|block|bldg)/i.test(value)
    );
  },
);

export const englishDoorRules = needing({ run: 1, latin: 4 }, [english]);
