import { z } from 'zod';
import {
  answerSchema,
  callbackSchema,
  conversationBody,
  errorSchema,
  eventsQuery,
  eventsSchema,
  messageBody,
  photoQuery,
} from './schemas.ts';
import { signatureHeaders } from './signature.ts';

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return rest;
};

const json = (name: string) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
});

const queryOf = (schema: z.ZodType) => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }));
};

const errors = (statuses: readonly number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: meaning[status],
        ...(status === 503 ? { headers: retryAfter } : {}),
        content: json('Error'),
      },
    ]),
  );

const retryAfter = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };

const meaning: Readonly<Record<number, string>> = {
  401: 'Client, signature, clock (five minutes at most) or nonce is wrong; which of them is not told.',
  404: 'No such path.',
  405: 'Another method is wanted, see Allow.',
  413: 'The body is too large.',
  415: 'The body is packed (Content-Encoding): send its bytes as they are signed.',
  422: 'Fields are missing or wrong, see `fields`.',
  500: 'Our fault, and written down on our side. Sending the same message again is safe.',
  503: 'Nothing was changed: send the same message again after Retry-After. `replies` is what to show meanwhile.',
};

const answered = {
  '200': { description: 'The replies, which also come as events.', content: json('Answer') },
  ...errors([401, 413, 415, 422, 500, 503]),
};

const header = (name: keyof typeof signatureHeaders, description: string) => ({
  type: 'apiKey',
  in: 'header',
  name: signatureHeaders[name],
  description,
});

const intro = `How a city's own mini-program lets residents talk with 码上 (Mashang).

Every request is signed. Headers: \`${signatureHeaders.client}\` (your id), \`${signatureHeaders.timestamp}\` (seconds
since 1970), \`${signatureHeaders.nonce}\` (16 to 64 letters, digits, \`_\`, \`-\`; never used twice) and
\`${signatureHeaders.signature}\`: the hex HMAC-SHA256, by your secret, of five lines joined by a line feed: method in
capitals, path with query from this API's address on (\`/v1/messages\`), timestamp, nonce, hex SHA-256 of the body's bytes.

A conversation is opened by \`POST /v1/conversations\` with the code of the QR code, then \`POST /v1/messages\`. Replies are
in the answer. News (what became of a message) wait at \`GET /v1/events\`, and are sent to your callback address if the
office has entered one; callbacks are signed in the same way, over your own path. Answer 410 for a person who is gone.`;

/** OpenAPI 3.1 of this channel; `docs/openapi.json` is its copy. */
export const openApi = () => ({
  openapi: '3.1.0',
  info: { title: 'Mashang channel API', version: '1.0.0', description: intro },
  servers: [{ url: 'https://mashang.example.cn/api', description: 'PUBLIC_URL/api' }],
  security: [{ client: [], timestamp: [], nonce: [], signature: [] }],
  paths: {
    '/v1/conversations': {
      post: {
        operationId: 'openConversation',
        summary: 'A person scanned a code or opened your app without one',
        requestBody: { required: true, content: json('Conversation') },
        responses: answered,
      },
    },
    '/v1/messages': {
      post: {
        operationId: 'sendMessage',
        summary: 'A person wrote or tapped',
        requestBody: { required: true, content: json('Message') },
        responses: answered,
      },
    },
    '/v1/photos': {
      post: {
        operationId: 'sendPhoto',
        summary: 'A person attached a photo (5 MB at most)',
        parameters: queryOf(photoQuery),
        requestBody: { required: true, content: { 'image/*': {} } },
        responses: answered,
      },
    },
    '/v1/events': {
      get: {
        operationId: 'readEvents',
        summary: 'What is new for a person',
        parameters: queryOf(eventsQuery),
        responses: {
          '200': { description: 'The replies after the cursor.', content: json('Events') },
          ...errors([401, 422, 500]),
        },
      },
    },
  },
  webhooks: {
    news: {
      post: {
        operationId: 'receiveNews',
        summary: 'To your callback address',
        requestBody: { required: true, content: json('Callback') },
        responses: {
          '2XX': { description: 'Taken.' },
          '410': { description: 'This person is gone.' },
          default: {
            description:
              'Not taken. After 429, 5xx or none it is sent again, twice; in any case the news wait at `/v1/events`.',
          },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      client: header('client', 'Your id.'),
      timestamp: header('timestamp', 'Seconds since 1970.'),
      nonce: header('nonce', '16 to 64 letters, digits, `_`, `-`; never used twice.'),
      signature: header('signature', 'The hex HMAC-SHA256 of the five lines above.'),
    },
    schemas: {
      Conversation: jsonSchema(conversationBody, 'input'),
      Message: jsonSchema(messageBody, 'input'),
      Answer: jsonSchema(answerSchema, 'output'),
      Events: jsonSchema(eventsSchema, 'output'),
      Callback: jsonSchema(callbackSchema, 'output'),
      Error: jsonSchema(errorSchema, 'output'),
    },
  },
});
