import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false, // "0123" is a text and not a number, and so is a MsgId beyond 2^53
  trimValues: false, // what a resident wrote arrives as it was written
  processEntities: false,
  maxNestedTags: 4,
});

const fields = z.object({ xml: z.record(z.string(), z.unknown()) });

/**
 * The texts of a message's fields by name; nested fields are left out. Null for what is no such message. Documents
 * that declare a type or an entity are refused before they are parsed; WeChat sends none.
 */
export const parseXml = (text: string): ReadonlyMap<string, string> | null => {
  if (hasDeclarations(text)) return null;
  try {
    const parsed = fields.safeParse(parser.parse(text, true));
    if (!parsed.success) return null;
    return new Map(
      Object.entries(parsed.data.xml).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  } catch {
    return null;
  }
};

/** Whether `<!DOCTYPE`, `<!ENTITY` and the like stand outside of CDATA, where a resident may well write them. */
const hasDeclarations = (text: string): boolean =>
  /<!(?!\[CDATA\[|--)/.test(text.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, ''));

/** A section may not hold its own end: it is closed between the brackets and opened again. */
const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

// Characters that XML 1.0 has no way to write; WeChat drops the whole answer when one is in it.
const unwritable = /(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu;

export const textAnswer = (message: {
  readonly to: string;
  readonly from: string;
  readonly seconds: number;
  readonly text: string;
}): string =>
  `<xml><ToUserName>${cdata(message.to)}</ToUserName><FromUserName>${cdata(message.from)}</FromUserName>` +
  `<CreateTime>${message.seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
  `<Content>${cdata(message.text.replaceAll(unwritable, ''))}</Content></xml>`;

export const sealedAnswer = (sealed: {
  readonly encrypt: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
}): string =>
  `<xml><Encrypt>${cdata(sealed.encrypt)}</Encrypt><MsgSignature>${cdata(sealed.signature)}</MsgSignature>` +
  `<TimeStamp>${sealed.timestamp}</TimeStamp><Nonce>${cdata(sealed.nonce)}</Nonce></xml>`;
