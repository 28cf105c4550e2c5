// GB/T 2260: the provinces with which an identity number begins; 81–83 are residence permits, 91 is a foreigner's.
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
);

const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Province, date of birth and length of an identity number, 18 or (before 1999) 15 characters. */
export const hasIdentityForm = (value: string): boolean => {
  if (!/^(?:\d{15}|\d{17}[\dX])$/.test(value) || !provinces.has(value.slice(0, 2))) return false;
  const born = value.length === 15 ? `19${value.slice(6, 12)}` : value.slice(6, 14);
  const year = Number(born.slice(0, 4));
  return year >= 1880 && year <= 2099 && isDay(year, Number(born.slice(4, 6)), Number(born.slice(6, 8)));
};

/** GB 11643-1999: ISO 7064 MOD 11-2 over 17 digits. */
export const hasIdentityChecksum = (value: string): boolean => {
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += Number(value[at]) * (2 ** (17 - at) % 11);
  return '10X98765432'[sum % 11] === value[17];
};

/** ISO/IEC 7812-1, annex B (Luhn). */
export const hasLuhnChecksum = (value: string): boolean => {
  let sum = 0;
  for (let at = 0; at < value.length; at++) {
    const digit = Number(value[value.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};
