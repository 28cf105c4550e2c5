import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type UrgentKind, urgentKinds, urgentSigns } from '../../src/intake/index.ts';

type Case = { readonly half: 'dev' | 'frozen'; readonly signs: readonly UrgentKind[]; readonly text: string };
const cases = readFileSync(new URL('urgent-cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

describe('signs of danger', () => {
  test('are measured on at least 120 sentences, every kind in both halves', () => {
    expect(cases.length).toBeGreaterThanOrEqual(120);
    for (const half of ['dev', 'frozen']) {
      const signs = new Set(cases.filter((one) => one.half === half).flatMap((one) => one.signs));
      expect(signs).toEqual(new Set(urgentKinds));
    }
  });

  test.each(['dev', 'frozen'])('are found with recall and precision of at least 0.95: %s half', (half) => {
    let right = 0;
    let missed = 0;
    let wrong = 0;
    for (const { text, signs } of cases.filter((one) => one.half === half)) {
      const found = urgentSigns(text);
      const hits = found.filter((sign) => signs.includes(sign)).length;
      right += hits;
      missed += signs.length - hits;
      wrong += found.length - hits;
    }
    expect(right / (right + missed)).toBeGreaterThanOrEqual(0.95);
    expect(right / (right + wrong)).toBeGreaterThanOrEqual(0.95);
  });

  test('are seen through traditional characters, full width and invisible ones', () => {
    expect(urgentSigns('樓道裡一股煤\u200B氣味')).toEqual(['gas']);
    expect(urgentSigns('ＦＩＲＥ！ Ｔｈｅ ｈｏｕｓｅ ｉｓ ｏｎ ｆｉｒｅ')).toEqual(['fire']);
  });

  test('count now, and not what the clause says is past, feared or denied', () => {
    expect(urgentSigns('三号楼着火了')).toEqual(['fire']);
    for (const text of ['去年三号楼着火了', '万一三号楼着火了', '三号楼没有着火', '怕三号楼着火'])
      expect(urgentSigns(text)).toEqual([]);
    // Another clause is past, this one is not.
    expect(urgentSigns('去年离的婚，现在我不想活了')).toEqual(['selfHarm']);
    // A threat stays a threat under a condition.
    expect(urgentSigns('如果再不解决，我就从楼上跳下去')).toEqual(['selfHarm']);
  });

  test.each(['着火', '不', '我想死', '被', '孩子', '，', 'is on fire '])(
    'take time linear in %j repeated',
    (unit) => {
      const timeOf = (length: number): number => {
        const started = process.cpuUsage();
        urgentSigns(unit.repeat(length / unit.length));
        const { user, system } = process.cpuUsage(started);
        return (user + system) / 1000;
      };
      timeOf(4_000);
      expect(timeOf(32_000)).toBeLessThan(24 * timeOf(4_000) + 60);
    },
  );

  const residents = '../shared/data/resident-messages.jsonl';
  test.skipIf(!existsSync(residents))(
    `on the resident messages are those that were read one by one (skipped without ${residents})`,
    () => {
      const counts: Partial<Record<UrgentKind, number>> = {};
      for (const line of readFileSync(residents, 'utf8').trim().split('\n')) {
        const { title, body } = JSON.parse(line) as { title: string; body: string };
        for (const sign of urgentSigns(`${title.trim()}\n${body.trim()}`))
          counts[sign] = (counts[sign] ?? 0) + 1;
      }
      // docs/decisions/0011-moderation.md: whoever changes these numbers has read the hits that changed.
      expect(counts).toEqual({ selfHarm: 7, violence: 10, fire: 6, medical: 3 });
    },
  );
});
