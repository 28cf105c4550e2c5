import { describe, expect, test } from 'vitest';
import { trailOf } from '../../src/intake/trail/trail.ts';

const at = (iso: string): Date => new Date(iso);

describe('the way of a message', () => {
  test('tells each step on the day on which it was in China', () => {
    const steps = trailOf(at('2026-09-01T15:59:59Z'), [
      { kind: 'held', at: at('2026-09-01T16:00:00Z'), detail: { reasons: ['copies'] } },
      { kind: 'released', at: at('2026-09-02T01:00:00Z'), detail: {} },
      { kind: 'themed', at: at('2026-09-03T00:00:00Z'), detail: { theme: '路灯', people: 4 } },
      { kind: 'digested', at: at('2026-09-03T00:00:00Z'), detail: { digest: '9月简报' } },
      { kind: 'discussed', at: at('2026-09-10T00:00:00Z'), detail: { meeting: '议事会' } },
      { kind: 'planned', at: at('2026-09-11T00:00:00Z'), detail: { measure: '换灯' } },
      { kind: 'handling', at: at('2026-09-12T00:00:00Z'), detail: { office: '住建局', due: '2026-10-01' } },
      { kind: 'result', at: at('2026-09-30T00:00:00Z'), detail: { office: '住建局', result: '换了 12 盏' } },
      { kind: 'withdrawn', at: at('2026-10-01T00:00:00Z'), detail: {} },
    ]);
    expect(steps).toEqual([
      { kind: 'received', date: '2026-09-01' },
      { kind: 'held', date: '2026-09-02' },
      { kind: 'released', date: '2026-09-02' },
      { kind: 'themed', date: '2026-09-03', theme: '路灯', people: 4 },
      { kind: 'digested', date: '2026-09-03', digest: '9月简报' },
      { kind: 'discussed', date: '2026-09-10', meeting: '议事会' },
      { kind: 'planned', date: '2026-09-11', measure: '换灯' },
      { kind: 'handling', date: '2026-09-12', office: '住建局', due: '2026-10-01' },
      { kind: 'result', date: '2026-09-30', office: '住建局', result: '换了 12 盏' },
      { kind: 'withdrawn', date: '2026-10-01' },
    ]);
  });

  test('says once that it is in a theme, with the latest number of people, until it is in another', () => {
    const themed = (day: number, theme: string, people: number) => ({
      kind: 'themed',
      at: at(`2026-09-0${day}T00:00:00Z`),
      detail: { theme, people },
    });
    const steps = trailOf(at('2026-09-01T00:00:00Z'), [
      themed(2, '路灯', 4),
      { kind: 'digested', at: at('2026-09-02T01:00:00Z'), detail: { digest: '一' } },
      themed(3, '路灯', 9),
      themed(4, '照明', 9),
    ]);
    expect(steps.slice(1)).toEqual([
      { kind: 'themed', date: '2026-09-02', theme: '路灯', people: 9 },
      { kind: 'digested', date: '2026-09-02', digest: '一' },
      { kind: 'themed', date: '2026-09-04', theme: '照明', people: 9 },
    ]);
  });

  test('leaves out what this version does not understand', () => {
    const odd = [
      { kind: 'teleported', at: at('2026-09-02T00:00:00Z'), detail: {} },
      { kind: 'themed', at: at('2026-09-02T00:00:00Z'), detail: { theme: 7 } },
      { kind: 'constructor', at: at('2026-09-02T00:00:00Z'), detail: null },
    ];
    expect(trailOf(at('2026-09-01T00:00:00Z'), odd)).toEqual([{ kind: 'received', date: '2026-09-01' }]);
  });
});
