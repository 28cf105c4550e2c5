export { type Bell, type BellOptions, ringing } from './bell.ts';
