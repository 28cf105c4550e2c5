/** A string that cannot be mistaken for another kind of id at compile time; at run time it is the plain string. */
export type Branded<Base, Brand extends string> = Base & { readonly __brand: Brand };

export type MessageId = Branded<string, 'MessageId'>;
export type TopicId = Branded<string, 'TopicId'>;
export type RunId = Branded<string, 'RunId'>;
export type ThemeId = Branded<string, 'ThemeId'>;
export type DigestId = Branded<string, 'DigestId'>;

/** The only places where a bare string becomes an id: reading from a file or a database, and making a new one. */
export const messageId = (value: string): MessageId => value as MessageId;
export const topicId = (value: string): TopicId => value as TopicId;
export const runId = (value: string): RunId => value as RunId;
export const themeId = (value: string): ThemeId => value as ThemeId;
export const digestId = (value: string): DigestId => value as DigestId;
