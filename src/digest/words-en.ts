import { all, cited, of, type Wording } from './words.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `1 person`, `2 people`: the number has been written already. */
const some = (count: string, one: string, many: string): string => `${count} ${count === '1' ? one : many}`;
const people = (count: string): string => some(count, 'person', 'people');
const messages = (count: string): string => some(count, 'message', 'messages');
const copies = (count: string): string => some(count, 'copy', 'copies');

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

export const en: Wording = {
  htmlLang: 'en',
  title: (scope) => `Residents’ suggestions: ${scope}`,
  sections: {
    contents: 'Contents',
    overview: 'Overview',
    method: 'How to read this digest',
    table: 'Groups and themes at a glance',
    groups: 'Group by group',
    answers: 'To be answered in person',
    questions: 'Open questions for the meeting',
    singleVoices: 'Single voices',
    appendix: 'Appendix: message numbers',
  },
  facts: {
    scope: 'Scope',
    collected: 'Collected by',
    made: 'Drafted',
    previous: 'Last digest',
    run: 'Method',
    noPeriod: 'not given by the source',
    seed: 'seed',
  },
  units: {
    people: 'people',
    messages: 'messages',
    copies: 'of them copies',
    groups: 'groups',
    themes: 'themes',
    matters: 'matters',
  },
  columns: {
    entry: 'Group / theme',
    people: 'People',
    messages: 'Messages',
    share: 'Share',
    change: 'Change',
  },
  marks: {
    keywords: 'Keywords: ',
    opposing: 'Opposing voices',
    one: 'One side',
    other: 'The other side',
    otherThemes: 'Further themes',
    otherMatters: 'Further matters: ',
    new: 'new',
    cue: 'Cue: ',
    none: 'None in this period.',
    excerpt: 'excerpt',
    blank: '(blank message)',
    separator: ', ',
    listSeparator: '; ',
    colon: ': ',
  },
  counts: (n, m) => `${people(n)}, ${messages(m)}`,
  aside: (text) => ` (${text})`,
  source: ({ id, place, date, copies }) =>
    [`No. ${id}`, place, date, copies === null ? null : `${copies} near-identical`]
      .filter((part) => part !== null)
      .join(', '),
  date: (year, month, day) => `${day} ${MONTHS[month - 1] ?? month} ${year}`,
  shortDate: (month, day) => `${day} ${MONTHS[month - 1] ?? month}`,
  period: (from, to) => (from === to ? from : `${from} to ${to}`),
  more: (what, count) =>
    ({
      matters: `More matters: ${count}. Message numbers are in the appendix, quotes in digest.json.`,
      themes: `More themes: ${count}. Message numbers are in the appendix, quotes in digest.json.`,
      singleVoices: `The rest (${count}) by number only; excerpts are in digest.json: `,
      answers: `More items: ${count}, in digest.json.`,
      questions: `More items: ${count}, in digest.json.`,
    })[what],
  quotedAbove: 'quoted above',
  answerHeading: {
    safety: 'People’s safety',
    reply: 'Asking for a reply',
    deputy: 'Addressed to the deputy',
  },
  questionHeading: {
    opposition: 'Where residents disagree',
    question: 'Asked by many',
    office: 'Offices asked to act',
  },
  notes: {
    answers:
      'Chosen by the cue words printed beside each quote. Whether a case is urgent or true must be checked.',
    questions:
      'Drawn by rule from opposing voices, repeated questions and requests that name an office; all quotes are verbatim.',
    singleVoices: 'Raised in one or two messages only; each is listed so that nothing is lost.',
    appendix: 'Every message is filed under exactly one matter; the number leads to the original.',
  },
  method: {
    notSurvey:
      'Residents wrote of their own accord. This is not a survey: the numbers tell how many raised a matter, not what all residents think.',
    people:
      'A person is counted once, however many messages he or she sent; entries are ordered by people, not by messages.',
    peopleUnknown:
      'The source does not tell who wrote: every message is counted as one person, so there may be fewer people than shown.',
    supporters:
      'Whoever answered “me too” to somebody else’s message counts among the people, and not as a message.',
    copies:
      'Near-identical messages are kept and counted as copies; someone who sends the same text repeatedly is still one person.',
    share:
      'Share is the people who raised an item among all people who wrote; one person may raise several, so shares may add up to more than the whole.',
    quotes:
      'Quotes are verbatim from messages in which personal data was masked before storage; message number, place and date follow each.',
    unmasked:
      'Quotes are verbatim from the source file, in which this system masked no personal data: check every quote before passing this on.',
    naming:
      'Groups, themes and matters were formed by computer from meaning; their names are residents’ own words, meant for finding, not as findings.',
    incomplete: (say) =>
      `This digest is incomplete: more messages were read than filed. Only ${all(say, 'messages')} were filed; finish the run before use.`,
  },
  overview: {
    nothing: (say) => `${messages(all(say, 'messages'))} received in this period.`,
    total: (say) =>
      `In this period ${people(all(say, 'people'))} sent ${messages(all(say, 'messages'))}, filed under ${some(all(say, 'groups'), 'group', 'groups')}, ${some(all(say, 'themes'), 'theme', 'themes')} and ${some(all(say, 'matters'), 'matter', 'matters')}; ${some(all(say, 'singleVoices'), 'matter is a single voice', 'matters are single voices')}, raised in no more than a couple of messages.`,
    largest: (say, level, entries) =>
      `${level === 'group' ? 'The largest groups by people' : 'The themes raised by most people'}: ${list(
        entries.map(
          (entry) =>
            `${say.label(entry)} (${people(of(say, entry.key, 'people'))}, ${of(say, entry.key, 'percent')}%)`,
        ),
      )}.`,
    rising: (say, entries) =>
      `Themes that grew since the last digest: ${list(entries.map((entry) => `${say.label(entry)} (${of(say, entry.key, 'change')} more people)`))}.`,
    fresh: (say, entries) =>
      `Themes that are new: ${list(entries.map((entry) => `${say.label(entry)} (${people(of(say, entry.key, 'people'))})`))}.`,
    copies: (say, entries, authorsKnown) =>
      `${copies(all(say, 'copies'))} of other messages came in, mainly in ${list(
        entries.map(
          (entry) =>
            `${say.label(entry)} (${copies(of(say, entry.key, 'copies'))} among ${messages(of(say, entry.key, 'messages'))}, from ${people(of(say, entry.key, 'people'))})`,
        ),
      )}. ${authorsKnown ? 'They are kept, and whoever sent the same text repeatedly counts once.' : 'As the source does not tell who wrote, each copy also counts as a person; discount them when quoting numbers.'}`,
    opposed: (say) =>
      `Residents disagree in ${some(all(say, 'opposed'), 'theme', 'themes')}; both sides are quoted there.`,
    answers: {
      safety: (say) =>
        `${people(cited(say, 'people'))} spoke of danger in ${messages(cited(say, 'messages'))}: please check these first.`,
      reply: (say) =>
        `${people(cited(say, 'people'))} asked for a reply in ${messages(cited(say, 'messages'))}.`,
      deputy: (say) =>
        `${people(cited(say, 'people'))} asked the deputy to step in, in ${messages(cited(say, 'messages'))}.`,
    },
  },
  entry: {
    group: (say, key, counts) =>
      `${people(of(say, key, 'people'))} (${of(say, key, 'percent')}%) in ${messages(of(say, key, 'messages'))}${counts.copies > 0 ? `, of which ${copies(of(say, key, 'copies'))}` : ''}${counts.themes > 1 ? `; ${some(of(say, key, 'themes'), 'theme', 'themes')}` : ''}.`,
    below: (say, key, marked) =>
      `${people(of(say, key, 'people'))} (${of(say, key, 'percent')}%) in ${messages(of(say, key, 'messages'))}${marked > 0 ? `, of which ${copies(of(say, key, 'copies'))}` : ''}.`,
    places: (say, key, places) =>
      `Most messages from: ${places.map((place) => `${place} (${say.count({ unit: 'messages', of: key, place })})`).join(', ')}.`,
    change: (say, key, change) =>
      change === 'new'
        ? 'New in this period.'
        : change === 0
          ? `As many people as last time (change: ${of(say, key, 'change')}).`
          : `${of(say, key, 'change')} ${change > 0 ? 'more' : 'fewer'} people than in the last digest.`,
    flood: 'Many of these are copies: quote people, not messages.',
  },
  answer: {
    safety: (say, matter) =>
      `${say.label(matter)}: ${people(cited(say, 'people'))} in ${messages(cited(say, 'messages'))} spoke of danger.`,
    reply: (say, matter) =>
      `${say.label(matter)}: ${people(cited(say, 'people'))} in ${messages(cited(say, 'messages'))} asked for a reply.`,
    deputy: (say, matter) =>
      `${say.label(matter)}: ${people(cited(say, 'people'))} in ${messages(cited(say, 'messages'))} asked the deputy to step in.`,
  },
  question: {
    opposition: (say, theme) => `On ${say.label(theme)} residents disagree. How can both sides be served?`,
    question: (say, theme) =>
      `On ${say.label(theme)} ${people(cited(say, 'people'))} asked questions in ${messages(cited(say, 'messages'))}. Who answers them, and how?`,
    office: (say, office, themes) =>
      `${people(cited(say, 'people'))} in ${messages(cited(say, 'messages'))} asked ${office} to act on ${list(themes.map(say.label))}. Should the meeting hear from it?`,
  },
};
