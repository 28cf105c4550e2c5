import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreement, meanBestF1 } from '../../src/clustering/agreement.ts';

const labels = (...values: number[]): Int32Array => Int32Array.from(values);
const labelling = fc
  .integer({ min: 1, max: 60 })
  .chain((n) =>
    fc.tuple(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: n, maxLength: n }),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: n, maxLength: n }),
    ),
  );

describe('agreement', () => {
  test('two by two, by hand: {ab|cd} against {abc|d}', () => {
    // Pairs together: 1 of 2 against 3; expected 2·3/6 = 1; (1 − 1) / (2.5 − 1) = 0.
    const { ari, purity, homogeneity } = agreement(labels(0, 0, 1, 1), labels(0, 0, 0, 1));
    expect(ari).toBeCloseTo(0, 12);
    expect(purity).toBe(0.75);
    // H(truth) = ln 2, H(truth|found) = ¾ · H(⅓) = ¾ · 0.636514.
    expect(homogeneity).toBeCloseTo(1 - (0.75 * 0.636514) / Math.LN2, 5);
  });

  test("ten items, against scikit-learn 1.x's values", () => {
    const found = agreement(labels(0, 0, 0, 1, 1, 1, 2, 2, 2, 2), labels(0, 0, 1, 1, 1, 2, 2, 2, 2, 0));
    expect(found.ami).toBeCloseTo(0.23728877770133558, 10);
    expect(found.vMeasure).toBeCloseTo(0.44270128334605, 10);
    expect(found.nmi).toBeCloseTo(0.44270128334605, 10);
    expect(found.ari).toBeCloseTo(0.20454545454545456, 10);
  });

  test("sixty items, against scikit-learn's values", () => {
    const truth = '144124340403241134433111430014020234333431200131232343424434';
    const found = '344124340463154104153152432010020234533334250331255062113435';
    const read = (digits: string): Int32Array => Int32Array.from(digits, Number);
    const { ami, vMeasure, ari } = agreement(read(truth), read(found));
    expect(ami).toBeCloseTo(0.2817111073694414, 10);
    expect(vMeasure).toBeCloseTo(0.38130773229175224, 10);
    expect(ari).toBeCloseTo(0.25087615876450275, 10);
  });

  test('renaming labels changes nothing, and a labelling agrees wholly with itself', () => {
    fc.assert(
      fc.property(labelling, ([a, b]) => {
        const one = agreement(Int32Array.from(a), Int32Array.from(b));
        const other = agreement(
          Int32Array.from(a, (label) => 17 - label),
          Int32Array.from(b, (label) => label * 3),
        );
        expect(other.ami).toBeCloseTo(one.ami, 9);
        expect(other.vMeasure).toBeCloseTo(one.vMeasure, 9);
        const self = agreement(Int32Array.from(a), Int32Array.from(a));
        expect([self.ami, self.ari, self.vMeasure, self.purity]).toEqual(
          [1, 1, 1, 1].map((x) => expect.closeTo(x, 9)),
        );
      }),
    );
  });

  test('mean best F1: class a wholly found, class b halved', () => {
    expect(meanBestF1(labels(0, 0, 1, 1), labels(0, 0, 1, 2))).toBeCloseTo((1 + 2 / 3) / 2, 12);
  });

  test('labellings of different lengths are a mistake of the caller', () => {
    expect(() => agreement(labels(0), labels(0, 1))).toThrow(RangeError);
  });
});
