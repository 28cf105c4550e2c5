import {
  circle,
  type Drawing,
  type Fonts,
  fitText,
  qrCode,
  roundedBox,
  type Shape,
} from '../../documents/index.ts';
import { spokenSlug } from '../codes/slug.ts';
import type { PosterContent } from './content.ts';
import { bubbleIcon, phoneIcon, receiptIcon } from './icons.ts';
import { centred } from './line.ts';
import { CENTRE, INNER, MARGIN, PAGE, palette } from './palette.ts';
import { person } from './person.ts';

/** Space between the characters of the line above the title, as a share of their size. */
const AIRY = 0.15;

const header = (content: PosterContent, fonts: Fonts): Shape[] => {
  const [left, right, top, foot] = [MARGIN, PAGE.width - MARGIN, MARGIN, 90];
  const sides = `M${left} ${foot}V${top + 5}a5 5 0 0 1 5 -5H${right - 5}a5 5 0 0 1 5 5V${foot}`;
  const kicker = fitText(`${content.city}人大代表 听您说`, {
    fonts,
    weight: 'medium',
    size: 7.4,
    width: 130 / (1 + AIRY),
    maxLines: 1,
  });
  const spacing = AIRY * kicker.size;
  const kickerStyle = { weight: 'medium', size: kicker.size, fill: palette.paleGold, spacing } as const;
  const kickerWidth = fonts.width(kicker.lines[0] ?? '', kickerStyle);
  const rule = (x: number): Shape => ({
    kind: 'path',
    d: `M${x} 23.4h15`,
    stroke: palette.gold,
    strokeWidth: 0.5,
  });
  const title = { weight: 'bold', size: 29, spacing: 1.8, x: CENTRE } as const;
  return [
    // A gold rim below the red, both sagging like a banner.
    {
      kind: 'path',
      d: `${sides.replaceAll(String(foot), '92.2')}Q${CENTRE} 104.2 ${left} 92.2Z`,
      fill: palette.gold,
    },
    { kind: 'path', d: `${sides}Q${CENTRE} 102 ${left} ${foot}Z`, fill: palette.red },
    rule(CENTRE - kickerWidth / 2 - 21),
    rule(CENTRE + kickerWidth / 2 + 5),
    centred(fonts, kicker.lines[0] ?? '', { ...kickerStyle, x: CENTRE, baseline: 26 }),
    centred(fonts, '我要找代表', { ...title, fill: palette.white, baseline: 56.5 }),
    centred(fonts, '代表码上见', { ...title, fill: palette.paleGold, baseline: 87.5 }),
  ];
};

const QR = { side: 80, y: 145 } as const;

/** Red corners around the code, as a camera shows them: they say "point your phone here" without words. */
const corners = (): Shape[] => {
  const [left, top] = [CENTRE - QR.side / 2 - 1.5, QR.y - 1.5];
  const [right, bottom] = [CENTRE + QR.side / 2 + 1.5, QR.y + QR.side + 1.5];
  const arm = 11;
  return [
    `M${left} ${top + arm}V${top + 3}a3 3 0 0 1 3 -3h${arm - 3}`,
    `M${right - arm} ${top}h${arm - 3}a3 3 0 0 1 3 3v${arm - 3}`,
    `M${right} ${bottom - arm}v${arm - 3}a3 3 0 0 1 -3 3h-${arm - 3}`,
    `M${left + arm} ${bottom}h-${arm - 3}a3 3 0 0 1 -3 -3v-${arm - 3}`,
  ].map((d): Shape => ({ kind: 'path', d, stroke: palette.red, strokeWidth: 1.6 }));
};

/** Two lines from top to bottom beside the code, as couplets hang beside a door. */
const couplet = (fonts: Fonts, text: string, x: number): Shape[] => {
  const pitch = 14.2;
  const characters = Array.from(text);
  const [width, height] = [15, pitch * characters.length + 3];
  const top = QR.y + (QR.side - height) / 2;
  return [
    { kind: 'path', d: roundedBox({ x: x - width / 2, y: top, width, height }, 2.5), fill: palette.red },
    ...characters.map((char, at) =>
      centred(fonts, char, {
        weight: 'bold',
        size: 10.6,
        fill: palette.white,
        x,
        baseline: top + 1.5 + pitch * at + 10.9,
      }),
    ),
  ];
};

const code = (content: PosterContent, fonts: Fonts): Shape[] => {
  const square = { x: CENTRE - QR.side / 2, y: QR.y, side: QR.side };
  const address = content.url.replace(/^https?:\/\//, '').replace(/\/[^/]*$/, '/');
  const lead = '扫不出来？在浏览器里输入 ';
  const typed = `${address}${spokenSlug(content.slug).replaceAll(' ', '')}`;
  const line = fitText(`${lead}${typed}`, { fonts, weight: 'regular', size: 3.7, width: INNER, maxLines: 1 });
  return [
    { kind: 'path', d: qrCode(content.url, square).d, fill: '#000000' },
    ...corners(),
    ...couplet(fonts, '手机扫一扫', MARGIN + 24),
    ...couplet(fonts, '有话直接说', PAGE.width - MARGIN - 24),
    centred(fonts, '不用下载 · 不用注册 · 不收一分钱', {
      weight: 'medium',
      size: 5.2,
      fill: palette.red,
      x: CENTRE,
      baseline: 233.4,
    }),
    centred(fonts, line.lines[0] ?? '', {
      weight: 'regular',
      size: line.size,
      fill: palette.grey,
      x: CENTRE,
      baseline: 239,
    }),
  ];
};

const steps = [
  { icon: phoneIcon, first: '打开微信扫一扫', second: '对准上面的方块码' },
  { icon: bubbleIcon, first: '写下您想说的话', second: '不会打字，用键盘上的话筒说' },
  { icon: receiptIcon, first: '记好您的回执号', second: '随时能查办到哪一步' },
] as const;

const howTo = (fonts: Fonts): Shape[] => {
  const gap = 4;
  const [top, height, width] = [242.5, 28, (INNER - 2 * gap) / 3];
  return steps.flatMap(({ icon, first, second }, at): Shape[] => {
    const left = MARGIN + at * (width + gap);
    const middle = left + width / 2;
    return [
      { kind: 'path', d: roundedBox({ x: left, y: top, width, height }, 3), fill: palette.cream },
      { kind: 'path', d: circle(left + 8.2, top + 8, 5), fill: palette.red },
      centred(fonts, String(at + 1), {
        weight: 'bold',
        size: 7,
        fill: palette.white,
        x: left + 8.2,
        baseline: top + 10.5,
      }),
      ...icon(left + width - 13.5, top + 2.2),
      centred(fonts, first, {
        weight: 'bold',
        size: 6.6,
        fill: palette.ink,
        x: middle,
        baseline: top + 20,
      }),
      centred(fonts, second, {
        weight: 'regular',
        size: 4.3,
        fill: palette.grey,
        x: middle,
        baseline: top + 25.6,
      }),
    ];
  });
};

const foot = (content: PosterContent, fonts: Fonts): Shape[] => {
  const box = { x: MARGIN, y: 274, width: INNER, height: 13 };
  const words =
    content.help === null ? '您写的话会交给代表，手机号会盖住' : `不会用手机？请到 ${content.help}，有人帮您`;
  const line = fitText(words, {
    fonts,
    weight: 'medium',
    size: 5.6,
    width: INNER - 10,
    maxLines: 2,
    keep: 0.7,
  });
  const first = 280.5 + 0.36 * line.size - (line.lines.length - 1) * 0.58 * line.size;
  return [
    { kind: 'path', d: roundedBox(box, 3), fill: palette.red },
    ...line.lines.map((text, at) =>
      centred(fonts, text, {
        weight: 'medium',
        size: line.size,
        fill: palette.white,
        x: CENTRE,
        baseline: first + at * 1.16 * line.size,
      }),
    ),
  ];
};

/** One A4 poster. Pure: the same words and fonts give the same shapes. */
export const posterDrawing = (content: PosterContent, fonts: Fonts): Drawing => ({
  widthMm: PAGE.width,
  heightMm: PAGE.height,
  title: `我要找代表 代表码上见：${content.name}${content.after ?? ''}，${content.where}，${content.url}`,
  bookmark: `${content.name} ${content.where}`,
  shapes: [
    ...header(content, fonts),
    ...person(content, fonts),
    ...code(content, fonts),
    ...howTo(fonts),
    ...foot(content, fonts),
  ],
});
