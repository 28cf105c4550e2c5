import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BadSetup } from '../../src/kernel/index.ts';
import { readConfig } from '../../src/platform/index.ts';

const refusalOf = (env: Readonly<Record<string, string | undefined>>): BadSetup => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof BadSetup) return error;
  }
  throw new Error('it was not refused');
};

describe('the configuration', () => {
  const byDefault = {
    databaseUrl: null,
    dataDir: '.data',
    modelDir: 'models/bge-small-zh-v1.5',
    threads: null,
    publicUrl: null,
    telegramBot: null,
    telegram: null,
    wechat: null,
    apiClients: [],
    secret: null,
    sealKeys: [],
    serving: {
      host: '127.0.0.1',
      port: 3000,
      proxies: 0,
      deskPhone: null,
      keepMonths: 24,
      nightly: '03:00',
    },
    logLevel: 'info',
  };

  test('of an empty environment is the embedded database with the model of the repository', () => {
    expect(readConfig({})).toEqual(byDefault);
  });

  test('takes empty variables as absent ones', () => {
    const empty = ['DATABASE_URL', 'MASHANG_DATA_DIR', 'MASHANG_MODEL_DIR', 'MASHANG_THREADS'];
    expect(readConfig(Object.fromEntries(empty.map((name) => [name, ' '])))).toEqual(byDefault);
  });

  test('takes what is set', () => {
    const databaseUrl = 'postgresql://u:p@db.example:5433/mashang?sslmode=require';
    expect(
      readConfig({
        DATABASE_URL: databaseUrl,
        MASHANG_DATA_DIR: '/var/lib/mashang',
        MASHANG_MODEL_DIR: '/m',
        MASHANG_THREADS: '2',
        PUBLIC_URL: 'https://rd.example.cn/mashang/',
        TELEGRAM_BOT_NAME: '@anfeng_bot',
        MASHANG_SECRET: ' a secret of 33 characters, no less ',
        MASHANG_SEAL_KEYS: `b:${Buffer.alloc(32, 1).toString('base64')}, a:${Buffer.alloc(32, 2).toString('base64')}`,
        MASHANG_LOG_LEVEL: 'debug',
      }),
    ).toEqual({
      databaseUrl,
      dataDir: '/var/lib/mashang',
      modelDir: '/m',
      threads: 2,
      publicUrl: 'https://rd.example.cn/mashang',
      telegramBot: 'anfeng_bot',
      telegram: null,
      wechat: null,
      apiClients: [],
      secret: 'a secret of 33 characters, no less',
      sealKeys: [
        { id: 'b', key: Buffer.alloc(32, 1) },
        { id: 'a', key: Buffer.alloc(32, 2) },
      ],
      serving: {
        host: '127.0.0.1',
        port: 3000,
        proxies: 0,
        deskPhone: null,
        keepMonths: 24,
        nightly: '03:00',
      },
      logLevel: 'debug',
    });
  });

  test.each([
    ['MASHANG_SECRET', 'too short'],
    ['MASHANG_SEAL_KEYS', 'a:c2hvcnQ='],
    ['DATABASE_URL', 'mysql://root:secret@localhost/x'],
    ['DATABASE_URL', 'localhost:5432 secret'],
    ['MASHANG_THREADS', '0'],
    ['MASHANG_THREADS', 'two secret'],
    ['MASHANG_LOG_LEVEL', 'loud secret'],
    ['PUBLIC_URL', 'secret.example.cn'],
    ['PUBLIC_URL', 'https://user:secret@rd.example.cn'],
    ['PUBLIC_URL', 'https://rd.example.cn/?secret'],
    ['TELEGRAM_BOT_NAME', 'secret person'],
    ['MASHANG_NIGHTLY', '3:00 secret'],
    ['MASHANG_NIGHTLY', '24:00'],
  ])('refuses a wrong %s by name, in both languages, and does not repeat its value', (name, value) => {
    const { zh, en } = refusalOf({ [name]: value });
    for (const words of [zh, en]) {
      expect(words).toContain(name);
      expect(words).not.toContain('secret');
    }
  });

  test('takes the time of the nightly digests, or that there are none', () => {
    expect(readConfig({ MASHANG_NIGHTLY: ' 23:05 ' }).serving.nightly).toBe('23:05');
    expect(readConfig({ MASHANG_NIGHTLY: 'off' }).serving.nightly).toBeNull();
  });

  const apiClient = { id: 'lvzhi', secret: 'x'.repeat(32), callback: null };
  const botToken = `123456789:${'a'.repeat(35)}`;

  test('takes the channels that are set up', () => {
    const { telegram, wechat, apiClients } = readConfig({
      TELEGRAM_BOT_TOKEN: botToken,
      WECHAT_APP_ID: 'wx0123456789abcdef',
      WECHAT_APP_SECRET: 's'.repeat(32),
      WECHAT_TOKEN: 'token',
      WECHAT_AES_KEY: 'k'.repeat(43),
      MASHANG_API_CLIENTS: JSON.stringify([{ id: apiClient.id, secret: apiClient.secret }]),
    });
    expect(telegram).toEqual({ token: botToken, mode: 'polling', webhookSecret: null });
    expect(wechat).toEqual({
      appId: 'wx0123456789abcdef',
      appSecret: 's'.repeat(32),
      token: 'token',
      aesKey: 'k'.repeat(43),
    });
    expect(apiClients).toEqual([apiClient]);
  });

  test.each([
    [
      'a webhook without its secret',
      { TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_MODE: 'webhook' },
      'WEBHOOK_SECRET',
    ],
    [
      'half of an official account',
      { WECHAT_APP_ID: 'wx0123456789abcdef', WECHAT_TOKEN: 'token' },
      'WECHAT_APP_SECRET',
    ],
    [
      'an API client with a short secret',
      { MASHANG_API_CLIENTS: '[{"id":"a","secret":"hush"}]' },
      'API_CLIENTS',
    ],
    ['API clients that are no JSON', { MASHANG_API_CLIENTS: 'a:hush' }, 'API_CLIENTS'],
    [
      'two API clients of one name',
      { MASHANG_API_CLIENTS: JSON.stringify([apiClient, apiClient]) },
      'API_CLIENTS',
    ],
  ])('refuses %s and names what is missing or wrong', (_, env, name) => {
    const { zh, en } = refusalOf(env);
    for (const words of [zh, en]) {
      expect(words).toContain(name);
      expect(words).not.toContain('hush');
    }
  });

  test('names all that is wrong at once', () => {
    expect(refusalOf({ MASHANG_THREADS: 'x', MASHANG_LOG_LEVEL: 'x' }).en.split('\n')).toHaveLength(2);
  });

  test('has every variable that it reads in .env.example', () => {
    const source = ['config.ts', 'config-channels.ts']
      .map((name) => readFileSync(`src/platform/${name}`, 'utf8'))
      .join('\n');
    const example = readFileSync('.env.example', 'utf8');
    const names = new Set(
      source.match(/\b(MASHANG_[A-Z_]+|DATABASE_URL|PUBLIC_URL|(TELEGRAM|WECHAT)_[A-Z_]*[A-Z])\b/g),
    );
    expect(names.size).toBe(17);
    for (const name of names) expect(example).toMatch(new RegExp(`^# ${name}=`, 'm'));
  });
});
