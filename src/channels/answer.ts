import type { HttpResponse } from './contract.ts';

export const answerText = (status: number, body = ''): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

export const answerXml = (body: string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml; charset=utf-8' },
  body,
});

export const answerJson = (status: number, value: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});
