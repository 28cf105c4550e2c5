import { vi } from 'vitest';

// What fails here fails on purpose. The level is read when the first logger is made, which is later.
vi.stubEnv('MASHANG_LOG_LEVEL', 'silent');
